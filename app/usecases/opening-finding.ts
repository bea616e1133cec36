// What this computer saw of one bid of an opening: the checks it made and the file as it received it, for the evidence of a referral.
import type { CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { OpeningCalls } from '../ports/lpse-gateway.ts';
import type { ReferralEvidence } from '../protocol/referrals.ts';
import { bidLevels, numberBidders, pathOfBid, SEALED_FILE } from './opening-folder.ts';
import { ownRecords, type RecordNeeds } from './opening-record.ts';
import type { OpeningRoom } from './opening-room.ts';

export interface Finding {
  /** Null when the file is not there any more. */
  readonly observed: ReferralEvidence['observed'];
  /** Null when the bid was not opened on this computer. */
  readonly report: CheckReport | null;
}

/** Reads the received file once; needs no key. */
export async function findingOn(
  needs: RecordNeeds & { readonly lpse: Pick<OpeningCalls, 'startOpening'> },
  about: { readonly room: OpeningRoom; readonly submissionId: string; readonly baseDir: string },
  options: CallOptions = {},
): Promise<Finding> {
  const { room, submissionId, baseDir } = about;
  const { kdTender, bids } = room.answer;
  const bid = bids.find((one) => one.submissionId === submissionId);
  if (bid === undefined) return { observed: null, report: null };
  const bidders = await numberBidders(needs, room, options);
  const folder = pathOfBid(needs.output, baseDir, bidLevels(room, bid, bidders));
  const record = (await ownRecords(needs, { kdTender, folders: [folder] })).get(folder);
  // Without a record of this computer nobody knows whose file lies there.
  if (record?.submissionId !== submissionId) return { observed: null, report: null };
  const observed = await observe(needs, needs.output.pathIn(folder, SEALED_FILE), options);
  return { observed, report: record.report };
}

/** Null when the file cannot be read: the referral does not wait for it. */
async function observe(
  { documents }: Pick<RecordNeeds, 'documents'>,
  path: string,
  options: CallOptions,
): Promise<Finding['observed']> {
  try {
    const { sizeBytes: size } = await documents.stat(path);
    return { sealedSha256: await documents.digest(path, options), size };
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith('document/')) return null;
    throw error;
  }
}
