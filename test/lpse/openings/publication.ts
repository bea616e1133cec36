// What everybody who takes part may see of an opening after the hour (app/protocol/SPEC.md 9): the list with its bodies, what the
// KMS released and when, what members signed. Never a header and never a sealed file.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { RELEASE_MAX_BYTES, ReleasedHeaders } from '../../../app/protocol/openings.ts';
import { TenderCode } from '../../../app/protocol/primitives.ts';
import { PublishedOpenings, type PublishedOpening } from '../../../app/protocol/watch.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Caller, EnvelopeScope, PackageRecord } from '../context.ts';
import { sessionRoute, type Route } from '../http.ts';
import { filedBodies } from '../submissions/filed-bodies.ts';
import type { OpeningRoom } from './room.ts';
import { storedResult } from './technical-result.ts';

/** Who may follow every package, beside those who take part in it. */
const ALL_PACKAGES: readonly string[] = ['auditor', 'helpdesk', 'agencyAdmin', 'contractOfficer'];

export function publicationRoutes(room: OpeningRoom): readonly Route[] {
  return [
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/openings',
        summary: 'After the hour: list, release, results and statements, for those who take part',
        params: z.strictObject({ kdTender: TenderCode }),
        answer: PublishedOpenings,
      },
      ({ params, caller }) => publish(room, requireWatcher(room, caller, params.kdTender)),
    ),
  ];
}

/** @throws package/not-found; access/forbidden for a bidder who takes no part */
export function requireWatcher({ context }: OpeningRoom, { account }: Caller, kdTender: string): PackageRecord {
  const record = context.packages.require(kdTender);
  const isThere =
    ALL_PACKAGES.includes(account.role) ||
    record.officials.includes(account.accountId) ||
    context.packages.participant(record, account.bidderId) !== null;
  if (!isThere) throw new CodedError('access/forbidden');
  return record;
}

function publish(room: OpeningRoom, record: PackageRecord): PublishedOpenings {
  const { kdTender, envelopes } = record;
  // A version that has no policy yet has not begun by the log: until then everybody watches the one before.
  const versiTender = room.context.policies.newest(kdTender)?.policy.versiTender ?? record.versiTender;
  return {
    kdTender,
    openings: (room.submissions.faults.hideOpenings ? [] : envelopes).flatMap(({ envelopeId }) =>
      publishOne(room, { kdTender, versiTender, envelopeId }),
    ),
    technicalResult: storedResult(room, { ...record, versiTender })?.toString('base64') ?? null,
  };
}

/** Nothing before the envelope was closed. */
function publishOne(room: OpeningRoom, scope: EnvelopeScope): readonly PublishedOpening[] {
  const closing = room.closings.find(scope);
  if (closing === null) return [];
  const opening = room.book.ofEnvelope(scope);
  const openingId = opening?.openingId ?? null;
  const cases = room.referrals.all().filter((referral) => referral.openingId === openingId);
  return [
    {
      envelopeId: scope.envelopeId,
      openingId,
      startedAt: opening?.startedAt ?? null,
      closedCheckpoint: closing.checkpoint,
      bodies: filedBodies(room.submissions, scope),
      release: releaseOf(opening?.release ?? null),
      results: openingId === null ? [] : room.book.results(openingId).map((der) => der.toString('base64')),
      statements: cases.flatMap(({ statement }) => (statement === null ? [] : [statement.toString('base64')])),
    },
  ];
}

function releaseOf(release: Buffer | null): PublishedOpening['release'] {
  if (release === null) return null;
  // Our own KMS's, verified when it came.
  const content = parseSignedData(release, RELEASE_MAX_BYTES).content ?? Buffer.alloc(0);
  const { releasedAt } = ReleasedHeaders.parse(parseCanonicalJson(content, RELEASE_MAX_BYTES));
  return { releaseSha256: sha256Hex(release), releasedAt };
}
