// What anybody can learn of a sealed file without a key and without reading its ciphertexts.
import type { VerifiedSignedData } from '../cms/verify-signature.ts';
import { readEnvelope, verifyManifestSignature } from './envelope-parts.ts';
import type { ByteSource } from './io.ts';
import { isRehearsal, type OuterManifest, type SealMode, type SealPurpose } from './manifest.ts';

export interface EnvelopeFacts {
  readonly sizeBytes: number;
  readonly mode: SealMode;
  readonly purpose: SealPurpose;
  readonly manifest: OuterManifest;
  /** The signature over the manifest holds; nothing is said about trust, or about the ciphertexts. */
  readonly signed: VerifiedSignedData;
  readonly timestampDer: Buffer | null;
  readonly entries: readonly { readonly name: string; readonly sizeBytes: number }[];
}

/**
 * Structure, manifest and signature of the file.
 * @throws as `readEnvelope` and `verifyManifestSignature`
 */
export async function inspectEnvelope(source: ByteSource): Promise<EnvelopeFacts> {
  const parts = await readEnvelope(source);
  const { layout, manifest, timestampDer } = parts;
  const purpose = isRehearsal(manifest.context) ? 'rehearsal' : 'bid';
  return {
    sizeBytes: source.sizeBytes,
    mode: layout.mode,
    purpose,
    manifest,
    signed: verifyManifestSignature(parts, purpose),
    timestampDer,
    entries: layout.entries.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
  };
}
