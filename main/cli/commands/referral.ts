// `segel referral list|show|state`: the duty officer at the command line.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineReferral } from '../../../app/usecases/examine-referral.ts';
import { listReferrals } from '../../../app/usecases/list-referrals.ts';
import { stateOnReferral, statementToSign } from '../../../app/usecases/state-referral.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { plain, reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';

export const addReferral: AddCommand = (parent, run, text) => {
  const family = parent.command('referral').description(text('help.referral'));
  const list = family.command('list').description(text('help.referral-list'));
  list.action(() =>
    run(list, async (context) => {
      const { needs, connection } = await context.account();
      const found = await listReferrals(needs, { connection, kdTender: null }, { signal: context.signal });
      const lines = found.map(({ referralId, kdTender, n, bidderName, reason, statement }) => {
        const stated = text(statement === null ? 'referral.waiting' : 'referral.stated');
        return `${referralId}  ${kdTender}  ${n}. ${plain(bidderName)}  ${reason}  ${stated}`;
      });
      return { value: found, lines: lines.length === 0 ? [text('referral.none')] : lines };
    }),
  );

  const show = family.command('show <id>').description(text('help.referral-show'));
  show.action((referralId: string) =>
    run(show, async (context) => {
      const { needs, connection } = await context.account();
      const folder = await mkdtemp(join(tmpdir(), 'segel-rujukan-'));
      try {
        const input = { connection, referralId, folder };
        const found = await examineReferral(needs, input, { signal: context.signal });
        const { proven, report, digests, referral } = found;
        const lines = [
          `${referral.kdTender}  ${referral.envelopeId}  ${referral.n}. ${plain(referral.bidderName)}`,
          text('referral.reason', { reason: referral.reason }),
          ...reportLines(report, context.language, text),
          ...digests
            .filter(({ expected, found: now }) => expected !== now)
            .map(({ expected, found: now }) => text('referral.digest', { expected, found: now })),
          proven === null ? text('referral.unproven') : text('referral.proven', { reason: proven }),
        ];
        return { value: found, lines };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
  );

  const state = family
    .command('state <id> <verdict>')
    .description(text('help.referral-state'))
    .requiredOption('--text <reasons>', text('option.reasons'));
  state.action((referralId: string, verdict: string) =>
    run(state, async (context) => {
      if (verdict !== 'can' && verdict !== 'cannot')
        throw new CodedError('program/argument-invalid', { reason: 'invalidArgument', argument: 'verdict' });
      const { needs, connection } = await context.account();
      const word = { canBeOpened: verdict === 'can', text: state.opts<{ text: string }>().text };
      const found = await listReferrals(needs, { connection, kdTender: null }, { signal: context.signal });
      const referral = found.find((one) => one.referralId === referralId);
      if (referral === undefined) throw new CodedError('referral/not-found');
      await context.confirm([text('referral.toSign'), JSON.stringify(statementToSign(referral, word), null, 2)]);
      const answer = await stateOnReferral(needs, { connection, referralId, ...word }, { signal: context.signal });
      const { statement, isOurs } = answer;
      return {
        value: answer,
        lines: [
          text(isOurs ? 'referral.signed' : 'referral.otherStands'),
          text(statement.canBeOpened ? 'referral.can' : 'referral.cannot', { text: plain(statement.text) }),
        ],
        exit: isOurs ? 'ok' : 'finding',
      };
    }),
  );
};
