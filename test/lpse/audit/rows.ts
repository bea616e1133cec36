// What the tables of policies, openings and rehearsals hold of one tender, for its dossier.
import type { OpeningFacts } from '../../../app/protocol/dossier.ts';
import { LogLeaf } from '../../../app/protocol/log.ts';
import { Dealing } from '../../../app/protocol/policy.ts';
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { LpseContext, PackageRecord } from '../context.ts';
import { isDealtTo } from '../packages/dealings.ts';

type Tender = Pick<PackageRecord, 'kdTender' | 'versiTender'>;

export interface OpeningRows {
  readonly openingId: string;
  readonly startedAt: string;
  readonly kdTender: string;
  readonly versiTender: number;
  readonly envelopeId: EnvelopeId;
  readonly session: Buffer | null;
  readonly release: Buffer | null;
  readonly contributions: readonly Buffer[];
  readonly results: readonly Buffer[];
  readonly referrals: readonly { submissionId: string; result: Buffer; statement: Buffer | null }[];
}

/** Of every serial of this version, oldest first. */
export function policiesOf({ stores }: LpseContext, { kdTender, versiTender }: Tender) {
  return stores.lpse
    .prepare<[string, number], { serial: number; der: Buffer }>(
      `SELECT serial, der FROM policies WHERE kd_tender = ? AND content ->> '$.versiTender' = ? ORDER BY serial`,
    )
    .all(kdTender, versiTender);
}

export function openingRows({ stores }: LpseContext, tender: Tender, envelopeId: EnvelopeId): OpeningRows | null {
  const row = stores.lpse
    .prepare<
      [string, number, string],
      { openingId: string; startedAt: string; session: Buffer | null; sha256: string | null; release: Buffer | null }
    >(
      `SELECT opening_id AS openingId, started_at AS startedAt, session, session_sha256 AS sha256, release FROM openings
       WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ?`,
    )
    .get(tender.kdTender, tender.versiTender, envelopeId);
  if (row === undefined) return null;
  const { openingId, startedAt, session, sha256, release } = row;
  const contributions = stores.lpse
    .prepare<[string, string | null], Buffer>(
      'SELECT contribution FROM contributions WHERE opening_id = ? AND session_sha256 = ? ORDER BY rowid',
    )
    .pluck()
    .all(openingId, sha256);
  const results = stores.lpse
    .prepare<[string], Buffer>('SELECT result FROM results WHERE opening_id = ? ORDER BY rowid')
    .pluck()
    .all(openingId);
  const referrals = stores.lpse
    .prepare<[string], { submissionId: string; result: Buffer; statement: Buffer | null }>(
      'SELECT submission_id AS submissionId, result, statement FROM referrals WHERE opening_id = ?',
    )
    .all(openingId);
  const { kdTender, versiTender } = tender;
  return {
    openingId,
    startedAt,
    kdTender,
    versiTender,
    envelopeId,
    session,
    release,
    contributions,
    results,
    referrals,
  };
}

/** The bids of an opening, as its release names them; none before. */
export function openingFactsOf({ stores, accounts }: LpseContext, opening: OpeningRows): OpeningFacts {
  const { openingId, startedAt, kdTender, versiTender, envelopeId } = opening;
  const live = stores.lpse
    .prepare<[string, number, string], { submissionId: string; bidderId: string }>(
      `SELECT submission_id AS submissionId, bidder_id AS bidderId FROM submissions
       WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ? AND state = 'receipted' ORDER BY decided_order`,
    )
    .all(kdTender, versiTender, envelopeId);
  const bids = live.map(({ submissionId, bidderId }, i) => {
    const bidder = accounts.findBidder(bidderId);
    return {
      n: i + 1,
      submissionId,
      bidderId,
      bidderName: bidder?.organisation ?? bidderId,
      npwp: bidder?.npwp ?? '',
    };
  });
  return { openingId, startedAt, bids };
}

/** Of canaries, and of quorum shares that their holders tried. */
export function rehearsalsOf({ stores }: LpseContext, { kdTender, versiTender }: Tender): readonly Buffer[] {
  return stores.lpse
    .prepare<[string, number, string], Buffer>(
      `SELECT result FROM (
         SELECT x.result AS result, x.time AS time FROM rehearsal_results x JOIN rehearsals r USING (rehearsal_id)
         WHERE r.kd_tender = ? AND r.versi_tender = ?
         UNION ALL SELECT der, time FROM share_confirmations WHERE kd_tender = ?)
       ORDER BY time, result`,
    )
    .pluck()
    .all(kdTender, versiTender, kdTender);
}

export function technicalResultOf({ stores }: LpseContext, { kdTender, versiTender }: Tender): Buffer | null {
  const select = stores.lpse
    .prepare<[string, number], Buffer>('SELECT result FROM technical_results WHERE kd_tender = ? AND versi_tender = ?')
    .pluck();
  return select.get(kdTender, versiTender) ?? null;
}

/** The newest to the holders whom the policy in force names; null when there is none. */
export function storedDealing({ stores, policies }: LpseContext, kdTender: string, envelopeId: EnvelopeId) {
  const openers = policies.newest(kdTender)?.policy.envelopes.find((one) => one.envelopeId === envelopeId)?.openers;
  if (openers?.kind !== 'quorum') return null;
  const holders = openers.holders.map((der) => sha256Hex(Buffer.from(der, 'base64')));
  const known = stores.lpse
    .prepare<[string, string], { dealing: Buffer; certificate: Buffer }>(
      'SELECT dealing, certificate FROM dealings_kept WHERE kd_tender = ? AND envelope_id = ? ORDER BY rowid DESC',
    )
    .all(kdTender, envelopeId)
    .map((row) => ({ ...row, content: contentOf(row.dealing) }));
  return known.find(({ content }) => isDealtTo(content, holders)) ?? null;
}

/** Verified when it was accepted. */
function contentOf(dealing: Buffer) {
  return Dealing.parse(parseCanonicalJson(parseSignedData(dealing).content ?? Buffer.alloc(0)));
}

/** When something of a tender was logged, and the time of every policy, which is never earlier than a leaf before it. */
export function momentsOf({ log }: LpseContext, { kdTender, versiTender }: Tender): readonly Date[] {
  const moments = new Set<number>();
  let latest = Number.NEGATIVE_INFINITY;
  for (const bytes of log.entries(0, log.size)) {
    const leaf = LogLeaf.parse(parseCanonicalJson(bytes));
    const time = Date.parse(leaf.time);
    latest = Math.max(latest, time);
    if (leaf.kdTender !== kdTender || leaf.versiTender !== versiTender) continue;
    moments.add(leaf.type === 'policy-issued' ? latest : time);
  }
  return [...moments].map((moment) => new Date(moment));
}
