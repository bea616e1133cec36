// Makes test/vectors/cms/vectors.json and salamander.json anew: `node test/vectors/cms/make-vectors.ts`. Keys and nonces are fresh each
// time, so the files change as a whole; what must not change is the list of ids with their outcomes.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { softwareSigningKey } from '../../../crypto/keys.ts';
import { createPeople, type Opener, type People, type SigningPerson } from '../../pki/cms-people.ts';
import { headerVariants } from './header-variants.ts';
import { buildSalamander, SALAMANDER_URL, type SalamanderFile } from './salamander.ts';
import { signatureVariants } from './signature-variants.ts';
import { timestampVariants } from './timestamp-variants.ts';
import { VECTORS_URL, type Vector, type VectorFile } from './vector-file.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Every vector, fresh. */
export async function makeVectors(): Promise<VectorFile> {
  const people = await createPeople();
  const openers = {
    rsa: await people.opener('Anggota RSA', 'rsa-2048'),
    ec: await people.opener('Anggota P-256'),
    ec384: await people.opener('Anggota P-384', 'ec-p384'),
  };
  const signers = {
    ec: await people.signer('PT Penawar'),
    rsa: await people.signer('PT Penawar RSA', { key: 'rsa-2048' }),
    p384: await people.signer('Anggota', { key: 'ec-p384', profile: 'member-sign' }),
    weak: weakSigner(people),
  };
  const authorities = {
    tsa: await people.signer('TSA Uji', { profile: 'tsa' }),
    bidder: signers.ec,
    stranger: await (await createPeople()).signer('TSA Asing', { profile: 'tsa' }),
    people,
  };
  const vectors: Vector[] = [
    ...headerVariants(openers).map(({ der, content, ...variant }) => ({
      kind: 'auth-enveloped' as const,
      ...variant,
      der: base64(der),
      ...(content === undefined ? {} : { content: base64(content) }),
    })),
    ...(await signatureVariants(signers)).map(({ der, detachedContent, ...variant }) => ({
      kind: 'signed-data' as const,
      ...variant,
      der: base64(der),
      ...(detachedContent === undefined ? {} : { detachedContent: base64(detachedContent) }),
    })),
    ...(await timestampVariants(authorities)).map(({ der, sha256, nonce, ...variant }) => ({
      kind: 'timestamp' as const,
      ...variant,
      der: base64(der),
      sha256: base64(sha256),
      ...(nonce === undefined ? {} : { nonce: base64(nonce) }),
    })),
  ];
  return {
    about: 'Made by test/vectors/cms/make-vectors.ts. Keys are for tests only.',
    anchor: base64(people.root.certificate.der),
    keys: Object.fromEntries(Object.entries(openers).map(([name, opener]) => [name, keyOf(opener)])),
    vectors,
  };
}

function keyOf({ certificate, privateKey }: Opener): VectorFile['keys'][string] {
  return {
    certificate: base64(certificate.der),
    privateKey: base64(privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

/** A person with a key that no authority should certify. */
function weakSigner({ authority }: People): SigningPerson {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const certificate = authority.issueRaw(publicKey, { subject: 'Lemah' }, []);
  return {
    certificate,
    privateKey,
    chain: authority.chain,
    key: softwareSigningKey(privateKey, certificate, authority.chain),
  };
}

/** The two prices, for two members. */
async function makeSalamander(): Promise<SalamanderFile> {
  const people = await createPeople();
  const members = [await people.opener('Anggota Satu', 'rsa-2048'), await people.opener('Anggota Dua')] as const;
  const [first, second] = PRICES;
  const made = buildSalamander(
    { certificate: members[0].certificate, text: first },
    { certificate: members[1].certificate, text: second },
  );
  return {
    about: 'Made by test/vectors/cms/make-vectors.ts. Keys are for tests only.',
    id: 'segel::salamander::two-prices',
    expect: { object: 'opens', envelope: 'seal/made-wrongly' },
    header: base64(made.headerDer),
    ciphertext: base64(made.ciphertext),
    readers: [
      { ...keyOf(members[0]), reads: first },
      { ...keyOf(members[1]), reads: second },
    ],
  };
}

const PRICES = ['Harga penawaran: Rp 1.000.000.000', 'Harga penawaran: Rp 9.000.000.000'] as const;

function writeJson(url: URL, value: unknown): void {
  writeFileSync(url, `${JSON.stringify(value, null, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeJson(VECTORS_URL, await makeVectors());
  writeJson(SALAMANDER_URL, await makeSalamander());
}
