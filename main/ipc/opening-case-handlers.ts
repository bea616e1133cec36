// Answers the part of `openings.*` that follows the opening: results, bids that did not open, the technical result.
import type { ResultRowView, TechnicalView } from '../../app/contract/openings.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { ResultRow } from '../../app/domain/opening-results.ts';
import { findingOn } from '../../app/usecases/opening-finding.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { readMemberResults } from '../../app/usecases/member-results.ts';
import { enterOpening, type OpeningRoom } from '../../app/usecases/opening-room.ts';
import { referBid } from '../../app/usecases/refer-bid.ts';
import { signTechnicalResult } from '../../app/usecases/sign-technical-result.ts';
import { viewTechnicalResult } from '../../app/usecases/technical-view.ts';
import type { AreaHandlers } from './area.ts';
import { until, type Online, type Program } from './program.ts';

type CaseCalls = 'openings.results' | 'openings.refer' | 'openings.technicalResult' | 'openings.signTechnicalResult';

export function openingCaseHandlers(program: Program): Pick<AreaHandlers<'openings'>, CaseCalls> {
  return {
    'openings.results': async ({ kdTender, envelopeId }, { signal }) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, envelopeId, baseDir: needs.openedFolder };
      const { rows } = await loadOpeningResults(needs, input, { signal });
      return { rows: rows.map(toRowView) };
    },

    'openings.refer': async ({ kdTender, envelopeId, submissionId, identityId }, caller) => {
      const { needs, connection } = await program.online();
      const room = await enterOpening(needs, { connection, kdTender, envelopeId }, until(caller));
      const { answer } = room;
      const bid = answer.bids.find((one) => one.submissionId === submissionId);
      if (bid === undefined) throw new CodedError('opening/bid-not-found');
      const signerSha256 = (await needs.identities.load(identityId)).certificate.sha256;
      const reason = ownReason(room, { submissionId, signerSha256, memory: needs.lpse });
      const { openingId } = answer;
      const finding = await findingOn(needs, { room, submissionId, baseDir: needs.openedFolder }, until(caller));
      const input = { connection, openingId, n: bid.n, submissionId, reason, signerSha256, ...finding };
      const { referralId, statement } = await referBid(needs, input, until(caller));
      program.send('openings.changed', { kdTender, envelopeId });
      if (statement === null) return { referralId, statement: null };
      const { canBeOpened, text, statedAt } = statement;
      return { referralId, statement: { canBeOpened, text, statedAt } };
    },

    'openings.technicalResult': async ({ kdTender }, { signal }) => viewOf(await program.online(), kdTender, signal),

    'openings.signTechnicalResult': async ({ kdTender, passed, identityId, passphrase }, caller) => {
      const online = await program.online();
      const { needs, connection } = online;
      await program.passphrase.with(passphrase, () =>
        signTechnicalResult(needs, { connection, kdTender, passed, identityId }, until(caller)),
      );
      program.send('openings.changed', { kdTender, envelopeId: 'file-2' });
      return viewOf(online, kdTender, caller.signal);
    },
  };
}

/** What this member has signed of a bid that did not open: nothing else can be referred. @throws opening/statement-refused */
function ownReason(
  room: OpeningRoom,
  about: { readonly submissionId: string; readonly signerSha256: string; readonly memory: object },
) {
  const results = readMemberResults(room, about.memory).get(about.submissionId) ?? [];
  const outcome = results.find(({ certificate }) => certificate.sha256 === about.signerSha256)?.statement.outcome;
  if (outcome?.kind === 'not-opened') return outcome.reason;
  throw new CodedError('opening/statement-refused', { why: 'no result' });
}

async function viewOf({ needs, connection }: Online, kdTender: string, signal: AbortSignal): Promise<TechnicalView> {
  const state = await viewTechnicalResult(needs, { connection, kdTender }, { signal });
  const own = new Set((await needs.identities.list()).map(({ certificate }) => certificate.sha256));
  const nameOf = new Map(state.committee.map(({ certificateSha256, name }) => [certificateSha256, name]));
  return {
    required: state.required,
    committee: state.committee.map((one) => ({ ...one, mine: own.has(one.certificateSha256) })),
    candidates: state.candidates.map((one) => ({ ...one })),
    proposals: state.proposals.map(({ passed, signedBy }) => ({
      passed: [...passed],
      signedBy: signedBy.map((sha256) => nameOf.get(sha256) ?? ''),
      mine: signedBy.some((sha256) => own.has(sha256)),
    })),
    adopted: state.adopted === null ? null : [...state.adopted],
  };
}

/** Contract arrays are mutable, the domain's are not. */
function toRowView({ facts, members, schedule, ...row }: ResultRow): ResultRowView {
  return {
    ...row,
    facts: [...facts],
    members: members.map((member) => ({ ...member })),
    schedule: schedule === null ? null : { ...schedule, rowsThatDiffer: [...schedule.rowsThatDiffer] },
  };
}
