// Who may sign a bid (SPEC.md 5): in CA mode a certificate that somebody else issued, in NON_CA mode the device's own. Whether
// it is trusted is decided by the callers, with path or registration.
import { equalBytes } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { SealMode } from './manifest.ts';

/** @throws signature/wrong-signer when a self-issued certificate signs in CA mode, or another one than that in NON_CA mode */
export function requireBidderSigner(certificate: Certificate, mode: SealMode): void {
  const selfIssued = equalBytes(certificate.issuerDer, certificate.subjectDer);
  if (selfIssued && mode === 'CA') throw new CryptoError('signature/wrong-signer', 'self-issued');
  if (!selfIssued && mode === 'NON_CA') throw new CryptoError('signature/wrong-signer', 'no device certificate');
}
