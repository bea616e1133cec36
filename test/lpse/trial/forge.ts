// What a cheat could send: a properly signed container around locks and ciphertexts that belong to somebody else.
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { ContainerWriter } from '../../../crypto/seal/container-writer.ts';
import { readEnvelope } from '../../../crypto/seal/envelope-parts.ts';
import { ENTRY, MIMETYPE, encName, headerName } from '../../../crypto/seal/entry-names.ts';
import { encodeOuterManifest } from '../../../crypto/seal/manifest.ts';
import type { SealedBid } from './bidding.ts';
import { createMemorySink } from '../memory-sink.ts';

/** `own` with object 0001 of `victim` in place of its own: manifest, digests and signature are all in order. */
export async function stealObject(
  { own, victim, signer }: { readonly own: SealedBid; readonly victim: SealedBid; readonly signer: SigningKey },
  at: Date,
): Promise<SealedBid> {
  const mine = await readEnvelope(bytesSource(own.bytes));
  const theirs = await readEnvelope(bytesSource(victim.bytes));
  const objects = mine.manifest.objects.map((object) =>
    object.id === '0001' ? (theirs.manifest.objects.find(({ id }) => id === '0001') ?? object) : object,
  );
  const manifest = encodeOuterManifest({ ...mine.manifest, objects });
  const signature = await signContent({
    content: manifest,
    detached: true,
    signers: [{ key: signer, signingTime: at }],
  });
  const file = createMemorySink();
  const writer = new ContainerWriter(file.sink);
  await writer.add(ENTRY.mimetype, Buffer.from(MIMETYPE));
  for (const [id, { bytes }] of [
    ['0001', victim],
    ['0000', own],
  ] as const) {
    for (const name of [encName(id), headerName(id, 'CA')]) await writer.add(name, await partOf(bytes, name));
  }
  await writer.add(ENTRY.evidence, mine.evidenceDer);
  await writer.add(ENTRY.manifest, manifest);
  await writer.add(ENTRY.signature, signature);
  await writer.finish();
  const bytes = file.bytes();
  return {
    bytes,
    sealedSha256: sha256Hex(bytes),
    manifestSha256: sha256Hex(manifest),
    signatureSha256: sha256Hex(signature),
    innerSha256: own.innerSha256,
  };
}

async function partOf(container: Buffer, name: string): Promise<Buffer> {
  const source = bytesSource(container);
  return readPart(source, (await readContainer(source)).entry(name));
}
