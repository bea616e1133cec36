// Names and order of the entries of a dossier (app/protocol/DOSSIER.md 1).
import { DOSSIER_MIMETYPE, type DossierEntry } from '../protocol/dossier.ts';
import { CodedError } from '../errors/coded-error.ts';

const E = '(?:satu|file-1|file-2|harga)';
const S = '[A-Za-z0-9_-]{1,64}';
const H = '[0-9a-f]{64}';

/** In the order in which they stand. */
const GROUPS: readonly RegExp[] = [
  /^mimetype$/,
  /^policies\/\d{6}\.p7m$/,
  new RegExp(`^certificates/${H}\\.cer$`),
  new RegExp(`^revocation/${H}\\.(?:crl|ocsp)$`),
  new RegExp(`^log/(?:${E}\\.(?:closed|proof\\.json)|checkpoint|leaves\\.jsonl|witness-\\d\\d)$`),
  new RegExp(
    `^bids/${E}/${S}/(?:body\\.json|withdrawal-body\\.json|(?:receipt|withdrawal|manifest)\\.(?:json|p7s|tsr)` +
      `|registration\\.p7m|headers/\\d{4}\\.p7m)$`,
  ),
  new RegExp(
    `^openings/${E}/(?:opening\\.json|session\\.p7m|release\\.p7m|contributions/\\d\\d\\.p7m|results/\\d{4}\\.p7m` +
      `|referrals/${S}\\.(?:result|statement)\\.p7m)$`,
  ),
  new RegExp(`^dealings/${E}\\.json$`),
  /^rehearsals\/\d{4}\.p7m$/,
  /^technical-result\.p7m$/,
  new RegExp(`^sealed/${S}\\.sampul(?:\\.\\d{3})?$`),
  new RegExp(`^documents/${S}/(?:inner\\.p7s|\\d{4}(?:\\.[a-z][a-z0-9]{0,7})?(?:\\.\\d{3})?)$`),
  /^trust\.json$/,
  /^dossier\.json$/,
];

const BODY = new RegExp(`^bids/${E}/(${S})/body\\.json$`);
const OF_BID = new RegExp(`^(?:sealed|documents)/(${S})[./]`);

/** Place of a name's line in the table; -1 for a name that no dossier has. */
export function groupOf(name: string): number {
  return GROUPS.findIndex((pattern) => pattern.test(name));
}

/** Order of two entries. */
export function compareNames(a: string, b: string): number {
  const difference = groupOf(a) - groupOf(b);
  return difference === 0 ? (a < b ? -1 : a > b ? 1 : 0) : difference;
}

/**
 * @throws audit/dossier-malformed when a name is none, stands twice or out of order, one that every dossier has is absent, or what is in
 * it of a bid is of none that it tells of
 */
export function requireNames(names: readonly string[]): void {
  names.forEach((name, i) => {
    if (groupOf(name) < 0) throw malformed('name', name);
    const before = names[i - 1];
    if (before !== undefined && compareNames(before, name) >= 0) throw malformed('order', name);
  });
  for (const needed of ['mimetype', 'log/checkpoint', 'log/leaves.jsonl', 'dossier.json'])
    if (!names.includes(needed)) throw malformed('absent', needed);
  const told = new Set(names.map((name) => BODY.exec(name)?.[1]));
  for (const name of names) {
    const submissionId = OF_BID.exec(name)?.[1];
    if (submissionId !== undefined && !told.has(submissionId)) throw malformed('no such bid', name);
  }
}

/** @throws audit/index-mismatch unless both list the same entries with the same digests */
export function requireListed(listed: readonly DossierEntry[], found: readonly DossierEntry[]): void {
  const others = found.filter(({ name }) => name !== 'dossier.json');
  const at = Math.max(listed.length, others.length);
  for (let i = 0; i < at; i++) {
    const [a, b] = [listed[i], others[i]];
    if (a?.name !== b?.name || a?.size !== b?.size || a?.sha256 !== b?.sha256)
      throw new CodedError('audit/index-mismatch', { entry: a?.name ?? b?.name ?? '' });
  }
}

/** What an entry may hold. */
export const PIECE_BYTES = 2 ** 30;

export const MIMETYPE_BYTES = Buffer.from(DOSSIER_MIMETYPE);

function malformed(why: string, entry: string): CodedError {
  return new CodedError('audit/dossier-malformed', { why, entry: entry.slice(0, 160) });
}
