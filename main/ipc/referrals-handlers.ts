// Answers `referrals.*`.
import { join } from 'node:path';
import type { ExaminationView, ReferralView } from '../../app/contract/referrals.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { examineReferral, type Examination } from '../../app/usecases/examine-referral.ts';
import { listReferrals, type StatedReferral } from '../../app/usecases/list-referrals.ts';
import { stateOnReferral, statementToSign } from '../../app/usecases/state-referral.ts';
import { makePrivateFolder } from '../adapters/private-files.ts';
import type { AreaHandlers } from './area.ts';
import { toReport } from './bid-view.ts';
import { ProgressThrottle } from './progress.ts';
import { until, type Program } from './program.ts';

/** Folder of a profile for files that are examined, and removed afterwards. */
const EXAMINED = 'rujukan';

export function referralsHandlers(program: Program): AreaHandlers<'referrals'> {
  return {
    'referrals.list': async ({ kdTender }, caller) => {
      const { needs, connection } = await program.online();
      const found = await listReferrals(needs, { connection, kdTender }, until(caller));
      return { referrals: found.map(toView) };
    },

    'referrals.examine': async ({ referralId }, { signal }) => {
      const { needs, connection, profile } = await program.online();
      const folder = await makePrivateFolder(join(profile.folder.root, EXAMINED));
      const throttle = new ProgressThrottle({
        emit: ({ step, ...progress }) =>
          program.send('referrals.progress', {
            referralId,
            step: step === 'fetching' ? 'fetching' : 'hashing',
            ...progress,
          }),
      });
      try {
        const onProgress = throttle.report.bind(throttle);
        return toExamination(await examineReferral(needs, { connection, referralId, folder }, { signal, onProgress }));
      } finally {
        throttle.end();
      }
    },

    'referrals.preview': async ({ referralId, ...word }, caller) => {
      const { needs, connection } = await program.online();
      const found = await listReferrals(needs, { connection, kdTender: null }, until(caller));
      const referral = found.find((one) => one.referralId === referralId);
      if (referral === undefined) throw new CodedError('referral/not-found');
      return { content: JSON.stringify(statementToSign(referral, word), null, 2) };
    },

    'referrals.state': async (input, caller) => {
      const { needs, connection } = await program.online();
      const { statement, isOurs } = await stateOnReferral(needs, { connection, ...input }, until(caller));
      const { canBeOpened, text, statedAt } = statement;
      return { statement: { canBeOpened, text, statedAt }, isOurs };
    },
  };
}

function toView(referral: StatedReferral): ReferralView {
  const { referralId, kdTender, namaPaket, envelopeId, n, submissionId, bidderName, npwp } = referral;
  const { reason, referredAt, referredBy, evidenceSha256, statement, statementCode } = referral;
  return {
    ...{ referralId, kdTender, namaPaket, envelopeId, n, submissionId, bidderName, npwp },
    ...{ reason, referredAt, referredBy, statementCode },
    hasEvidence: evidenceSha256 !== null,
    statement:
      statement === null
        ? null
        : { canBeOpened: statement.canBeOpened, text: statement.text, statedAt: statement.statedAt },
  };
}

function toExamination(examination: Examination): ExaminationView {
  const { referral, memberName, receivedAt, report, proven, digests, evidence } = examination;
  return {
    ...{ memberName, receivedAt, proven },
    referral: toView(referral),
    report: toReport(report),
    digests: digests.map((digest) => ({ ...digest })),
    clientVersion: evidence?.clientVersion ?? null,
    observedSha256: evidence?.observed?.sealedSha256 ?? null,
  };
}
