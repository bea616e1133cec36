// What was published of an opening, judged by somebody who was not in the room (app/protocol/SPEC.md 9): the list against the closed
// log, the release and each result against their leaves, each result's signer against the sealing policy.
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { LogLeaf } from '../protocol/log.ts';
import { ResultStatement } from '../protocol/openings.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import type { SubmissionLeafBody } from '../protocol/receipt.ts';
import type { PublishedOpening } from '../protocol/watch.ts';
import { isOfEnvelope, leavesOf, liveBids, readLeaf } from './live-set.ts';
import { codedFailure, findOut, missing, notMade, runCheck, type Row } from './run-check.ts';
import { readSigned } from './signed-message.ts';

export interface PublishedQuestion {
  readonly kdTender: string;
  readonly versiTender: number;
  readonly opening: PublishedOpening;
  /** Of the newest policy. */
  readonly envelope: PolicyEnvelope;
  /** Leaves of the closed tree, proven. */
  readonly closed: readonly Uint8Array[];
  /** Leaves since then, as far as they are proven. */
  readonly since: readonly Uint8Array[];
}

/** A result that counts: signed by a member, and in the log. */
export interface ProvenResult {
  readonly memberSha256: string;
  readonly statement: ResultStatement;
}

export interface PublishedVerdict {
  readonly rows: readonly Row[];
  readonly closedAt: string | null;
  /** The bids in force, from the log; null unless it could be proven which they are. */
  readonly live: readonly SubmissionLeafBody[] | null;
  readonly results: readonly ProvenResult[];
  /** Results as well proven, about bids that are not in force: nobody may have opened those. */
  readonly strays: readonly ProvenResult[];
}

/** Rows `opening-closed`, `opening-complete`, `watch-release`, `watch-results`. */
export function checkPublished(question: PublishedQuestion): PublishedVerdict {
  const { kdTender, versiTender, opening, envelope, closed } = question;
  const scope = { kdTender, versiTender, envelopeId: opening.envelopeId, closesAt: new Date(envelope.closesAt) };
  const { row: closing, value: leaves } = findOut(
    'opening-closed',
    () => leavesOf(closed, scope),
    ({ closedAt }) => ({ size: closed.length, closedAt }),
  );
  if (leaves === null) {
    const rows = [closing, notMade('opening-complete'), notMade('watch-release'), notMade('watch-results')];
    return { rows, closedAt: null, live: null, results: [], strays: [] };
  }
  const { row: complete, value: live } = findOut(
    'opening-complete',
    () => liveBids(leaves.filed, opening.bodies),
    (bids) => ({ bids: bids.length, filed: leaves.filed.length }),
  );
  const since = question.since.map(readLeaf).filter((leaf) => isOfEnvelope(leaf, scope));
  const { row: signed, results, strays } = checkResults(question, since, live ?? []);
  const rows = [closing, complete, checkRelease(opening, since), signed];
  return { rows, closedAt: leaves.closedAt, live, results, strays };
}

function checkRelease({ release }: PublishedOpening, since: readonly LogLeaf[]): Row {
  if (release === null) return missing('watch-release', 'opening/not-released');
  return runCheck('watch-release', () => {
    const isLogged = since.some(
      ({ type, body }) => type === 'headers-released' && body?.releaseSha256 === release.releaseSha256,
    );
    if (!isLogged) throw new CodedError('trust/release-refused', { why: 'not in the log' });
    return { releasedAt: release.releasedAt, releaseSha256: release.releaseSha256 };
  });
}

/** A result that does not count makes the row fail, and is left out. */
function checkResults(
  { opening, envelope, kdTender }: PublishedQuestion,
  since: readonly LogLeaf[],
  live: readonly SubmissionLeafBody[],
): { readonly row: Row } & Pick<PublishedVerdict, 'results' | 'strays'> {
  const members = new Set(envelope.signers.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
  const logged = new Set(
    since.flatMap(({ type, body }) =>
      type === 'opening-result' ? [`${text(body?.memberCertificateSha256)} ${text(body?.resultSha256)}`] : [],
    ),
  );
  const results: ProvenResult[] = [];
  const strays: ProvenResult[] = [];
  let why: string | null = null;
  for (const result of opening.results) {
    try {
      const { value, signers, contentSha256 } = readSigned(Buffer.from(result, 'base64'), ResultStatement);
      const memberSha256 = signers.length === 1 ? (signers[0]?.certificate.sha256 ?? '') : '';
      const bid = live.find(({ submissionId }) => submissionId === value.submissionId);
      if (!members.has(memberSha256)) why = 'member';
      else if (!logged.has(`${memberSha256} ${contentSha256}`)) why = 'log';
      else if (value.kdTender !== kdTender || value.envelopeId !== opening.envelopeId) why = 'package';
      else if (value.openingId !== opening.openingId || bid?.manifestSha256 !== value.manifestSha256) {
        why = 'bid';
        if (bid === undefined) strays.push({ memberSha256, statement: value });
      } else results.push({ memberSha256, statement: value });
    } catch (error) {
      why = codedFailure(error).code;
    }
  }
  if (why !== null)
    return {
      row: { id: 'watch-results', outcome: 'failed', code: 'watch/result-unproven', facts: { why } },
      results,
      strays,
    };
  if (results.length === 0) return { row: missing('watch-results', 'watch/not-stated'), results, strays };
  return { row: { id: 'watch-results', outcome: 'passed', facts: { results: results.length } }, results, strays };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
