// Are these minutes signed, by whom, and when? Each signature is one detached CMS file beside the paper; each is judged by itself,
// at its timestamp's time where it has one. Whether every member signed is a row of its own, and honestly missing until then.
import { OID } from '../../crypto/asn1/oid.ts';
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { requireTrustedThen } from './archived-path.ts';
import { judgeStamp, type JudgedStamp, type StampStanding } from './minutes-timestamp.ts';
import { findOut, missing, notMade, runCheck, type Row } from './run-check.ts';
import { SIGNING_USAGE, type PathContext } from './signed-message.ts';

export interface MinutesSignature {
  /** File name, for the reader. */
  readonly name: string;
  readonly p7s: Uint8Array;
  /** RFC 3161 response over the SHA-256 of `p7s`; null when there is none. */
  readonly timestamp: Uint8Array | null;
}

export interface MinutesQuestion {
  readonly paper: Uint8Array;
  readonly signatures: readonly MinutesSignature[];
  /** Signing certificates that the policy names, as SHA-256; null when the policy is not at hand. */
  readonly members: ReadonlySet<string> | null;
  readonly trust: LpseTrust;
  readonly at: Date;
  readonly path: Pick<PathContext, 'intermediates' | 'crls' | 'ocsp'>;
}

export interface ReadSignature {
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly crls: readonly Uint8Array[];
  readonly signingTime: Date;
}

/** One signature of one person. @throws signature/*, certificate/weak-algorithm */
export function readMinutesSignature(p7s: Uint8Array, paper: Uint8Array): ReadSignature {
  const { signers, certificates, crls, contentType } = verifySignedData(p7s, paper);
  const [signer] = signers;
  if (signer === undefined || signers.length !== 1 || contentType !== OID.data) {
    throw new CodedError('signature/malformed', { why: 'signers' });
  }
  return { certificate: signer.certificate, certificates, crls, signingTime: signer.signingTime };
}

/**
 * `counted`: a member's, good at its time. `foreign`: of somebody whom the policy does not name. `refused`: a member's, whose certificate
 * was not good at its time, or under a wrong timestamp. `unreadable`: no signature over this paper. `unjudged`: what is needed is not
 * here. A signature's time is its timestamp's; without one that can be judged it is the time of judging.
 */
export type Standing = 'counted' | 'foreign' | 'refused' | 'unreadable' | 'unjudged';

export interface JudgedSignature {
  readonly rows: readonly Row[];
  readonly standing: Standing;
  /** Why it is not counted; null for one that is. */
  readonly code: ErrorCode | null;
  readonly certificateSha256: string | null;
  readonly stamp: StampStanding;
}

/** @param question - `proven`: the row that says how the members are known; none when they came with the connection */
export function checkMinutes(question: MinutesQuestion & { readonly proven?: Row }): CheckReport {
  const { signatures, members, proven } = question;
  const first = proven === undefined ? [] : [proven];
  if (signatures.length === 0) {
    return toReport([...first, { id: 'minutes-signature', outcome: 'failed', code: 'minutes/no-signature' }]);
  }
  const judged = signatures.map((signature) => judgeSignature(question, signature));
  const signed = new Set(judged.flatMap((one) => (one.standing === 'counted' ? [one.certificateSha256] : [])));
  return toReport([...first, ...judged.flatMap(({ rows }) => rows), checkComplete(members, signed.size)]);
}

/** One file beside the paper, by itself: whoever acts must be good when they act (decision 0008), which is what the timestamp proves. */
export function judgeSignature(
  question: Omit<MinutesQuestion, 'signatures'>,
  signature: MinutesSignature,
): JudgedSignature {
  const { paper, trust, at, path, members } = question;
  const { name, p7s, timestamp } = signature;
  const { row, value } = findOut(
    'minutes-signature',
    () => readMinutesSignature(p7s, paper),
    ({ certificate, signingTime }) => ({
      ...{ file: name, holder: holderOf(certificate), certificateSha256: certificate.sha256 },
      signingTime: signingTime.toISOString(),
      paperSha256: sha256Hex(paper),
    }),
  );
  const named = row.outcome === 'failed' ? { ...row, facts: { ...row.facts, file: name } } : row;
  if (value === null) {
    const rows = [named, notMade('minutes-timestamp'), notMade('minutes-signer'), notMade('minutes-member')];
    return { rows, standing: 'unreadable', code: codeOf(named), certificateSha256: null, stamp: 'none' };
  }
  const { certificate, certificates, crls } = value;
  const holder = holderOf(certificate);
  const lists = { crls: path.crls ?? [], ocsp: path.ocsp ?? [] };
  const stamp = judgeStamp({ timestamp, p7s, trust, archived: lists });
  const judgedAt = stamp.genTime ?? at;
  const trusted = runCheck('minutes-signer', () => {
    const archived = { ...lists, crls: [...crls.map((der) => parseCrl(der)), ...lists.crls] };
    const intermediates = [...certificates, ...(path.intermediates ?? [])];
    const context = { anchors: trust.ams, at: judgedAt, intermediates, archived };
    const knownAt = requireTrustedThen(certificate, SIGNING_USAGE, context);
    return { holder, at: judgedAt.toISOString(), revocationKnownAt: knownAt.toISOString() };
  });
  const member = checkMember(members, certificate.sha256, holder);
  const rows = [named, stamp.row, trusted, member];
  const standing = standingOf({ stamp, trusted, member });
  return { rows, ...standing, certificateSha256: certificate.sha256, stamp: stamp.standing };
}

function standingOf({
  stamp,
  trusted,
  member,
}: {
  readonly stamp: JudgedStamp;
  readonly trusted: Row;
  readonly member: Row;
}): Pick<JudgedSignature, 'standing' | 'code'> {
  if (member.outcome === 'failed') return { standing: 'foreign', code: member.code };
  if (stamp.standing === 'refused') return { standing: 'refused', code: codeOf(stamp.row) };
  if (trusted.outcome === 'failed') {
    // Not good now; at the time that its timestamp says it may have been.
    if (stamp.standing === 'unjudged') return { standing: 'unjudged', code: 'minutes/timestamp-unjudged' };
    const known = trusted.code !== 'certificate/revocation-unknown';
    return { standing: known ? 'refused' : 'unjudged', code: trusted.code };
  }
  if (member.outcome === 'not-made') return { standing: 'unjudged', code: 'minutes/members-unknown' };
  return { standing: 'counted', code: null };
}

function codeOf(row: Row): ErrorCode | null {
  return row.outcome === 'failed' ? row.code : null;
}

function checkMember(members: ReadonlySet<string> | null, certificateSha256: string, holder: string): Row {
  if (members === null) return notMade('minutes-member');
  return runCheck('minutes-member', () => {
    if (!members.has(certificateSha256)) throw new CodedError('minutes/foreign-signer', { certificateSha256, holder });
    return { holder };
  });
}

function checkComplete(members: ReadonlySet<string> | null, signed: number): Row {
  if (members === null) return notMade('minutes-complete');
  const facts = { signed, members: members.size };
  return signed < members.size
    ? { ...missing('minutes-complete', 'minutes/not-all-signed'), facts }
    : { id: 'minutes-complete', outcome: 'passed', facts };
}

export function holderOf({ subject }: Certificate): string {
  return shortName(subject);
}
