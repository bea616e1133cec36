// `segel login`, `segel logout`: as in SPSE 4.5. The captcha's picture is shown as a file, the password is typed unseen.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Journal } from '../../../app/ports/journal.ts';
import type { Account } from '../../../app/protocol/login.ts';
import { givePassword, giveTotp, identify, logout, type LoginNeeds } from '../../../app/usecases/login.ts';
import { registerDevice } from '../../../app/usecases/register-device.ts';
import { composeProfile, findProfile, joinAccount, type LpseNeeds } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { plain } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

interface LoginOptions {
  readonly officer?: boolean;
  readonly captchaText?: boolean;
  readonly totp?: string;
}

export const addLogin: AddCommand = (parent, run, text) => {
  const enter = parent
    .command('login <user>')
    .description(text('help.login'))
    .option('--officer', text('option.officer'))
    .option('--totp <code>', text('option.totp'))
    .option('--captcha-text', text('option.captcha-text'));
  enter.action((user: string) => run(enter, (context) => login(context, user, enter.opts<LoginOptions>())));

  const leave = parent.command('logout').description(text('help.logout'));
  leave.action(() =>
    run(leave, async (context) => {
      const { installation, signal } = context;
      await logout(await context.lpse(), { signal });
      await installation.profiles.leave();
      return { value: null, lines: [text('logout.done')] };
    }),
  );
};

async function login(context: CommandContext, userId: string, options: LoginOptions): Promise<Outcome> {
  const lpse = await context.lpse();
  const connection = await context.connect(lpse);
  const needs: LoginNeeds = { ...lpse, journal: journalOfProfile(context) };
  const account = await prove(context, needs, { ...options, userId });
  const registration = account.role === 'bidder' ? await registerHere(context, lpse, connection) : null;
  const { name, organisation, role } = account;
  const lines = [
    context.text('login.done', { name: plain(name), organisation: plain(organisation), lpse: connection.trust.name }),
    ...(registration === null ? [] : [context.text('login.device', { since: registration.validFrom })]),
  ];
  return { value: { account: { userId: account.userId, name, organisation, role }, registration }, lines };
}

async function prove(
  context: CommandContext,
  needs: LoginNeeds,
  { userId, officer, captchaText, totp }: LoginOptions & { readonly userId: string },
): Promise<Account> {
  const { signal, terminal, text } = context;
  const userType = officer === true ? 'NON_PENYEDIA' : 'PENYEDIA';
  const asked = await identify(needs, { userType, userId }, { signal });
  const { loginId } = asked;
  const captcha =
    captchaText === true && asked.captchaText !== undefined
      ? asked.captchaText
      : await answerCaptcha(context, asked.captchaSvg);
  const secret = await terminal.askSecret(text('login.password', { user: userId }));
  const password = secret.bytes.toString('utf8');
  secret.wipe();
  const step = await givePassword(needs, { loginId, password, captcha }, { signal });
  if (step.step === 'in') return step.account;
  const code = totp ?? (await terminal.ask(text('login.totp', { closesAt: step.closesAt })));
  if (code === null) throw new CodedError('cli/totp-needed', { closesAt: step.closesAt });
  const second = await giveTotp(needs, { loginId, code: code.trim() }, { signal });
  if (second.step !== 'in') throw new CodedError('cli/totp-needed');
  return second.account;
}

/** The picture lies in a folder that only this user can read, and only while the question stands. */
async function answerCaptcha({ terminal, text }: CommandContext, svg: string): Promise<string> {
  if (!terminal.interactive) throw new CodedError('cli/captcha-needed');
  const folder = await mkdtemp(join(tmpdir(), 'segel-'));
  try {
    const path = join(folder, 'kode-keamanan.svg');
    await writeFile(path, svg, { mode: 0o600, flag: 'wx' });
    const answer = await terminal.ask(text('login.captcha', { path }));
    if (answer === null || answer.trim() === '') throw new CodedError('cli/captcha-needed');
    return answer.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function registerHere(
  context: CommandContext,
  lpse: LpseNeeds,
  connection: Parameters<typeof registerDevice>[1]['connection'],
) {
  const profile = await composeProfile(context.installation, await findProfile(context.installation));
  return registerDevice(joinAccount(lpse, profile), { connection }, { signal: context.signal });
}

/** The entry belongs to the account that has just come in, not to whoever used this computer before. */
function journalOfProfile({ installation }: CommandContext): Journal {
  const open = async () => (await composeProfile(installation, await findProfile(installation))).journal;
  return {
    append: async (event) => (await open()).append(event),
    entries: async (filter) => (await open()).entries(filter),
  };
}
