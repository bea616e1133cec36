// This computer: its key, made on first use and kept here, and the facts for the device record.
import type { SigningKey } from '../../crypto/keys.ts';
import type { DeviceRecord } from '../domain/device-record.ts';

export interface Device {
  /** P-256 key with its self-issued certificate; one per installation, since sessions are bound to it before anybody is known. */
  key(): Promise<SigningKey>;
  /** Captured anew at each call. */
  record(moment: DeviceRecord['moment']): Promise<DeviceRecord>;
  /** For `SealContext.client`. */
  client(): { readonly version: string; readonly platform: string };
}
