// A sealed file against what it claims and against its receipt: who signed it, for which package, when, and whether the bytes
// are those that the LPSE acknowledged (crypto/SPEC.md 5 and 6). Digests and structure were verified while reading it.
import { verifyTimestamp } from '../../crypto/timestamp.ts';
import { requirePurpose, type SealContext } from '../../crypto/seal/manifest.ts';
import { isSelfIssued, parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { VerifiedSealed } from '../ports/sealer.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { DeviceRegistration } from '../protocol/login.ts';
import type { Receipt } from '../protocol/receipt.ts';
import { archivedAt, timestampContext, type ArchivedRevocation } from './check-receipt.ts';
import { findOut, missing, runCheck, type Row } from './run-check.ts';
import { readSigned, requireSoleSigner, requireTrusted, SIGNING_USAGE } from './signed-message.ts';

export interface SealedQuestion {
  readonly sealed: Pick<
    VerifiedSealed,
    'timestamp' | 'signatureSha256' | 'signer' | 'mode' | 'manifest' | 'certificates'
  >;
  readonly trust: LpseTrust;
  readonly archived: ArchivedRevocation;
  /** Judge at this time when the file has no valid timestamp of its own. */
  readonly fallbackTime: Date;
  /** NON_CA: CMS by the LPSE over the registration of the device key; null in CA mode. */
  readonly deviceRegistration: Uint8Array | null;
}

/** Rows `sealed-timestamp` and `sealed-signer`: they stand for themselves, with or without a receipt. */
export function checkSealed(question: SealedQuestion): Row[] {
  const { sealed, trust, archived, fallbackTime } = question;
  const { timestamp } = sealed;
  if (timestamp === null) {
    const none = missing('sealed-timestamp', 'proof/timestamp-missing');
    return [none, runCheck('sealed-signer', () => requireBidder(question, fallbackTime))];
  }
  const expected = { sha256: Buffer.from(sealed.signatureSha256, 'hex'), ...timestampContext(trust, archived) };
  const { row, value } = findOut(
    'sealed-timestamp',
    () => verifyTimestamp(timestamp, expected),
    ({ genTime }) => ({ genTime: genTime.toISOString() }),
  );
  const at = value?.genTime ?? fallbackTime;
  return [row, runCheck('sealed-signer', () => requireBidder(question, at))];
}

/** What a receipt acknowledges of a file. */
export type SealedFacts = Pick<VerifiedSealed, 'sizeBytes' | 'sealedSha256' | 'manifestSha256' | 'signatureSha256'>;

/** Row `sealed-digest`: the file is the one that the LPSE acknowledged. */
export function checkDigests(sealed: SealedFacts, receipt: Receipt): Row {
  return runCheck('sealed-digest', () => {
    for (const field of ['sealedSha256', 'manifestSha256', 'signatureSha256'] as const) {
      if (sealed[field] !== receipt[field]) throw new CodedError('proof/receipt-mismatch', { field });
    }
    if (sealed.sizeBytes !== receipt.size) throw new CodedError('proof/receipt-mismatch', { field: 'size' });
    return { sealedSha256: sealed.sealedSha256, sizeBytes: sealed.sizeBytes };
  });
}

/** Whose bid for what. */
export type BidContext = Pick<Receipt, 'kdLpse' | 'kdTender' | 'versiTender' | 'envelopeId' | 'bidderId'>;

/** As whose bid the LPSE shows it to people. */
export interface NamedBidder {
  readonly bidderName: string;
  readonly npwp: string;
}

/** @throws opening/bidder-misnamed unless it is the name and the tax number under which the bidder signed */
export function requireSealedName({ bidder }: SealContext, { bidderName, npwp }: NamedBidder): void {
  if (bidder.name !== bidderName || bidder.npwp !== npwp)
    throw new CodedError('opening/bidder-misnamed', { bidderName: bidder.name, shown: bidderName });
}

/**
 * Row `sealed-context`: file and receipt, or file and question, speak of the same bid.
 * @param shown - the names that the LPSE puts to it, where it does
 */
export function checkContext(context: SealContext, wanted: BidContext, shown?: NamedBidder): Row {
  return runCheck('sealed-context', () => {
    requirePurpose(context, 'bid');
    for (const field of ['kdLpse', 'kdTender', 'versiTender', 'envelopeId'] as const) {
      if (context[field] !== wanted[field]) throw new CodedError('proof/context-mismatch', { field });
    }
    if (context.bidder.bidderId !== wanted.bidderId)
      throw new CodedError('proof/context-mismatch', { field: 'bidderId' });
    if (shown !== undefined) requireSealedName(context, shown);
    return { kdTender: context.kdTender, envelopeId: context.envelopeId };
  });
}

/** CA: a person known to the AMS. NON_CA: the device that the LPSE registered, pinned by its digest, no path. */
function requireBidder(question: SealedQuestion, at: Date): ProblemDetails {
  const { sealed, trust, archived } = question;
  const signer = parseCertificate(sealed.signer);
  if (sealed.manifest.context.bidder.certificateSha256 !== signer.sha256) {
    throw new CodedError('signature/wrong-signer', { certificateSha256: signer.sha256 });
  }
  if (sealed.mode === 'NON_CA') return requireDevice(question, signer, at);
  if (isSelfIssued(signer)) throw new CodedError('certificate/untrusted', { certificateSha256: signer.sha256 });
  requireTrusted(signer, SIGNING_USAGE, {
    anchors: trust.ams,
    at,
    intermediates: sealed.certificates.map((der) => parseCertificate(der)),
    ...archived,
    revocation: 'required',
    revocationAt: archivedAt(archived, at),
  });
  return { certificateSha256: signer.sha256, at: at.toISOString() };
}

function requireDevice(question: SealedQuestion, signer: Certificate, at: Date): ProblemDetails {
  const { deviceRegistration, trust, archived } = question;
  if (deviceRegistration === null) throw new CodedError('trust/device-not-registered');
  const registration = readDeviceRegistration(deviceRegistration, trust, { at, archived });
  // The registration is signed by whole milliseconds of the server, the sealing time comes from here or from the TSA.
  const early = Date.parse(registration.validFrom) > at.getTime() + 5 * 60_000;
  if (registration.deviceCertificateSha256 !== signer.sha256 || early) {
    throw new CodedError('trust/device-not-registered', { certificateSha256: signer.sha256 });
  }
  return { certificateSha256: signer.sha256, accountId: registration.accountId };
}

/** @throws trust/device-not-registered unless the LPSE signed it */
export function readDeviceRegistration(
  der: Uint8Array,
  trust: LpseTrust,
  { at, archived }: { readonly at: Date; readonly archived: ArchivedRevocation },
): DeviceRegistration {
  const message = readSigned(der, DeviceRegistration);
  const revocationAt = archivedAt(archived, at);
  const context = { anchors: trust.lpse, at, ...archived, revocation: 'if-available', revocationAt } as const;
  requireSoleSigner(message, 'trust/device-not-registered', context);
  return message.value;
}
