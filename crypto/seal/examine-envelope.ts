// A sealed file of which the digest is wanted whatever is wrong with it: what was found out about its bytes, and whether all that needs
// no key holds (SPEC.md 6). Both come from one read; only a file that breaks before its bytes are counted is read once more.
import { isCryptoError, type CryptoError } from '../errors.ts';
import { digestBytes, type EnvelopeDigests } from './envelope-digests.ts';
import type { ByteSource, JobControl, Workspace } from './io.ts';
import { verifyEnvelope, type EnvelopeReport } from './verify-envelope.ts';

export interface ExaminedEnvelope {
  readonly sealedSha256: string;
  readonly sealedCrc32: number;
  readonly found: EnvelopeReport | CryptoError;
}

interface Tools {
  readonly workspace: Workspace;
  readonly control?: JobControl;
}

/** @throws AbortError, and seal/object-damaged when the source itself ends early */
export async function examineEnvelope(source: ByteSource, tools: Tools): Promise<ExaminedEnvelope> {
  const request = { ...tools, source, purpose: 'bid', packageCertificate: null, wholeCrc32: true } as const;
  const made: EnvelopeDigests[] = [];
  const onDigests = (digests: EnvelopeDigests) => void made.push(digests);
  const found = await verifyEnvelope({ ...request, onDigests }).catch((error: unknown) => {
    if (isCryptoError(error)) return error;
    throw error;
  });
  const [digests] = made;
  if (typeof digests?.sealedCrc32 === 'number')
    return { sealedSha256: digests.sealedSha256, sealedCrc32: digests.sealedCrc32, found };
  const { sha256, crc32 } = await digestBytes(source, tools);
  return { sealedSha256: sha256, sealedCrc32: crc32, found };
}
