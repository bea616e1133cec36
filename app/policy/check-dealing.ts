// Is the quorum that a draft names the one that was dealt? Whoever has the key of another certificate would open the bids alone, and
// to a dealing of others nobody here holds a share (app/protocol/SPEC.md 3).
import { equalBytes } from '../../crypto/encoding.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { parseCsr } from '../../crypto/x509/csr.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { DealingState } from '../protocol/committee.ts';
import { Dealing, type PolicyEnvelope, type SealingPolicy } from '../protocol/policy.ts';
import { runCheck, type Row } from './run-check.ts';
import { readSigned } from './signed-message.ts';

/** Row `policy-dealing`; null when no envelope names a quorum. */
export function checkDealings(policy: SealingPolicy, dealings: readonly DealingState[]): Row | null {
  const envelopes = policy.envelopes.filter(({ openers }) => openers?.kind === 'quorum');
  if (envelopes.length === 0) return null;
  return runCheck('policy-dealing', () => {
    for (const envelope of envelopes) {
      const state = dealings.find(({ envelopeId }) => envelopeId === envelope.envelopeId);
      if (state === undefined) throw refused('no dealing', envelope);
      requireDealt(policy, envelope, state);
    }
    return { envelopes: envelopes.length };
  });
}

function requireDealt({ kdTender }: SealingPolicy, envelope: PolicyEnvelope, state: DealingState): void {
  const { envelopeId, openers } = envelope;
  if (openers?.kind !== 'quorum') return;
  const { value, signers } = readSigned(Buffer.from(state.dealing, 'base64'), Dealing);
  if (value.kdTender !== kdTender || value.envelopeId !== envelopeId) throw refused('another envelope', envelope);
  const { spkiDer } = parseCertificate(Buffer.from(openers.certificate, 'base64'));
  if (!equalBytes(spkiDer, parseCsr(Buffer.from(value.csr, 'base64')).spkiDer)) throw refused('another key', envelope);
  const holders = openers.holders.map(digestOf);
  const dealt = value.shares.map(({ holderCertificateSha256 }) => holderCertificateSha256);
  if (value.threshold !== openers.threshold || dealt.join() !== holders.join()) throw refused('holders', envelope);
  // At the opening only a dealing of somebody whom the policy names is used.
  const members = new Set(envelope.signers.map(digestOf));
  if (!signers.every(({ certificate }) => members.has(certificate.sha256))) throw refused('dealer', envelope);
}

function digestOf(base64: string): string {
  return parseCertificate(Buffer.from(base64, 'base64')).sha256;
}

function refused(why: string, { envelopeId }: PolicyEnvelope): CodedError {
  return new CodedError('policy/dealing-refused', { why, envelopeId });
}
