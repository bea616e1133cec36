// The Device port: the installation's key, and the record of what this computer is, captured anew at each call and shown to
// the user before the first one (domain.md 5). Nothing of it is logged.
import { arch, platform, release } from 'node:os';
import type { DeviceRecord } from '../../app/domain/device-record.ts';
import type { Device } from '../../app/ports/device.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import { loadOrMakeDeviceKey, type DeviceKey } from './device-key.ts';
import {
  readInterfaces,
  systemInterfaceSources,
  virtualMachineHint,
  type InterfaceSources,
} from './network-interfaces.ts';

export interface DeviceOptions {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly clientVersion: string;
  readonly interfaces?: () => InterfaceSources;
}

export class LocalDevice implements Device {
  readonly #options: DeviceOptions;
  #key: Promise<DeviceKey> | null = null;

  constructor(options: DeviceOptions) {
    this.#options = options;
  }

  async key(): Promise<SigningKey> {
    return (await this.#load()).signing;
  }

  /** Shown beside the certificate: how well the key is kept. */
  async protection(): Promise<DeviceKey['protection']> {
    return (await this.#load()).protection;
  }

  async record(moment: DeviceRecord['moment']): Promise<DeviceRecord> {
    const { certificate } = await this.key();
    const interfaces = readInterfaces((this.#options.interfaces ?? systemInterfaceSources)()).slice(0, 256);
    return {
      format: 'segel-device-record/1',
      moment,
      capturedAt: new Date().toISOString(),
      interfaces: [...interfaces],
      os: { platform: platform(), release: release(), architecture: arch() },
      virtualMachine: virtualMachineHint(interfaces),
      client: this.client(),
      devicePublicKey: Buffer.from(certificate.spkiDer).toString('base64'),
    };
  }

  client(): { readonly version: string; readonly platform: string } {
    return { version: this.#options.clientVersion, platform: `${platform()}-${arch()}` };
  }

  #load(): Promise<DeviceKey> {
    this.#key ??= loadOrMakeDeviceKey(this.#options.folder, this.#options.secrets).catch((error: unknown) => {
      this.#key = null;
      throw error;
    });
    return this.#key;
  }
}
