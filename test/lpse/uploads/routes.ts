// POST /api/uploads (protocol.md 4.1): reserves quota and answers the tus URL; allowed as soon as a file is sealed.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Limits } from '../../../app/protocol/discovery.ts';
import { UploadAnswer, UploadRequest } from '../../../app/protocol/submissions.ts';
import type { Caller, EnvelopeRecord, LpseContext, PackageRecord } from '../context.ts';
import { sessionRoute, type Route } from '../http.ts';
import type { UploadBook } from './upload-book.ts';
import type { UploadFiles } from './upload-files.ts';

/** Room for the live bid of each envelope, its replacement, and a false start each. */
const QUOTA_FACTOR = 4;
const MAX_UPLOADS = 64;

export function uploadRoutes(
  context: LpseContext,
  { book, files }: { readonly book: UploadBook; readonly files: UploadFiles },
): readonly Route[] {
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/api/uploads',
        summary: 'Reserve an upload; answers its tus URL',
        roles: ['bidder'],
        body: UploadRequest,
        answer: UploadAnswer,
      },
      async ({ body, caller }) => {
        const { record, bidderId, closesAt } = requireBidding(context, caller, body);
        requireQuota(record.fields.limits, book.usage(bidderId, body.kdTender), body.size);
        const { accountId } = caller.account;
        const upload = book.add({ ...body, accountId, bidderId }, context.clock.now());
        try {
          await files.reserve(upload.uploadId, body.size);
        } catch (error) {
          book.remove(upload.uploadId, context.clock.now());
          throw error;
        }
        const { uploadId } = upload;
        return { uploadId, uploadUrl: `/api/uploads/${uploadId}`, expiresAt: closesAt.toISOString() };
      },
    ),
  ];
}

export interface Bidding {
  readonly record: PackageRecord;
  readonly envelope: EnvelopeRecord;
  readonly bidderId: string;
  readonly closesAt: Date;
}

/**
 * That this caller may bid in this envelope at this moment.
 * @throws package/not-found, submission/not-participant, submission/wrong-context, submission/not-open, submission/closed
 */
export function requireBidding(
  context: LpseContext,
  { account }: Caller,
  target: { readonly kdTender: string; readonly envelopeId: string },
): Bidding {
  const record = context.packages.require(target.kdTender);
  const { bidderId } = account;
  if (bidderId === null || context.packages.participant(record, bidderId) === null)
    throw new CodedError('submission/not-participant');
  const envelope = record.envelopes.find(({ envelopeId }) => envelopeId === target.envelopeId);
  if (envelope === undefined) throw new CodedError('submission/wrong-context', { why: 'envelope' });
  const now = context.clock.now();
  const closesAt = context.packages.closesAt(record.kdTender, envelope.envelopeId);
  const times = { serverTime: now.toISOString(), closesAt: closesAt.toISOString() };
  if (now >= closesAt) throw new CodedError('submission/closed', times);
  const { tgl_awal: opensAt } = context.packages.stage(record, envelope.uploadStage);
  if (now < new Date(opensAt)) throw new CodedError('submission/not-open', { ...times, opensAt });
  return { record, envelope, bidderId, closesAt };
}

function requireQuota({ maxUploadBytes }: Limits, used: { bytes: number; uploads: number }, size: number): void {
  if (size === 0) throw new CodedError('upload/malformed', { why: 'empty' });
  if (size > maxUploadBytes) throw new CodedError('upload/too-large', { size, maxUploadBytes });
  if (used.bytes + size > QUOTA_FACTOR * maxUploadBytes || used.uploads >= MAX_UPLOADS)
    throw new CodedError('upload/quota-exceeded', { usedBytes: used.bytes, uploads: used.uploads });
}
