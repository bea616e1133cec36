// Every vector of test/vectors/cms comes out as the file says, with the code it names.
import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openAttached } from '../../../crypto/cms/attached.ts';
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { unwrapContentKey } from '../../../crypto/cms/recipients.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { softwareDecryptionKey } from '../../../crypto/keys.ts';
import { verifyTimestamp } from '../../../crypto/timestamp.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { makeVectors } from './make-vectors.ts';
import { loadVectors, type Expected, type Vector, type VectorFile } from './vector-file.ts';

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

async function run(vector: Vector, file: VectorFile): Promise<void> {
  switch (vector.kind) {
    case 'auth-enveloped':
      return runHeader(vector, file);
    case 'signed-data':
      verifySignedData(
        bytes(vector.der),
        vector.detachedContent === undefined ? undefined : bytes(vector.detachedContent),
      );
      return;
    case 'timestamp':
      verifyTimestamp(bytes(vector.der), {
        sha256: bytes(vector.sha256),
        anchors: [parseCertificate(bytes(file.anchor))],
        revocation: 'none',
        ...(vector.nonce === undefined ? {} : { nonce: bytes(vector.nonce) }),
        ...(vector.policy === undefined ? {} : { policy: vector.policy }),
      });
  }
}

async function runHeader(vector: Extract<Vector, { kind: 'auth-enveloped' }>, file: VectorFile): Promise<void> {
  const opener = file.keys[vector.opener];
  if (opener === undefined) throw new Error('opener');
  const privateKey = createPrivateKey({ key: bytes(opener.privateKey), format: 'der', type: 'pkcs8' });
  const key = softwareDecryptionKey(privateKey, parseCertificate(bytes(opener.certificate)));
  const envelope = parseAuthEnveloped(bytes(vector.der));
  if (envelope.encryptedContent === null) {
    const contentKey = await unwrapContentKey(envelope, key);
    expect(contentKey).toHaveLength(32);
    return;
  }
  const content = await openAttached(bytes(vector.der), key);
  expect(content.toString('base64')).toBe(vector.content);
}

async function outcome(vector: Vector, file: VectorFile): Promise<{ code: string } | { ok: true }> {
  try {
    await run(vector, file);
    return { ok: true };
  } catch (error) {
    if (error instanceof CryptoError) return { code: error.code };
    throw error;
  }
}

const withoutCategory = (expected: Expected) => ('ok' in expected ? { ok: true } : { code: expected.code });

describe('archived CMS vectors', () => {
  const file = loadVectors();

  it.each(file.vectors.map((vector) => [vector.id, vector] as const))('%s', async (_, vector) => {
    expect(await outcome(vector, file)).toEqual(withoutCategory(vector.expect));
  });

  it('has no id twice', () => {
    expect(new Set(file.vectors.map(({ id }) => id)).size).toBe(file.vectors.length);
  });

  it('is what the script makes: the same ids with the same outcomes', async () => {
    const fresh = await makeVectors();
    const summary = (vectors: readonly Vector[]) =>
      vectors.map(({ id, kind, expect: outcomes }) => ({ id, kind, outcomes }));
    expect(summary(file.vectors)).toEqual(summary(fresh.vectors));
    for (const vector of fresh.vectors)
      expect([vector.id, await outcome(vector, fresh)]).toEqual([vector.id, withoutCategory(vector.expect)]);
  });
});
