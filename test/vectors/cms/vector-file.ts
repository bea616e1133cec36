// The shape of test/vectors/cms/vectors.json: language-neutral, every binary value in base64.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CRYPTO_CODES } from '../../../crypto/errors.ts';

/** Why a vector is refused, coarser than its code. */
export const CATEGORIES = [
  'encoding',
  'structure',
  'limit',
  'algorithm',
  'recipient',
  'secret',
  'content',
  'signer',
  'signature',
  'answer',
  'trust',
] as const;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const code = z.enum(CRYPTO_CODES);
const expected = z.union([
  z.strictObject({ ok: z.literal(true) }),
  z.strictObject({ category: z.enum(CATEGORIES), code }),
]);
const common = { id: z.string().regex(/^[a-z0-9]+::[a-z0-9-]+::[a-z0-9-]+$/), expect: expected, der: base64 };

const vector = z.discriminatedUnion('kind', [
  /** Opened with the key named `opener`; `content` is what the ciphertext holds (attached form). */
  z.strictObject({ kind: z.literal('auth-enveloped'), ...common, opener: z.string(), content: base64.optional() }),
  z.strictObject({ kind: z.literal('signed-data'), ...common, detachedContent: base64.optional() }),
  z.strictObject({
    kind: z.literal('timestamp'),
    ...common,
    sha256: base64,
    nonce: base64.optional(),
    policy: z.string().optional(),
  }),
]);

const vectorFile = z.strictObject({
  about: z.string(),
  anchor: base64,
  keys: z.record(z.string(), z.strictObject({ certificate: base64, privateKey: base64 })),
  vectors: z.array(vector),
});

export type Vector = z.infer<typeof vector>;
export type VectorFile = z.infer<typeof vectorFile>;
export type Expected = z.infer<typeof expected>;
export type Category = (typeof CATEGORIES)[number];

export const VECTORS_URL = new URL('vectors.json', import.meta.url);

export function loadVectors(): VectorFile {
  return vectorFile.parse(JSON.parse(readFileSync(VECTORS_URL, 'utf8')));
}
