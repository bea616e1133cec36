// SignedData with several signers, and one that no honest program makes: the same signer twice.
import { OID } from '../../crypto/asn1/oid.ts';
import { mergeSignatures, signContent } from '../../crypto/cms/sign.ts';
import { encodeSignedData, parseSignedData } from '../../crypto/cms/signed-data.ts';
import type { SigningKey } from '../../crypto/keys.ts';

export async function signedByAll(content: Uint8Array, keys: readonly SigningKey[], at: Date): Promise<Buffer> {
  const parts = keys.map((key) => signContent({ content, detached: false, signers: [{ key, signingTime: at }] }));
  return mergeSignatures(...(await Promise.all(parts)));
}

/** Valid signatures of `once`, and two different ones of `twice`. */
export async function signedTwice(
  content: Uint8Array,
  { twice, once, at }: { readonly twice: SigningKey; readonly once: readonly SigningKey[]; readonly at: Date },
): Promise<Buffer> {
  const parts = await Promise.all([[...once, twice], [twice]].map((keys) => signedByAll(content, keys, at)));
  const signed = parts.map((der) => parseSignedData(der));
  return encodeSignedData({
    contentType: OID.data,
    content,
    certificates: signed.flatMap(({ certificates }) => certificates.map(({ der }) => der)),
    crls: [],
    signerInfos: signed.flatMap(({ signers }) => signers.map(({ der }) => der)),
  });
}
