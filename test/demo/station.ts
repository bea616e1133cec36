// One computer of the demo with one person at it: an own data folder, the LPSE's anchors pinned by its operator, a login.
// Everything goes through the same use cases as the command line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePem } from '../../crypto/encoding.ts';
import { Secret } from '../../crypto/secret.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import type { Account } from '../../app/protocol/login.ts';
import { connectLpse, type LpseConnection } from '../../app/usecases/connect-lpse.ts';
import { givePassword, identify } from '../../app/usecases/login.ts';
import {
  composeInstallation,
  composeLpse,
  composeProfile,
  findProfile,
  joinAccount,
  type AccountNeeds,
  type Installation,
} from '../../main/compose.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import type { RunningLpse } from '../lpse/server.ts';

export interface Station {
  readonly dir: string;
  readonly installation: Installation;
  readonly needs: AccountNeeds;
  /** Measured anew by `lookAgain`. */
  connection: LpseConnection;
  readonly account: Account;
  close(): Promise<void>;
}

/** Sets the computer up and logs the person in. */
export async function openStation(
  lpse: RunningLpse,
  dir: string,
  { userType, userId }: { readonly userType: 'PENYEDIA' | 'NON_PENYEDIA'; readonly userId: string },
): Promise<Station> {
  const installation = await composeInstallation({
    dataDir: dir,
    prompt: { ask: () => Promise.resolve(Secret.fromText(DEMO_PASSPHRASE)) },
  });
  const pinned = await pinAnchors(installation, lpse);
  const needs = await composeLpse(installation, pinned);
  const connection = await connectLpse(needs, {});
  const asked = await identify(needs, { userType, userId });
  const captcha = asked.captchaText ?? '';
  const step = await givePassword(needs, { loginId: asked.loginId, password: DEMO_PASSWORD, captcha });
  if (step.step !== 'in') throw new Error(`${userId} is asked for a TOTP`);
  const profile = await composeProfile(installation, await findProfile(installation, userId));
  return {
    dir,
    installation,
    needs: joinAccount(needs, profile),
    connection,
    account: step.account,
    close: () => installation.close(),
  };
}

/** After the LPSE's clock was moved: what time is it there now, and has the log only grown? */
export async function lookAgain(station: Station): Promise<void> {
  station.connection = await connectLpse(station.needs, {});
}

/** What an operator does once: install the anchors that the LPSE handed over on paper or on a stick. */
async function pinAnchors({ trust }: Installation, lpse: RunningLpse) {
  const read = (file: string): Certificate[] =>
    parsePem(readFileSync(join(lpse.trustDir, file), 'utf8'), 'CERTIFICATE').map((der) => parseCertificate(der));
  // Written by the reference LPSE beside the files.
  const facts = JSON.parse(readFileSync(join(lpse.trustDir, 'trust.json'), 'utf8')) as {
    readonly kdLpse: number;
    readonly name: string;
    readonly baseUrl: string;
    readonly logVerifierKey: string;
  };
  const { kdLpse, name, baseUrl, logVerifierKey } = facts;
  const pinned = {
    ...{ kdLpse, name, baseUrl, logVerifierKey },
    lpse: read('lpse-root.pem'),
    ams: read('ams-root.pem'),
    kms: read('kms-root.pem'),
    tsa: read('tsa-root.pem'),
    pinnedAt: new Date().toISOString(),
  };
  await trust.pin(pinned);
  await trust.pinTlsAnchors(kdLpse, readFileSync(join(lpse.trustDir, 'tls-ca.pem'), 'utf8'));
  return pinned;
}
