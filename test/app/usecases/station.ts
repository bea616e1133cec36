// A computer with one person of the reference LPSE at it: real adapters in a folder of its own, anchors pinned, logged in.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectLpse, type LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { importIdentity, type IdentityView } from '../../../app/usecases/import-identity.ts';
import { givePassword, identify } from '../../../app/usecases/login.ts';
import type { Account } from '../../../app/protocol/login.ts';
import { parsePem } from '../../../crypto/encoding.ts';
import { Secret } from '../../../crypto/secret.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import {
  composeInstallation,
  composeLpse,
  composeProfile,
  findProfile,
  joinAccount,
  type AccountNeeds,
  type Installation,
} from '../../../main/compose.ts';
import { demoIdentityFiles } from '../../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD, DEMO_PEOPLE } from '../../lpse/seeds/people.ts';
import type { TemporaryLpse } from '../../lpse/temporary-lpse.ts';

type LpseFolders = Pick<TemporaryLpse, 'dir' | 'trustDir'>;

export interface Station {
  readonly dir: string;
  readonly needs: AccountNeeds;
  readonly account: Account;
  /** Certificates of the person, by what they are for. */
  readonly signing: IdentityView | null;
  readonly opening: IdentityView | null;
  connect(): Promise<LpseConnection>;
  /** Writes a document on this computer and answers its path. */
  document(name: string, content: string | Uint8Array): Promise<string>;
  close(): Promise<void>;
}

/** @param lpse - also one that runs in another process */
export async function openStation(lpse: LpseFolders, userId: string): Promise<Station> {
  const dir = await mkdtemp(join(tmpdir(), 'segel-station-'));
  try {
    return await setUp(dir, lpse, userId);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

async function setUp(dir: string, lpse: LpseFolders, userId: string): Promise<Station> {
  const installation = await composeInstallation({
    dataDir: dir,
    prompt: { ask: () => Promise.resolve(Secret.fromText(DEMO_PASSPHRASE)) },
  });
  const stranger = await composeLpse(installation, await pin(installation, lpse));
  const account = await login(stranger, userId);
  const profile = await composeProfile(installation, await findProfile(installation, userId));
  const needs = joinAccount(stranger, profile);
  const identities = await importAll(needs, lpse, userId);
  return {
    ...{ dir, needs, account },
    signing: identities.find(({ canSign }) => canSign) ?? null,
    opening: identities.find(({ canOpen }) => canOpen) ?? null,
    connect: () => connectLpse(needs, {}),
    document: async (name, content) => {
      const path = join(dir, name);
      await writeFile(path, content);
      return path;
    },
    close: async () => {
      await installation.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function login(needs: Parameters<typeof givePassword>[0], userId: string): Promise<Account> {
  const { userType } = DEMO_PEOPLE.find((person) => person.userId === userId) ?? { userType: 'NON_PENYEDIA' as const };
  const asked = await identify(needs, { userType, userId });
  const { loginId, captchaText: captcha = '' } = asked;
  const step = await givePassword(needs, { loginId, password: DEMO_PASSWORD, captcha });
  if (step.step !== 'in') throw new Error('authenticator asked for');
  return step.account;
}

async function importAll(needs: AccountNeeds, { dir }: LpseFolders, userId: string): Promise<IdentityView[]> {
  const imported: IdentityView[] = [];
  for (const file of demoIdentityFiles(dir).filter((one) => one.userId === userId)) {
    const passphrase = Secret.fromText(DEMO_PASSPHRASE);
    imported.push(...(await importIdentity(needs, { bytes: readFileSync(file.path), passphrase })));
  }
  return imported;
}

/** What an operator does once: install the anchors the LPSE handed over. */
async function pin({ trust }: Installation, { trustDir }: LpseFolders) {
  const read = (file: string): Certificate[] =>
    parsePem(readFileSync(join(trustDir, file), 'utf8'), 'CERTIFICATE').map((der) => parseCertificate(der));
  // Written by the reference LPSE.
  const facts = JSON.parse(readFileSync(join(trustDir, 'trust.json'), 'utf8')) as {
    readonly kdLpse: number;
    readonly name: string;
    readonly baseUrl: string;
    readonly logVerifierKey: string;
  };
  const { kdLpse, name, baseUrl, logVerifierKey } = facts;
  const pinned = {
    ...{ kdLpse, name, baseUrl, logVerifierKey, pinnedAt: new Date().toISOString() },
    lpse: read('lpse-root.pem'),
    ams: read('ams-root.pem'),
    kms: read('kms-root.pem'),
    tsa: read('tsa-root.pem'),
  };
  await trust.pin(pinned);
  await trust.pinTlsAnchors(kdLpse, readFileSync(join(trustDir, 'tls-ca.pem'), 'utf8'));
  return pinned;
}
