// One object: AES-256-GCM ciphertext under a key of its own, and the header that lets its recipients have the key (SPEC.md 3).
import { createCipheriv, randomBytes } from 'node:crypto';
import { encodeAuthEnveloped, MAC_BYTES, NONCE_BYTES } from '../cms/auth-enveloped-data.ts';
import { sealAttached } from '../cms/attached.ts';
import { CONTENT_KEY_BYTES, wrapContentKey } from '../cms/recipients.ts';
import { sha256Hex } from '../encoding.ts';
import { wipe } from '../secret.ts';
import type { Certificate } from '../x509/certificate.ts';
import { runCipher, type CipherRun } from './cipher-stream.ts';
import type { ContainerWriter } from './container-writer.ts';
import { encName, headerName } from './entry-names.ts';
import type { ByteSource, DigestLane, Workspace } from './io.ts';
import { BLOCK_BYTES, BLOCKS_ABOVE_BYTES, type OuterObject, type SealMode } from './manifest.ts';

/** Where objects go and who may open them. */
export interface ObjectSealer {
  readonly writer: ContainerWriter;
  readonly workspace: Workspace;
  readonly mode: SealMode;
  /** CA: the openers. NON_CA: the package certificate alone. */
  readonly recipients: readonly Certificate[];
  readonly packageCertificate: Certificate;
  readonly onBytes?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A run of plaintext and the zero bytes that hide its length. */
export interface ObjectPlaintext {
  readonly source: ByteSource;
  readonly position: number;
  readonly lengthBytes: number;
  readonly paddingBytes: number;
  /** Fed with the plaintext, without padding. */
  readonly lane: DigestLane | null;
}

/**
 * Writes the object's two entries and returns its line for the outer manifest.
 * @throws certificate/wrong-usage, certificate/weak-algorithm or cms/algorithm-refused when a recipient cannot be one
 * @throws seal/document-changed when the source ends early
 */
export async function sealObject(sealer: ObjectSealer, id: string, plaintext: ObjectPlaintext): Promise<OuterObject> {
  const key = randomBytes(CONTENT_KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  try {
    // Recipients first: one that cannot be sealed to is found before a gigabyte is through.
    const recipientInfos = sealer.recipients.map((recipient) => wrapContentKey(key, recipient));
    const { mac, line } = await writeCiphertext(sealer, id, plaintext, key, nonce);
    const header = encodeAuthEnveloped({ recipientInfos, nonce, mac, encryptedContent: null });
    const headerSha256 = sha256Hex(header);
    if (sealer.mode === 'NON_CA') {
      await sealer.writer.add(headerName(id, 'NON_CA'), header);
      return { ...line, headerSha256 };
    }
    const lock = sealAttached(header, [sealer.packageCertificate]);
    await sealer.writer.add(headerName(id, 'CA'), lock);
    return { ...line, headerSha256, headerLockSha256: sha256Hex(lock) };
  } finally {
    wipe(key);
  }
}

async function writeCiphertext(
  { writer, workspace, onBytes, signal }: ObjectSealer,
  id: string,
  { source, position, lengthBytes, paddingBytes, lane }: ObjectPlaintext,
  key: Buffer,
  nonce: Buffer,
) {
  const sizeBytes = lengthBytes + paddingBytes;
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: MAC_BYTES });
  const [, ciphertextLane] = workspace.lanes;
  ciphertextLane.begin({ crc32: true, ...(sizeBytes > BLOCKS_ABOVE_BYTES ? { blockBytes: BLOCK_BYTES } : {}) });
  const entry = await writer.begin(encName(id));
  const shared: Omit<CipherRun, 'source' | 'position' | 'lengthBytes' | 'inputLane'> = {
    shortCode: 'seal/document-changed',
    cipher,
    workspace,
    outputLane: ciphertextLane,
    write: (bytes: Uint8Array) => entry.write(bytes),
    onBytes,
    signal,
  };
  await runCipher({ ...shared, source, position, lengthBytes, inputLane: lane });
  await runCipher({ ...shared, source: ZEROS, position: 0, lengthBytes: paddingBytes, inputLane: null });
  cipher.final();
  const digests = await ciphertextLane.finish();
  await entry.end(digests.crc32);
  const blocks = digests.blocks.map((block) => block.toString('hex'));
  const line = { id, size: sizeBytes, sha256: digests.sha256.toString('hex') };
  return { mac: cipher.getAuthTag(), line: blocks.length > 0 ? { ...line, blockSha256: blocks } : line };
}

const ZEROS: ByteSource = {
  sizeBytes: Number.MAX_SAFE_INTEGER,
  readInto: (target) => Promise.resolve(target.fill(0).length),
};
