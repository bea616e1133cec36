// UC-17 Look at the technical result: who has a bid in File I, which lists have been signed by whom, and which one stands.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import { TechnicalResult, type OpeningBid } from '../protocol/openings.ts';
import { requireTechnicalResult } from '../policy/check-opening.ts';
import type { NamedBidder } from '../policy/check-sealed.ts';
import { signedNames } from './opening-record.ts';
import { enterOpening, requireDue, type OpeningNeeds } from './opening-room.ts';
import { memberNames } from './opening-view.ts';
import type { LpseConnection } from './connect-lpse.ts';

export interface TechnicalState {
  /** Signatures that make a majority. */
  readonly required: number;
  readonly committee: readonly { readonly name: string; readonly certificateSha256: string }[];
  readonly candidates: readonly { readonly bidderId: string; readonly bidderName: string; readonly npwp: string }[];
  readonly proposals: readonly { readonly passed: readonly string[]; readonly signedBy: readonly string[] }[];
  /** Null before a majority has signed one list. */
  readonly adopted: readonly string[] | null;
}

/**
 * Members who signed are named by the digests of their certificates. A list stands only under a majority's valid signatures; who
 * proposed which before is the LPSE's word.
 * @throws what entering File I throws: opening/too-early, opening/wrong-role, trust/log-incomplete
 * @throws opening/bidder-misnamed when a bid that was opened here has another name now: who passes is chosen by name
 */
export async function viewTechnicalResult(
  needs: OpeningNeeds & { readonly journal: Journal },
  input: { readonly connection: LpseConnection; readonly kdTender: string },
  options: RunOptions = {},
): Promise<TechnicalState> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const room = await enterOpening(needs, { ...input, envelopeId: 'file-1' }, signal);
  requireDue(room);
  requireSignedNames(room.answer.bids, await signedNames(needs.journal, input.kdTender));
  const { required, proposals, result } = await needs.lpse.technicalResult(input.kdTender, signal);
  const { envelope: committee, policy } = room;
  const names = memberNames(committee);
  return {
    required,
    committee: committee.signers.map((der) => {
      const certificateSha256 = sha256Hex(Buffer.from(der, 'base64'));
      return { certificateSha256, name: names.get(certificateSha256) ?? '' };
    }),
    candidates: room.answer.bids.map(({ bidderId, bidderName, npwp }) => ({ bidderId, bidderName, npwp })),
    proposals: proposals.map(({ content, signedBy }) => ({ passed: passedIn(content), signedBy })),
    adopted:
      result === null
        ? null
        : [...requireTechnicalResult({ result: Buffer.from(result, 'base64'), committee }, policy)],
  };
}

function requireSignedNames(bids: readonly OpeningBid[], signed: ReadonlyMap<string, NamedBidder>): void {
  for (const { submissionId, bidderName, npwp } of bids) {
    const named = signed.get(submissionId);
    if (named !== undefined && (named.bidderName !== bidderName || named.npwp !== npwp))
      throw new CodedError('opening/bidder-misnamed', { bidderName: named.bidderName, shown: bidderName });
  }
}

function passedIn(content: string): readonly string[] {
  const read = TechnicalResult.safeParse(parseCanonicalJson(Buffer.from(content, 'base64')));
  if (!read.success) throw new CodedError('network/bad-answer', { why: 'technical result' });
  return read.data.passed;
}
