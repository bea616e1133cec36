// One reference LPSE on a temporary folder with a clock that only the test moves, and people who sign in to it.
import { sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  DeviceAnswer,
  IdentifyAnswer,
  NonceAnswer,
  PasswordAnswer,
  type Session,
} from '../../../app/protocol/login.ts';
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
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
import { generateKeys, type KeyPair } from '../../pki/keys.ts';
import type { PersonProfile } from '../context.ts';
import { identityFile } from '../seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD, DEMO_PEOPLE } from '../seeds/people.ts';
import { startLpse, type RunningLpse } from '../server.ts';
import { createWire, type Wire } from './wire.ts';

/** Somebody signed in, with the key the session is bound to. */
export interface Person {
  readonly userId: string;
  readonly token: string;
  readonly session: Session;
  readonly device: KeyPair;
}

export class Trial {
  readonly dir: string;
  #server: RunningLpse;
  #wire: Wire;

  private constructor(dir: string, server: RunningLpse) {
    this.dir = dir;
    this.#server = server;
    this.#wire = wireTo(server);
  }

  static async start(): Promise<Trial> {
    const dir = mkdtempSync(join(tmpdir(), 'segel-lpse-'));
    return new Trial(dir, await startLpse({ dir, testMode: true }));
  }

  get server(): RunningLpse {
    return this.#server;
  }

  get wire(): Wire {
    return this.#wire;
  }

  async restart(): Promise<void> {
    this.#wire.close();
    await this.#server.close();
    this.#server = await startLpse({ dir: this.dir, testMode: true });
    this.#wire = wireTo(this.#server);
  }

  async stop(): Promise<void> {
    this.#wire.close();
    await this.#server.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  now(): Date {
    return this.#server.clock.now();
  }

  closesAt(kdTender: string, envelopeId: EnvelopeId): Date {
    return this.#server.context.packages.closesAt(kdTender, envelopeId);
  }

  async advanceTo(instant: Date): Promise<void> {
    await this.#server.management?.advanceTo(instant);
  }

  faults(settings: Readonly<Record<string, Json>>): void {
    this.#server.management?.setFaults(settings);
  }

  async signIn(userId: string): Promise<Person> {
    const userType = DEMO_PEOPLE.find((person) => person.userId === userId)?.userType;
    const device = await generateKeys();
    const { loginId, captchaText } = await this.#wire.expect(IdentifyAnswer, '/api/login/identify', {
      json: { userType, userId },
    });
    const answer = await this.#wire.expect(PasswordAnswer, '/api/login/password', {
      json: {
        loginId,
        password: DEMO_PASSWORD,
        captcha: captchaText,
        devicePublicKey: device.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      },
    });
    if (answer.result !== 'session') throw new Error('a second factor nobody set up');
    return { userId, token: answer.session.accessToken, session: answer.session, device };
  }

  async nonce({ token }: Person): Promise<string> {
    return (await this.#wire.expect(NonceAnswer, '/api/nonces', { method: 'POST', token })).nonce;
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
  async registerDevice({ token, session, device }: Person): Promise<SigningKey> {
    const certificate = parseCertificate(
      selfIssuedDeviceCertificate({
        ...device,
        commonName: 'Perangkat uji',
        notBefore: new Date(this.now().getTime() - 3_600_000),
        notAfter: new Date(this.now().getTime() + 86_400_000 * 400),
      }),
    );
    const text = `segel-device/1\n${session.account.accountId}\n${certificate.sha256}`;
    const proof = sign('sha256', Buffer.from(text), device.privateKey).toString('base64');
    await this.#wire.expect(DeviceAnswer, '/api/devices', {
      token,
      json: { certificate: certificate.der.toString('base64'), proof },
    });
    return softwareSigningKey(device.privateKey, certificate);
  }

  async #identity(userId: string, profile: PersonProfile) {
    const bytes = readFileSync(identityFile(this.dir, userId, profile));
    const [identity] = await readPkcs12(bytes, Secret.fromText(DEMO_PASSPHRASE));
    if (identity === undefined) throw new Error(`no identity in the file of ${userId}`);
    return identity;
  }
}

/** CMS SignedData, attached, over canonical JSON, in base64. */
export async function signedJson(key: SigningKey, content: Json, at: Date): Promise<string> {
  const signers = [{ key, signingTime: at }];
  return (await signContent({ content: encodeCanonicalJson(content), detached: false, signers })).toString('base64');
}

export const anyJson = z.json();

function wireTo(server: RunningLpse): Wire {
  return createWire(server.url, readFileSync(server.caPem));
}
