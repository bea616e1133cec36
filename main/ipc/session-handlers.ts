// Answers `session.*`: login as in SPSE 4.5, TOTP, sessions, the access log. Passwords and codes are passed on once.
import { toString as toQr } from 'qrcode';
import type { Account } from '../../app/protocol/login.ts';
import type { Journal } from '../../app/ports/journal.ts';
import { givePassword, giveTotp, identify, logout, type LoginNeeds, type LoginStep } from '../../app/usecases/login.ts';
import { codedFailure } from '../../app/policy/run-check.ts';
import { registerDevice } from '../../app/usecases/register-device.ts';
import type { LpseNeeds } from '../compose.ts';
import type { AreaHandlers } from './area.ts';
import { until, type Program } from './program.ts';

export function sessionHandlers(program: Program): AreaHandlers<'session'> {
  const { lpse, account, jobs, background } = program;
  const gateway = async () => (await program.online()).needs.lpse;

  /** Work of whoever was in use ends before somebody else's session takes its place. */
  const enter = async (step: (needs: LoginNeeds) => Promise<LoginStep>): Promise<LoginStep> => {
    const { needs } = await program.met();
    await jobs.stopAll();
    const taken = await step({ ...needs, journal: journalInUse(program) });
    if (taken.step === 'in' && taken.account.role === 'bidder')
      background.run('register-device', (signal) => registerHere(program, signal));
    return taken;
  };

  return {
    'session.current': async () => {
      const open = await lpse.current();
      if (open === null || (await account.current(open.trust.kdLpse)) === null) return null;
      return (await open.needs.session.current())?.account ?? null;
    },

    'session.identify': async (input, caller) => {
      const { needs } = await program.met();
      const { loginId, captchaSvg, captchaText = null } = await identify(needs, input, until(caller));
      return { loginId, captchaSvg, captchaText };
    },
    'session.password': async (input, caller) => enter((needs) => givePassword(needs, input, until(caller))),
    'session.totp': async (input, caller) => enter((needs) => giveTotp(needs, input, until(caller))),

    'session.logout': async (_, caller) => {
      const { needs } = await lpse.require();
      await jobs.stopAll();
      try {
        await logout(needs, until(caller));
      } catch (error) {
        // The session is gone from this computer; a server that cannot be told, or has ended it already, changes nothing.
        const { code } = codedFailure(error);
        if (!code.startsWith('network/') && code !== 'access/session-expired') throw error;
      } finally {
        await account.leave();
      }
      return null;
    },

    'session.enrolTotp': async (_, caller) => {
      const answer = await (await gateway()).enrolTotp(until(caller));
      return { ...answer, qrSvg: await toQr(answer.otpauthUrl, { type: 'svg', errorCorrectionLevel: 'M' }) };
    },
    'session.confirmTotp': async ({ code }, caller) => {
      await (await gateway()).confirmTotp({ code }, until(caller));
      await rememberTotp(program, true);
      return null;
    },
    'session.disableTotp': async ({ code }, caller) => {
      await (await gateway()).disableTotp({ code }, until(caller));
      await rememberTotp(program, false);
      return null;
    },
    'session.requestTotpReset': async (input, caller) => {
      const { needs } = await program.met();
      await needs.lpse.requestTotpReset(input, until(caller));
      return null;
    },

    'session.list': async (_, caller) => (await gateway()).sessions(until(caller)),
    'session.revoke': async ({ sessionId }, caller) => {
      await (await gateway()).revokeSession(sessionId, until(caller));
      return null;
    },
    'session.accessLog': async (_, caller) => (await gateway()).accessLog(until(caller)),
  };
}

/** Sealing without certificates needs it; should it fail here, sealing asks again. */
async function registerHere(program: Program, signal: AbortSignal): Promise<void> {
  const { needs, connection } = await program.online();
  await registerDevice(needs, { connection }, { signal });
}

/** The session as it is kept still says what was true at the login. */
async function rememberTotp(program: Program, totpEnabled: boolean): Promise<void> {
  const { session }: Pick<LpseNeeds, 'session'> = await program.offline();
  const current = await session.current();
  if (current === null) return;
  const account: Account = { ...current.account, totpEnabled };
  await session.save({ ...current, account });
}

/** The entry belongs to the account that has just come in, not to whoever used this computer before. */
function journalInUse(program: Program): Journal {
  return {
    append: async (event) => (await program.profile()).journal.append(event),
    entries: async (filter) => (await program.profile()).journal.entries(filter),
  };
}
