// Are these minutes signed, by whom, and when? Each signature is one detached CMS file beside the paper; each is judged by itself,
// at its timestamp's time where it has one. Whether every member signed is a row of its own, and honestly missing until then.
import { OID } from '../../crypto/asn1/oid.ts';
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { sha256, sha256Hex } from '../../crypto/encoding.ts';
import { verifyTimestamp } from '../../crypto/timestamp.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { nameAttribute, nameText } from '../../crypto/x509/distinguished-name.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { findOut, missing, notMade, runCheck, type Row } from './run-check.ts';
import { requireTrusted, SIGNING_USAGE, type PathContext } from './signed-message.ts';

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

export function checkMinutes(question: MinutesQuestion): CheckReport {
  const { signatures, members } = question;
  if (signatures.length === 0) {
    return toReport([{ id: 'minutes-signature', outcome: 'failed', code: 'minutes/no-signature' }]);
  }
  const signed = new Set<string>();
  const rows = signatures.flatMap((signature) => checkOne(question, signature, signed));
  return toReport([...rows, checkComplete(members, signed)]);
}

function checkOne(question: MinutesQuestion, signature: MinutesSignature, signed: Set<string>): readonly Row[] {
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
    return [named, notMade('minutes-timestamp'), notMade('minutes-signer'), notMade('minutes-member')];
  }
  const { certificate, certificates, crls } = value;
  const holder = holderOf(certificate);
  const stamp = checkStamp(timestamp, p7s, trust);
  const trusted = runCheck('minutes-signer', () => {
    const archived = crls.map((der) => parseCrl(der));
    requireTrusted(certificate, SIGNING_USAGE, {
      anchors: trust.ams,
      at: stamp.genTime ?? at,
      intermediates: [...certificates, ...(path.intermediates ?? [])],
      crls: [...archived, ...(path.crls ?? [])],
      ...(path.ocsp === undefined ? {} : { ocsp: path.ocsp }),
      revocation: 'required',
    });
    return { holder, at: (stamp.genTime ?? at).toISOString() };
  });
  const member = checkMember(members, certificate.sha256, holder);
  if (trusted.outcome === 'passed' && member.outcome === 'passed') signed.add(certificate.sha256);
  return [named, stamp.row, trusted, member];
}

function checkStamp(timestamp: Uint8Array | null, p7s: Uint8Array, trust: LpseTrust) {
  if (timestamp === null) return { row: missing('minutes-timestamp', 'proof/timestamp-missing'), genTime: null };
  const expected = { sha256: sha256(p7s), anchors: trust.tsa, revocation: 'none' as const };
  const { row, value } = findOut(
    'minutes-timestamp',
    () => verifyTimestamp(timestamp, expected),
    ({ genTime }) => ({ genTime: genTime.toISOString() }),
  );
  return { row, genTime: value?.genTime ?? null };
}

function checkMember(members: ReadonlySet<string> | null, certificateSha256: string, holder: string): Row {
  if (members === null) return notMade('minutes-member');
  return runCheck('minutes-member', () => {
    if (!members.has(certificateSha256)) throw new CodedError('minutes/foreign-signer', { certificateSha256, holder });
    return { holder };
  });
}

function checkComplete(members: ReadonlySet<string> | null, signed: ReadonlySet<string>): Row {
  if (members === null) return notMade('minutes-complete');
  const facts = { signed: signed.size, members: members.size };
  return signed.size < members.size
    ? { ...missing('minutes-complete', 'minutes/not-all-signed'), facts }
    : { id: 'minutes-complete', outcome: 'passed', facts };
}

export function holderOf({ subject }: Certificate): string {
  return nameAttribute(subject, 'CN') ?? nameText(subject);
}
