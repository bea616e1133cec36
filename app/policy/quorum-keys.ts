// Which quorum keys a sealing policy names. A tender that is held again has quorums of its own (app/decisions/0010): with a key of an
// earlier version its holders' old shares would open the new bids, also those of people who have left the committee.
import { sha256Hex } from '../../crypto/encoding.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { SealingPolicy } from '../protocol/policy.ts';

/** SHA-256 of each key, not of its certificate: a key can be certified again. */
export function quorumKeysOf({ envelopes }: Pick<SealingPolicy, 'envelopes'>): readonly string[] {
  return envelopes.flatMap(({ openers }) =>
    openers?.kind === 'quorum' ? [sha256Hex(parseCertificate(Buffer.from(openers.certificate, 'base64')).spkiDer)] : [],
  );
}

/** @param used - keys that other versions of the tender name @throws trust/quorum-reused */
export function requireNewQuorums(policy: Pick<SealingPolicy, 'envelopes'>, used: ReadonlySet<string>): void {
  if (quorumKeysOf(policy).some((key) => used.has(key))) throw new CodedError('trust/quorum-reused');
}
