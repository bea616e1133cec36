// What members of the committee signed about the bids of an opening, as the LPSE shows it: each statement counts only under the
// signature of somebody whom the policy names, and once per member and bid.
import { sha256Hex } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import type { MemberResult } from '../domain/opening-results.ts';
import { CodedError } from '../errors/coded-error.ts';
import { ResultStatement } from '../protocol/openings.ts';
import { readSigned } from '../policy/signed-message.ts';
import type { OpeningRoom } from './opening-room.ts';

/** A signed result of this opening. */
export interface SignedResult {
  readonly certificate: Certificate;
  readonly statement: ResultStatement;
  /** SHA-256 of the CMS, as in the log's leaf. */
  readonly resultSha256: string;
}

/** Signatures that held, by the statement's text: the list only grows, and a screen asks for it again and again. */
const proven = new WeakMap<object, Map<string, SignedResult | null>>();

/**
 * By submission. What is not a member's statement about this opening is left out: an LPSE cannot speak for a member.
 * @param memory - whatever lives as long as the connection; signatures that held are not verified again
 */
export function readMemberResults(
  { answer, envelope }: OpeningRoom,
  memory: object,
): ReadonlyMap<string, readonly SignedResult[]> {
  const members = new Set(envelope.signers.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
  const known = proven.get(memory) ?? new Map<string, SignedResult | null>();
  proven.set(memory, known);
  const bySubmission = new Map<string, SignedResult[]>();
  for (const text of answer.results) {
    const found = known.get(text) ?? readOne(text);
    known.set(text, found);
    if (found === null || !members.has(found.certificate.sha256)) continue;
    const { openingId, kdTender, envelopeId, submissionId } = found.statement;
    const ours = openingId === answer.openingId && kdTender === answer.kdTender && envelopeId === answer.envelopeId;
    const list = bySubmission.get(submissionId) ?? [];
    if (!ours || list.some(({ certificate }) => certificate.sha256 === found.certificate.sha256)) continue;
    bySubmission.set(submissionId, [...list, found]);
  }
  return bySubmission;
}

function readOne(text: string): SignedResult | null {
  try {
    const der = Buffer.from(text, 'base64');
    const message = readSigned(der, ResultStatement);
    const [signer] = message.signers;
    if (signer === undefined || message.signers.length !== 1) return null;
    return { certificate: signer.certificate, statement: message.value, resultSha256: sha256Hex(der) };
  } catch (error) {
    if (error instanceof CryptoError || error instanceof CodedError) return null;
    throw error;
  }
}

/** What the LPSE already has of one member, by submission (`resultKey`). */
export function alreadyPosted(
  room: OpeningRoom,
  { signerSha256, memory }: { readonly signerSha256: string; readonly memory: object },
): ReadonlyMap<string, string> {
  const posted = new Map<string, string>();
  for (const [submissionId, results] of readMemberResults(room, memory)) {
    const own = results.find(({ certificate }) => certificate.sha256 === signerSha256);
    if (own !== undefined) posted.set(submissionId, resultKey(own.statement));
  }
  return posted;
}

/** Equal when two statements say the same of a bid. */
export function resultKey({ manifestSha256, outcome }: Pick<ResultStatement, 'manifestSha256' | 'outcome'>): string {
  return outcome.kind === 'opened'
    ? ['opened', manifestSha256, outcome.innerSha256, outcome.documents, outcome.price ?? ''].join()
    : ['not-opened', manifestSha256, outcome.reason].join();
}

/** @param own - what this computer found; null while it has found nothing */
export function toMemberResults(
  results: readonly SignedResult[],
  own: Pick<ResultStatement, 'manifestSha256' | 'outcome'> | null,
): readonly MemberResult[] {
  return results.map(({ certificate, statement }) => ({
    name: holderOf(certificate),
    certificateSha256: certificate.sha256,
    agrees: own === null ? null : resultKey(statement) === resultKey(own),
  }));
}

/** Who a certificate is for, in one line. */
export function holderOf({ subject }: Certificate): string {
  return shortName(subject);
}
