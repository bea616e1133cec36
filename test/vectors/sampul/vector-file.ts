// The shape of test/vectors/sampul/vectors.json: language-neutral, every binary value in base64.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Which part of the format a vector breaks. */
export const CATEGORIES = [
  'none',
  'container',
  'manifest',
  'signature',
  'object',
  'lock',
  'recipients',
  'release',
  'inner',
  'document',
  'rehearsal',
] as const;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

const vector = z.strictObject({
  id: z.string().regex(/^sampul::[a-z0-9-]+::[a-z0-9-]+$/),
  category: z.enum(CATEGORIES),
  container: base64,
  /** As the receipt has it; the receipt's digest of the file is that of `container`. */
  manifestSha256: z.string(),
  /** The openers that the policy names (DER). */
  recipients: z.array(base64),
  /** Released headers by object id. */
  headers: z.record(z.string().regex(/^\d{4}$/), base64),
  expect: z.strictObject({
    /** `ok`, or the code with which a check without keys refuses it. */
    verify: z.string(),
    /** `opened`; `<class> <code>` when the bid does not open; `partly <class> ...` with the classes of the failed documents. */
    open: z.string(),
  }),
});

const vectorFile = z.strictObject({
  about: z.string(),
  /** The opening member: certificate (DER) and private key (PKCS#8). */
  member: z.strictObject({ certificate: base64, privateKey: base64 }),
  packageCertificate: base64,
  vectors: z.array(vector),
});

export type Vector = z.infer<typeof vector>;
export type VectorFile = z.infer<typeof vectorFile>;

export const VECTORS_URL = new URL('vectors.json', import.meta.url);

export function loadVectors(): VectorFile {
  return vectorFile.parse(JSON.parse(readFileSync(VECTORS_URL, 'utf8')));
}

const example = z.strictObject({
  about: z.string(),
  sealedSha256: z.string(),
  manifestSha256: z.string(),
  member: z.strictObject({ certificate: base64, privateKey: base64 }),
  packageCertificate: base64,
  anchor: base64,
  headers: z.record(z.string(), base64),
  /** Contents by name. */
  documents: z.record(z.string(), z.string()),
});
export type Example = z.infer<typeof example>;

export const EXAMPLE_URL = new URL('v1-example.sampul', import.meta.url);
export const EXAMPLE_FACTS_URL = new URL('v1-example.json', import.meta.url);

/** The archived container of version 1, which every later version must open, and what is in it. */
export function loadExample(): { readonly bytes: Buffer; readonly facts: Example } {
  return {
    bytes: readFileSync(EXAMPLE_URL),
    facts: example.parse(JSON.parse(readFileSync(EXAMPLE_FACTS_URL, 'utf8'))),
  };
}
