// UC-02 Log in as in SPSE 4.5: user id, then password with Kode Keamanan, then TOTP where enabled. The session is bound to the
// device key and kept by the session store; passwords and codes are passed on once and kept nowhere.
import type { z } from 'zod';
import type { CallOptions } from '../ports/call-options.ts';
import type { Device } from '../ports/device.ts';
import type { Journal } from '../ports/journal.ts';
import type { AccountCalls, LoginCalls } from '../ports/lpse-gateway.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { Account, IdentifyAnswer, IdentifyRequest, Session } from '../protocol/login.ts';

export interface LoginNeeds {
  readonly lpse: LoginCalls;
  readonly device: Device;
  readonly session: SessionStore;
  readonly journal: Journal;
}

export type LoginStep =
  | { readonly step: 'in'; readonly account: Account }
  /** Until then the acceptor page stays open. */
  | { readonly step: 'totp'; readonly closesAt: string };

/** Step 1: who. Answers the login id and the captcha's picture. */
export async function identify(
  { lpse }: Pick<LoginNeeds, 'lpse'>,
  input: z.infer<typeof IdentifyRequest>,
  options: CallOptions = {},
): Promise<z.infer<typeof IdentifyAnswer>> {
  return lpse.identify(input, options);
}

/** Step 2. @throws access/wrong-credentials, access/captcha-wrong, access/login-expired, access/locked */
export async function givePassword(
  needs: LoginNeeds,
  input: { readonly loginId: string; readonly password: string; readonly captcha: string },
  options: CallOptions = {},
): Promise<LoginStep> {
  const { certificate } = await needs.device.key();
  const devicePublicKey = Buffer.from(certificate.spkiDer).toString('base64');
  const answer = await needs.lpse.password({ ...input, devicePublicKey }, options);
  if (answer.result === 'totp-required') return { step: 'totp', closesAt: answer.closesAt };
  return begin(needs, answer.session);
}

/** Step 3. @throws access/totp-wrong, access/totp-used, access/totp-closed */
export async function giveTotp(
  needs: LoginNeeds,
  input: { readonly loginId: string; readonly code: string },
  options: CallOptions = {},
): Promise<LoginStep> {
  return begin(needs, await needs.lpse.totp(input, options));
}

/** Ends the session here even when the server cannot be told. */
export async function logout(
  needs: { readonly lpse: Pick<AccountCalls, 'logout'>; readonly session: SessionStore },
  options: CallOptions = {},
): Promise<void> {
  try {
    if ((await needs.session.current()) !== null) await needs.lpse.logout(options);
  } finally {
    await needs.session.clear();
  }
}

async function begin({ session, journal }: LoginNeeds, begun: Session): Promise<LoginStep> {
  await session.save(begun);
  const { accountId, role } = begun.account;
  await journal.append({ event: 'login.done', bidId: null, kdTender: null, facts: { accountId, role } });
  return { step: 'in', account: begun.account };
}
