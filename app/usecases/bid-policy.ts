// The policy that a bid names, for opening it (app/protocol/SPEC.md 3): never the newest, and only one that the closed log says was
// issued. That log entry exists only for policies that the committee signed and the KMS accepted.
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { PackageCalls } from '../ports/lpse-gateway.ts';
import { SealingPolicy, type PolicyEnvelope } from '../protocol/policy.ts';
import { issuedPolicies } from '../policy/live-set.ts';
import { readSigned } from '../policy/signed-message.ts';
import { requireEnvelope } from './load-policy.ts';
import type { OpeningRoom } from './opening-room.ts';

/** Envelopes by the digest of their policy; one fetch for all bids that name the same. */
export class BidPolicies {
  readonly #lpse: Pick<PackageCalls, 'policy'>;
  readonly #room: OpeningRoom;
  readonly #issued: ReadonlySet<string>;
  readonly #known = new Map<string, PolicyEnvelope>();

  constructor(lpse: Pick<PackageCalls, 'policy'>, room: OpeningRoom) {
    this.#lpse = lpse;
    this.#room = room;
    this.#issued = issuedPolicies(room.entries, room.policy);
  }

  /** @throws trust/policy-refused when it is not in the log, or is not the one with this digest */
  async envelopeOf(policySha256: string, options: CallOptions): Promise<PolicyEnvelope> {
    const known = this.#known.get(policySha256);
    if (known !== undefined) return known;
    if (!this.#issued.has(policySha256)) throw new CodedError('trust/policy-refused', { why: 'not in the log' });
    const { kdTender, envelopeId } = this.#room.answer;
    const answer = await this.#lpse.policy(kdTender, policySha256, options);
    const { value, contentSha256 } = readSigned(Buffer.from(answer.policy, 'base64'), SealingPolicy);
    if (contentSha256 !== policySha256) throw new CodedError('trust/policy-refused', { why: 'digest' });
    const envelope = requireEnvelope(value, envelopeId);
    this.#known.set(policySha256, envelope);
    return envelope;
  }
}

/** Who could open under this policy; the package certificate in NON_CA mode. */
export function openersOf({ openers, packageCertificate }: PolicyEnvelope): readonly Certificate[] {
  if (openers === null) return [fromBase64(packageCertificate)];
  return (openers.kind === 'members' ? openers.certificates : [openers.certificate]).map(fromBase64);
}

function fromBase64(der: string): Certificate {
  return parseCertificate(Buffer.from(der, 'base64'));
}
