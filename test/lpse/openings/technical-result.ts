// The technical result (app/protocol/SPEC.md 7.5): each member signs the same list of those who passed File I; a majority puts it into
// the log. Only then a price envelope opens, and only for them.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { TechnicalResult, type TechnicalResultAnswer } from '../../../app/protocol/openings.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { mergeSignatures } from '../../../crypto/cms/sign.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { z } from 'zod';
import type { Caller, PackageRecord } from '../context.ts';
import { policyOf, readMemberStatement, requireOfficial, type OpeningRoom } from './room.ts';

interface SignatureRow {
  readonly signerSha256: string;
  readonly content: Buffer;
  readonly signature: Buffer;
}

type Tender = Pick<PackageRecord, 'kdTender' | 'versiTender'>;

/** @throws opening/wrong-role, opening/signature-refused, opening/statement-refused */
export function signTechnicalResult(room: OpeningRoom, caller: Caller, given: { kdTender: string; der: Buffer }): void {
  const { context } = room;
  const record = requireOfficial(context, caller, given.kdTender);
  const { kdTender, versiTender } = record;
  const { envelope } = policyOf(context, { kdTender, envelopeId: 'file-1' });
  const read = readMemberStatement(context, caller, { der: given.der, schema: TechnicalResult, envelope });
  requireResultOf(room, record, read.statement);
  if (storedResult(room, record) !== null) return;
  context.stores.lpse
    .prepare('INSERT OR REPLACE INTO technical_signatures VALUES (?, ?, ?, ?, ?)')
    .run(kdTender, versiTender, read.signer.sha256, read.content, given.der);
  const agreeing = signatures(room, record).filter(({ content }) => content.equals(read.content));
  if (agreeing.length >= majority(envelope.signers.length)) adopt(room, record, agreeing);
}

export function technicalResultAnswer(room: OpeningRoom, record: Tender): z.infer<typeof TechnicalResultAnswer> {
  const { envelope } = policyOf(room.context, { kdTender: record.kdTender, envelopeId: 'file-1' });
  const proposals = new Map<string, string[]>();
  for (const { content, signerSha256 } of signatures(room, record)) {
    const key = content.toString('base64');
    proposals.set(key, [...(proposals.get(key) ?? []), signerSha256]);
  }
  return {
    required: majority(envelope.signers.length),
    proposals: [...proposals].map(([content, signedBy]) => ({ content, signedBy })),
    result: storedResult(room, record)?.toString('base64') ?? null,
  };
}

/** CMS SignedData of the majority; null before there is one. */
export function storedResult(room: OpeningRoom, { kdTender, versiTender }: Tender): Buffer | null {
  const select = room.context.stores.lpse
    .prepare<[string, number], Buffer>('SELECT result FROM technical_results WHERE kd_tender = ? AND versi_tender = ?')
    .pluck();
  return select.get(kdTender, versiTender) ?? null;
}

/** @throws opening/technical-result-missing */
export function passedBidders(room: OpeningRoom, tender: Tender): ReadonlySet<string> {
  const result = storedResult(room, tender);
  if (result === null) throw new CodedError('opening/technical-result-missing');
  // Verified when it was adopted.
  const content = parseSignedData(result).content ?? Buffer.alloc(0);
  return new Set(TechnicalResult.parse(parseCanonicalJson(content)).passed);
}

function requireResultOf(room: OpeningRoom, record: PackageRecord, statement: TechnicalResult): void {
  const isThis =
    statement.kdLpse === room.context.config.kdLpse &&
    statement.kdTender === record.kdTender &&
    statement.versiTender === record.versiTender;
  const bidders = new Set(
    room.submissions.book.live({ ...record, envelopeId: 'file-1' }).map(({ bidderId }) => bidderId),
  );
  const isSorted = statement.passed.every((bidderId, i, all) => i === 0 || (all[i - 1] ?? '') < bidderId);
  if (!isThis || !isSorted || !statement.passed.every((bidderId) => bidders.has(bidderId)))
    throw new CodedError('opening/statement-refused', { why: 'technical result' });
}

/** The log first: what opens price envelopes is the leaf. */
function adopt(room: OpeningRoom, { kdTender, versiTender }: Tender, agreeing: readonly SignatureRow[]): void {
  const { log, clock, stores } = room.context;
  const [first] = agreeing;
  if (first === undefined) return;
  const resultSha256 = sha256Hex(first.content);
  const time = clock.now().toISOString();
  const body = { resultSha256, signedBy: agreeing.map(({ signerSha256 }) => signerSha256) };
  log.append(
    { type: 'technical-result', kdTender, versiTender, envelopeId: 'file-1', time, body },
    `technical-result/${kdTender}/${versiTender}`,
  );
  stores.lpse
    .prepare('INSERT OR IGNORE INTO technical_results VALUES (?, ?, ?)')
    .run(kdTender, versiTender, mergeSignatures(...agreeing.map(({ signature }) => signature)));
}

function signatures(room: OpeningRoom, { kdTender, versiTender }: Tender): readonly SignatureRow[] {
  return room.context.stores.lpse
    .prepare<[string, number], SignatureRow>(
      `SELECT signer_sha256 AS signerSha256, content, signature FROM technical_signatures
       WHERE kd_tender = ? AND versi_tender = ? ORDER BY rowid`,
    )
    .all(kdTender, versiTender);
}

function majority(members: number): number {
  return Math.floor(members / 2) + 1;
}
