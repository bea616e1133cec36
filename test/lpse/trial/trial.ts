// One reference LPSE on a temporary folder with a clock that only the test moves, and people who sign in to it.
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeviceAnswer, NonceAnswer, type Session } from '../../../app/protocol/login.ts';
import { LogLeaf } from '../../../app/protocol/log.ts';
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import {
  softwareDecryptionKey,
  softwareSigningKey,
  type DecryptionKey,
  type SigningKey,
} from '../../../crypto/keys.ts';
import { readPkcs12 } from '../../../crypto/pkcs12/read-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import { selfIssuedDeviceCertificate } from '../../../crypto/x509/certificate-builder.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { signIn, type DeviceKey, type LpseClient } from '../client.ts';
import type { PersonProfile } from '../context.ts';
import { identityFile } from '../seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PEOPLE } from '../seeds/people.ts';
import { startLpse, type RunningLpse } from '../server.ts';

/** Somebody signed in, with the key the session is bound to. */
export interface Person {
  readonly userId: string;
  readonly client: LpseClient;
  readonly session: Session;
  readonly device: DeviceKey;
}

export class Trial {
  readonly dir: string;
  readonly #machine: HeldClock;
  #server: RunningLpse;

  private constructor(dir: string, machine: HeldClock, server: RunningLpse) {
    this.dir = dir;
    this.#machine = machine;
    this.#server = server;
  }

  static async start(): Promise<Trial> {
    const dir = mkdtempSync(join(tmpdir(), 'segel-lpse-'));
    const machine = new HeldClock();
    return new Trial(dir, machine, await startLpse({ dir, testMode: true, real: machine.read }));
  }

  get server(): RunningLpse {
    return this.#server;
  }

  async restart(): Promise<void> {
    await this.#server.close();
    this.#server = await startLpse({ dir: this.dir, testMode: true, real: this.#machine.read });
  }

  async stop(): Promise<void> {
    await this.#server.close();
    this.remove();
  }

  /** The folder; for whoever closes the server in another way. */
  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  now(): Date {
    return this.#server.clock.now();
  }

  closesAt(kdTender: string, envelopeId: EnvelopeId): Date {
    return this.#server.context.packages.closesAt(kdTender, envelopeId);
  }

  async advanceTo(instant: Date): Promise<void> {
    this.letTimeRun();
    await this.#server.management?.advanceTo(instant);
  }

  /** To the beginning of the stage in which the envelope opens. */
  async reachOpening({
    kdTender,
    envelopeId,
  }: {
    readonly kdTender: string;
    readonly envelopeId: string;
  }): Promise<void> {
    await this.advanceTo(this.#server.context.packages.opensAt(kdTender, envelopeId));
  }

  /** Leaves of one type about a tender, with their places in the log. */
  leaves(type: string, kdTender: string): { readonly index: number; readonly leaf: LogLeaf }[] {
    const { log } = this.#server.context;
    return log
      .entries(0, log.size)
      .map((bytes, index) => ({ index, leaf: LogLeaf.parse(parseCanonicalJson(bytes)) }))
      .filter(({ leaf }) => leaf.type === type && leaf.kdTender === kdTender);
  }

  /** Moves server time to `instant` and holds it there. */
  async holdAt(instant: Date): Promise<void> {
    this.#machine.hold(this.#machine.read());
    await this.#server.management?.advanceTo(instant);
  }

  /** Moves held time on, as time itself would: nobody is told. */
  passMs(ms: number): void {
    this.#machine.hold(new Date(this.#machine.read().getTime() + ms));
  }

  letTimeRun(): void {
    this.#machine.release();
  }

  faults(settings: Readonly<Record<string, Json>>): void {
    this.#server.management?.setFaults(settings);
  }

  async signIn(userId: string): Promise<Person> {
    const userType = DEMO_PEOPLE.find((person) => person.userId === userId)?.userType ?? 'PENYEDIA';
    return { userId, ...(await signIn(this.#server, userId, { userType })) };
  }

  async nonce({ client }: Person): Promise<string> {
    return (await client.read(NonceAnswer, client.post('/api/nonces'))).nonce;
  }

  /** The signing key in a demo person's .p12. */
  async signingKey(userId: string, profile: 'bidder' | 'member-signing'): Promise<SigningKey> {
    const { privateKey, certificate, chain } = await this.#identity(userId, profile);
    return softwareSigningKey(privateKey, certificate, chain);
  }

  async decryptionKey(userId: string): Promise<DecryptionKey> {
    const { privateKey, certificate } = await this.#identity(userId, 'member-encryption');
    return softwareDecryptionKey(privateKey, certificate);
  }

  /** Registers the session's device key, as a NON_CA bidder does. */
  async registerDevice({ client, session, device }: Person): Promise<SigningKey> {
    const certificate = parseCertificate(
      selfIssuedDeviceCertificate({
        privateKey: device.privateKey,
        publicKey: createPublicKey(device.privateKey),
        commonName: 'Perangkat uji',
        notBefore: new Date(this.now().getTime() - 3_600_000),
        notAfter: new Date(this.now().getTime() + 86_400_000 * 400),
      }),
    );
    const proof = device.prove(`segel-device/1\n${session.account.accountId}\n${certificate.sha256}`);
    const body = { certificate: certificate.der.toString('base64'), proof };
    await client.read(DeviceAnswer, client.post('/api/devices', body));
    return softwareSigningKey(device.privateKey, certificate);
  }

  async #identity(userId: string, profile: PersonProfile) {
    const bytes = readFileSync(identityFile(this.dir, userId, profile));
    const [identity] = await readPkcs12(bytes, Secret.fromText(DEMO_PASSPHRASE));
    if (identity === undefined) throw new Error(`no identity in the file of ${userId}`);
    return identity;
  }
}

/** The machine's clock, which stands still when told to, and otherwise runs on from there. */
class HeldClock {
  #held: Date | null = null;
  #aheadMs = 0;

  readonly read = (): Date => this.#held ?? new Date(Date.now() + this.#aheadMs);

  hold(at: Date): void {
    this.#held = at;
  }

  release(): void {
    // Never back: time that was held ahead of the machine stays ahead.
    this.#aheadMs = Math.max(this.#aheadMs, this.read().getTime() - Date.now());
    this.#held = null;
  }
}

/** CMS SignedData, attached, over canonical JSON, in base64. */
export async function signedJson(key: SigningKey, content: Json, at: Date): Promise<string> {
  const signers = [{ key, signingTime: at }];
  return (await signContent({ content: encodeCanonicalJson(content), detached: false, signers })).toString('base64');
}
