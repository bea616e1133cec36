// `segel identity enrol|collect`: a key made here, a certificate asked for and fetched. `segel enrolments`: the verifier's part.
import { basename, resolve } from 'node:path';
import { CertificateProfile } from '../../../app/protocol/ams.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { fetchCertificate, pendingEnrolments, requestCertificate } from '../../../app/usecases/enrol-identity.ts';
import type { IdentityView } from '../../../app/usecases/import-identity.ts';
import { decideEnrolment, listEnrolments } from '../../../app/usecases/verify-enrolment.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, table } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

const MAX_LETTER_BYTES = 10 << 20;

interface EnrolOptions {
  readonly letter?: string;
  readonly phone: string;
}

export const addEnrol: AddCommand = (family, run, text) => {
  const enrol = family
    .command('enrol')
    .argument('<profile>', text('option.profile'))
    .description(text('help.identity-enrol'))
    .option('--letter <file>', text('option.letter'))
    .option('--phone <number>', text('option.phone'), '');
  enrol.action((profile: string) => run(enrol, (context) => enrolOne(context, profile, enrol.opts<EnrolOptions>())));

  const collect = family.command('collect').description(text('help.identity-collect'));
  collect.action(() => run(collect, collectAll));
};

async function enrolOne(context: CommandContext, wanted: string, options: EnrolOptions): Promise<Outcome> {
  const { text, signal, installation } = context;
  const profile = CertificateProfile.safeParse(wanted);
  if (!profile.success)
    throw new CodedError('program/argument-invalid', {
      argument: wanted,
      choices: CertificateProfile.options.join(' '),
    });
  const { needs } = await context.account();
  const { name, organisation, npwp } = needs.account;
  const file = options.letter === undefined ? null : resolve(options.letter);
  const letter = file === null ? null : { name: basename(file), bytes: await context.readFile(file, MAX_LETTER_BYTES) };
  const passphrase = await installation.prompt.ask({ purpose: 'choose-new', label: profile.data, attempt: 1 });
  try {
    const subject = { commonName: name, organisation, serialNumber: npwp };
    const answer = await requestCertificate(
      needs,
      { profile: profile.data, subject, phone: options.phone, letter, passphrase },
      { signal },
    );
    const { enrolmentId, state } = answer;
    return {
      value: { enrolmentId, state, profile: answer.profile },
      lines: [text('identity.enrolled', { enrolmentId })],
    };
  } finally {
    passphrase.wipe();
  }
}

/** Every application that waits; those not decided yet are listed, not failed. */
async function collectAll(context: CommandContext): Promise<Outcome> {
  const { text, signal } = context;
  const { needs, connection } = await context.account();
  const collected: IdentityView[] = [];
  const waiting: { profile: string; state: string }[] = [];
  for (const { keyId, profile } of await pendingEnrolments(needs)) {
    try {
      collected.push(await fetchCertificate(needs, { connection, keyId }, { signal }));
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'identity/not-yet-issued') throw error;
      waiting.push({ profile, state: String(error.details.state) });
    }
  }
  const lines = [
    ...collected.map(({ name, notAfter, identityId }) => `${plain(name)}  ${notAfter}  ${identityId}`),
    ...waiting.map((one) => text('identity.waiting', one)),
  ];
  return { value: { collected, waiting }, lines: lines.length === 0 ? [text('identity.nothing-pending')] : lines };
}

export const addEnrolments: AddCommand = (parent, run, text) => {
  const family = parent.command('enrolments').description(text('help.enrolments'));
  const list = family.command('list').description(text('help.enrolments-list'));
  list.action(() =>
    run(list, async (context) => {
      const { needs } = await context.account();
      const found = await listEnrolments(needs, { signal: context.signal });
      const value = found.map(({ enrolmentId, profile, state, subject, account, requestedAt }) => ({
        ...{ enrolmentId, profile, state, subject, account, requestedAt },
      }));
      const rows = value.map((one) => [one.enrolmentId, one.profile, one.state, plain(one.subject), one.requestedAt]);
      return { value, lines: rows.length === 0 ? [text('identity.nothing-pending')] : table(rows) };
    }),
  );
  for (const approve of [true, false]) {
    const decide = family
      .command(`${approve ? 'approve' : 'reject'} <enrolment>`)
      .description(text(approve ? 'help.enrolments-approve' : 'help.enrolments-reject'))
      .option('--reason <text>', text('option.reason'), '');
    decide.action((enrolmentId: string) =>
      run(decide, async (context) => {
        const { needs } = await context.account();
        await context.confirm([text(approve ? 'enrolments.approve' : 'enrolments.reject', { enrolmentId })]);
        const { reason } = decide.opts<{ reason: string }>();
        const answer = await decideEnrolment(needs, { enrolmentId, approve, reason }, { signal: context.signal });
        return { value: { enrolmentId, state: answer.state }, lines: [`${enrolmentId}: ${answer.state}`] };
      }),
    );
  }
};
