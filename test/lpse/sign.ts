// What the LPSE and its services say, signed: CMS SignedData, attached, over canonical JSON.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import type { SigningKey } from '../../crypto/keys.ts';

/** DER of SignedData over the canonical bytes of `value`. */
export function signJson(key: SigningKey, signingTime: Date, value: Json): Promise<Buffer> {
  return signContent({ content: encodeCanonicalJson(value), detached: false, signers: [{ key, signingTime }] });
}
