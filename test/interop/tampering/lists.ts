// Revocation lists over time: what a dossier that is judged years later has to hold of the members' authority, and what its lists say
// of a member at the moment of a signature. These are the authority's own lists; only which of them are there is anybody's to choose.
import { generalizedTime } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { extension, keyIdentifier } from '../../../crypto/x509/certificate-builder.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { namesEqual } from '../../../crypto/x509/distinguished-name.ts';
import { DossierIndex } from '../../../app/protocol/dossier.ts';
import { LogLeaf } from '../../../app/protocol/log.ts';
import { openKeyFolder } from '../../lpse/trust/key-folder.ts';
import { buildCrl, type RevokedEntry } from '../../pki/build-crl.ts';
import { get, linesOf, mine, named, type Liar, type Parts, type Tampering } from './liar.ts';

const MEMBER = 'siti.rahayu';
const [SECOND, MINUTE, DAY] = [1000, 60_000, 24 * 3_600_000];

interface List {
  readonly at: number;
  /** Default: a week after. */
  readonly until?: number;
  /** Of the member who signed results. */
  readonly revoked?: Omit<RevokedEntry, 'serialHex'>;
  /** Says that it keeps expired certificates from this moment on. */
  readonly keepsFrom?: number;
}

/** Moments of the tender, in milliseconds and whole seconds. */
interface Moments {
  /** Of the first result, not later. */
  readonly result: number;
  /** After everything in the tender. */
  readonly over: number;
  /** Of the member's certificate. */
  readonly end: number;
}

/** The lists of the members' authority are these, and those that receipts name; the dossier was made when it says. */
const archived =
  (
    of: (moments: Moments) => readonly List[],
    madeAt = (moments: Moments) => moments.end + 400 * DAY,
  ): Tampering['lie'] =>
  async (parts, liar) => {
    const { certificate } = await liar.key(MEMBER);
    const moments = momentsOf(parts, certificate.notAfter.getTime());
    const kept = namedByReceipts(parts);
    for (const name of named(parts, /^revocation\/.*\.crl$/)) {
      const isTheirs = namesEqual(parseCrl(get(parts, name)).issuer, certificate.issuer);
      if (isTheirs && !kept.has(name)) parts.delete(name);
    }
    for (const [i, list] of of(moments).entries()) {
      const der = await issue(liar, { ...list, number: i + 1, serialHex: certificate.serialHex });
      parts.set(`revocation/${sha256Hex(der)}.crl`, der);
    }
    setCreatedAt(parts, madeAt(moments));
  };

function setCreatedAt(parts: Parts, time: number): void {
  const index = DossierIndex.parse(parseCanonicalJson(get(parts, 'dossier.json')));
  parts.set('dossier.json', encodeCanonicalJson({ ...index, createdAt: new Date(time).toISOString() }));
}

function momentsOf(parts: Parts, end: number): Moments {
  const leaves = linesOf(parts)
    .filter((line) => mine(parts, line))
    .map((line) => LogLeaf.parse(JSON.parse(line)));
  const result = Date.parse(leaves.find(({ type }) => type === 'opening-result')?.time ?? '');
  const last = Math.max(...leaves.map(({ time }) => Date.parse(time)));
  const whole = (time: number) => Math.floor(time / SECOND) * SECOND;
  return { result: whole(result), over: whole(last) + SECOND, end };
}

function namedByReceipts(parts: Parts): ReadonlySet<string> {
  const receipts = named(parts, /(?:receipt|withdrawal)\.json$/).map(
    // Written by the LPSE, whose receipts the dossier was proven with.
    (name) => JSON.parse(get(parts, name).toString('utf8')) as { readonly revocationSha256: readonly string[] },
  );
  return new Set(receipts.flatMap((one) => one.revocationSha256.map((digest) => `revocation/${digest}.crl`)));
}

/** Under the key of the members' authority. */
async function issue(
  { lpse }: Liar,
  { at, until = at + 7 * DAY, revoked, keepsFrom, number, serialHex }: List & { number: number; serialHex: string },
): Promise<Buffer> {
  const none = () => Promise.reject(new Error('no key of the authority'));
  const { certificate, privateKey } = await openKeyFolder(lpse.dir).certified('ams-issuing', none);
  return buildCrl({
    ...{ issuerDer: certificate.subjectDer, keyId: keyIdentifier(certificate.spkiDer), privateKey, number },
    ...{ thisUpdate: new Date(at), nextUpdate: new Date(until) },
    revoked: revoked === undefined ? [] : [{ serialHex, ...revoked }],
    extensions:
      keepsFrom === undefined
        ? []
        : [extension(OID.expiredCertsOnCrl, false, generalizedTime(new Date(Math.floor(keepsFrom / SECOND) * SECOND)))],
  });
}

const on = 'members';
const since = (time: number, more: Partial<RevokedEntry> = {}) => ({ revokedAt: new Date(time), ...more });

export const LISTS: readonly Tampering[] = [
  {
    name: 'years later: the lists that the LPSE put in',
    ...{ on, fails: null },
    lie: async (parts, liar) => {
      setCreatedAt(parts, (await liar.key(MEMBER)).certificate.notAfter.getTime() + 400 * DAY);
    },
  },
  {
    name: 'years later: the list after the opening, and one from after the certificates ended',
    ...{ on, fails: null },
    lie: archived(({ over, end }) => [{ at: over + DAY }, { at: end + 30 * DAY }]),
  },
  {
    name: 'years later: only one from after the certificates ended that keeps them',
    ...{ on, fails: null },
    lie: archived(({ over, end }) => [{ at: end + 30 * DAY, keepsFrom: over }]),
  },
  {
    name: 'years later: the list after the opening left out',
    ...{ on, fails: 13 },
    lie: archived(({ result, end }) => [{ at: result }, { at: end + 30 * DAY }]),
  },
  {
    name: 'years later: all lists left out but one from after the certificates ended that keeps later ones only',
    ...{ on, fails: 13 },
    lie: archived(({ result, end }) => [{ at: result }, { at: end + 30 * DAY, keepsFrom: end + DAY }]),
  },
  {
    name: 'a member revoked after the result',
    ...{ on, fails: null },
    lie: archived(({ over }) => [{ at: over + DAY, revoked: since(over + MINUTE) }]),
  },
  {
    name: 'a member revoked after the result, in a later list than the first one',
    ...{ on, fails: null },
    lie: archived(({ over }) => [{ at: over + DAY }, { at: over + 2 * DAY, revoked: since(over + MINUTE) }]),
  },
  {
    name: 'a member revoked before the result',
    ...{ on, fails: 13 },
    lie: archived(({ result, over }) => [{ at: over + DAY, revoked: since(result - MINUTE) }]),
  },
  {
    name: 'a member revoked before the result, who is in no list from after the certificate ended',
    ...{ on, fails: 13 },
    lie: archived(({ result, over, end }) => [
      { at: over + DAY, revoked: since(result - MINUTE) },
      { at: end + 30 * DAY },
      { at: end + 60 * DAY, keepsFrom: over },
    ]),
  },
  {
    name: 'a member’s key that was lost before the result, as became known later',
    ...{ on, fails: 13 },
    lie: archived(({ result, over }) => [
      { at: over + DAY },
      {
        at: over + 9 * DAY,
        revoked: since(over + 8 * DAY, { reason: 'keyCompromise', invalidityDate: new Date(result - MINUTE) }),
      },
    ]),
  },
  {
    name: 'a member suspended and restored before the result',
    ...{ on, fails: null },
    lie: archived(({ result, over }) => [
      { at: result - MINUTE, revoked: since(result - 2 * MINUTE, { reason: 'certificateHold' }) },
      { at: over + DAY },
    ]),
  },
  {
    name: 'a list from before the opening that was still the newest when the dossier was made',
    ...{ on, fails: null },
    lie: archived(
      ({ result }) => [{ at: result, until: result + 30 * DAY }],
      ({ over }) => over + 20 * DAY,
    ),
  },
  {
    name: 'a list from before the opening that nobody renewed until the certificates ended',
    ...{ on, fails: null },
    lie: archived(({ result, end }) => [{ at: result, until: end }]),
  },
  {
    name: 'a list from before the opening, too old when the dossier was made',
    ...{ on, fails: 13 },
    lie: archived(
      ({ result }) => [{ at: result, until: result + 70 * DAY }],
      ({ over }) => over + 80 * DAY,
    ),
  },
  {
    name: 'a list from before the opening that names a member',
    ...{ on, fails: 13 },
    lie: archived(
      ({ result }) => [{ at: result, until: result + 30 * DAY, revoked: since(result - MINUTE) }],
      ({ over }) => over + 20 * DAY,
    ),
  },
  {
    name: 'a list from before the opening in a dossier that says it is older than its log',
    ...{ on, fails: 13 },
    lie: archived(
      ({ result, over }) => [{ at: result, until: over }],
      ({ result }) => result - DAY,
    ),
  },
];
