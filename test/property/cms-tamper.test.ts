// What happens to a header when its bytes are changed, and which guard notices: the strict reader, the set of recipients, the key, the
// tag over the ciphertext, or only the digest in the signed manifest (`headerSha256`).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeAuthEnveloped, parseAuthEnveloped, type AuthEnveloped } from '../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients, unwrapContentKey, wrapContentKey } from '../../crypto/cms/recipients.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { createPeople, type Opener } from '../pki/cms-people.ts';
import { flipBit, nodeAt } from '../vectors/cms/edit-der.ts';

type Guard = 'reader' | 'recipients' | 'key' | 'tag' | 'digest-only';

describe('a header with changed bytes', () => {
  const content = Buffer.from('isi dokumen');
  const GUARDS = new Map<string, Guard>([
    ['cms/malformed', 'reader'],
    ['cms/algorithm-refused', 'reader'],
    ['seal/recipients-mismatch', 'recipients'],
    ['seal/cannot-open', 'key'],
  ]);
  let one: Opener;
  let two: Opener;
  let header: Buffer;
  let ciphertext: Buffer;
  beforeAll(async () => {
    const people = await createPeople();
    [one, two] = [await people.opener('Satu'), await people.opener('Dua', 'rsa-2048')];
    const [contentKey, nonce] = [randomBytes(32), randomBytes(12)];
    const cipher = createCipheriv('aes-256-gcm', contentKey, nonce);
    ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
    const recipientInfos = [one, two].map(({ certificate }) => wrapContentKey(contentKey, certificate));
    header = encodeAuthEnveloped({ recipientInfos, nonce, mac: cipher.getAuthTag(), encryptedContent: null });
  });

  /** The first guard that notices, when the holder of the first certificate opens. */
  async function guardOf(changed: Buffer): Promise<Guard> {
    try {
      const envelope = parseAuthEnveloped(changed);
      requireRecipients(envelope, [one.certificate, two.certificate]);
      const contentKey = await unwrapContentKey(envelope, one.key);
      return tagFits(envelope, contentKey) ? 'digest-only' : 'tag';
    } catch (error) {
      const guard = error instanceof CryptoError ? GUARDS.get(error.code) : undefined;
      if (guard === undefined) throw error;
      return guard;
    }
  }

  function tagFits({ nonce, mac }: AuthEnveloped, contentKey: Buffer): boolean {
    const cipher = createDecipheriv('aes-256-gcm', contentKey, nonce).setAuthTag(mac);
    const plaintext = cipher.update(ciphertext);
    try {
      cipher.final();
    } catch {
      return false;
    }
    return plaintext.equals(content);
  }

  /** Bytes that only the other member's key depends on. */
  function otherMembersKey(): { from: number; to: number } {
    const envelope = parseAuthEnveloped(header);
    const rsa = envelope.recipients.find((recipient) => recipient.kind === 'rsa');
    if (rsa?.kind !== 'rsa') throw new Error('recipient');
    const from = header.indexOf(rsa.encryptedKey);
    return { from, to: from + rsa.encryptedKey.length };
  }

  it('opens unchanged', async () => {
    expect(await guardOf(header)).toBe('digest-only');
  });

  it('is noticed for every flipped byte, and by the digest alone only inside the key of the other member', async () => {
    const found = new Map<Guard, number[]>();
    for (let at = 0; at < header.length; at++) {
      const guard = await guardOf(flipBit(header, at, at % 8));
      found.set(guard, [...(found.get(guard) ?? []), at]);
    }
    const { from, to } = otherMembersKey();
    expect(found.get('digest-only')).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
    // Nonce and tag are noticed by the tag, and nothing else is.
    const [nonce, mac] = [nodeAt(header, [1, 0, 2, 1, 1, 0]).content, nodeAt(header, [1, 0, 3]).content];
    const positions = [nonce, mac].flatMap((part) => Array.from(part, (_, i) => header.indexOf(part) + i));
    expect(found.get('tag')).toEqual(positions);
    expect([...found.keys()].toSorted()).toEqual(['digest-only', 'key', 'reader', 'recipients', 'tag']);
  });

  it('is noticed by the reader when it is cut anywhere', async () => {
    for (let length = 0; length < header.length; length++)
      expect(await guardOf(header.subarray(0, length))).toBe('reader');
  });

  it('is noticed by the reader when a byte is put in, doubled or taken out', async () => {
    const position = fc.nat(header.length - 1);
    const changes = fc.oneof(
      position.map((at) => Buffer.concat([header.subarray(0, at), header.subarray(at + 1)])),
      position.map((at) => Buffer.concat([header.subarray(0, at + 1), header.subarray(at)])),
      fc
        .tuple(position, fc.uint8Array({ minLength: 1, maxLength: 4 }))
        .map(([at, extra]) => Buffer.concat([header.subarray(0, at), extra, header.subarray(at)])),
    );
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => (await guardOf(changed)) === 'reader'),
      { numRuns: 500 },
    );
  });

  it('has another digest after any change, whatever the other guards say', () => {
    const spans = fc.tuple(fc.nat(header.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(spans, ([at, bytes]) => {
        const changed = Buffer.concat([header.subarray(0, at), bytes, header.subarray(at + bytes.length)]);
        return changed.equals(header) === (sha256Hex(changed) === sha256Hex(header));
      }),
    );
  });

  it('is refused when whole recipients are taken out, doubled or exchanged', async () => {
    const { recipients, nonce, mac } = parseAuthEnveloped(header);
    const stranger = await (await createPeople()).opener('Asing');
    const foreign = wrapContentKey(randomBytes(32), stranger.certificate);
    const infos = recipients.map(({ der }) => der);
    const [first, second] = infos;
    if (first === undefined || second === undefined) throw new Error('recipients');
    const build = (...recipientInfos: Uint8Array[]) =>
      encodeAuthEnveloped({ recipientInfos, nonce, mac, encryptedContent: null });
    expect(await guardOf(build(first))).toBe('recipients');
    expect(await guardOf(build(first, second, foreign))).toBe('recipients');
    expect(await guardOf(build(first, foreign))).toBe('recipients');
    expect(await guardOf(build(first, second, second))).toBe('reader');
  });
});
