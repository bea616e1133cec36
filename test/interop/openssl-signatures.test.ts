// openssl verifies what we sign, and we what openssl signs with -cades.
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectForeignCms } from '../../crypto/cms/inspect-foreign.ts';
import { addSigners, mergeSignatures, signContent, type Signer } from '../../crypto/cms/sign.ts';
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { encodePem } from '../../crypto/encoding.ts';
import { createPeople, TEST_NOW, type People, type SigningPerson } from '../pki/cms-people.ts';
import { HAS_OPENSSL, keyPem, pem, runOpenssl, type Verdict } from '../pki/openssl.ts';

describe.skipIf(!HAS_OPENSSL)('CMS signatures with openssl (skipped without openssl 3)', () => {
  let people: People;
  const content = Buffer.from('{"format":"sampul/1"}');
  const SIGNER_KINDS = ['rsa-2048', 'rsa-3072', 'ec-p256', 'ec-p384', 'ec-p521'] as const;
  let signers: SigningPerson[];

  beforeAll(async () => {
    people = await createPeople();
    signers = await Promise.all(SIGNER_KINDS.map((key) => people.signer(`Penanda tangan ${key}`, { key })));
  });

  const toSigner = ({ key }: SigningPerson): Signer => ({ key, signingTime: TEST_NOW });

  /** As crypto/SPEC.md 9 has it. */
  function verify(
    signature: Uint8Array,
    { detached, checkCrls = false }: { detached?: Uint8Array; checkCrls?: boolean },
  ): Verdict {
    const anchors = pem(people.root.certificate.der);
    const crls = people.authority.crls().map((der) => encodePem('X509 CRL', der));
    const strict = checkCrls ? ['-crl_check_all', '-x509_strict'] : [];
    const at = ['-attime', String(TEST_NOW.getTime() / 1000)];
    const from = detached === undefined ? [] : ['-content', 'content'];
    const options = [
      '-inform',
      'DER',
      '-in',
      'signature.p7s',
      ...from,
      '-CAfile',
      'anchors.pem',
      '-purpose',
      'any',
      ...at,
      ...strict,
    ];
    return runOpenssl(['cms', '-verify', '-cades', '-binary', ...options, '-out', 'result'], {
      'signature.p7s': signature,
      'anchors.pem': checkCrls ? [anchors, ...crls].join('') : anchors,
      content: detached ?? Buffer.alloc(0),
    });
  }

  it.each(SIGNER_KINDS)('verifies attached and detached, with CRLs, by a %s key', async (kind) => {
    const person = signers[SIGNER_KINDS.indexOf(kind)];
    if (person === undefined) throw new Error('signer');
    const attached = await signContent({ content, detached: false, signers: [toSigner(person)] });
    const detached = await signContent({ content, detached: true, signers: [toSigner(person)] });
    expect(verify(attached, { checkCrls: true })).toMatchObject({ ok: true, result: content });
    expect(verify(detached, { detached: content, checkCrls: true })).toMatchObject({ ok: true, result: content });
    expect(verify(detached, { detached: Buffer.from('{}') }).ok).toBe(false);
  });

  it('verifies with all signers, merged and added', async () => {
    const [first, ...rest] = signers;
    if (first === undefined) throw new Error('signer');
    const separate = await Promise.all(
      signers.map((person) => signContent({ content, detached: true, signers: [toSigner(person)] })),
    );
    const merged = mergeSignatures(...separate);
    expect(verify(merged, { detached: content })).toMatchObject({ ok: true });
    const one = await signContent({ content, detached: false, signers: [toSigner(first)] });
    const added = await addSigners(one, rest.map(toSigner));
    expect(verify(added, {})).toMatchObject({ ok: true, result: content });
    expect(verifySignedData(added).signers).toHaveLength(signers.length);
  });

  it('verifies with archived CRLs inside', async () => {
    const [person] = signers;
    if (person === undefined) throw new Error('signer');
    const crls = people.authority.crls();
    const signature = await signContent({ content, detached: false, signers: [toSigner(person)], crls });
    expect(verify(signature, {})).toMatchObject({ ok: true });
    expect(verifySignedData(signature).crls).toHaveLength(crls.length);
  });

  it.each(SIGNER_KINDS)('what openssl signs with -cades by a %s key verifies here', (kind) => {
    const person = signers[SIGNER_KINDS.indexOf(kind)];
    if (person === undefined) throw new Error('signer');
    const files = {
      content,
      'signer.pem': pem(person.certificate.der),
      'signer.key': keyPem(person),
      'chain.pem': pem(...person.chain.map(({ der }) => der)),
    };
    const who = ['-signer', 'signer.pem', '-inkey', 'signer.key', '-certfile', 'chain.pem', '-md', 'sha256'];
    const sign = (form: string) =>
      runOpenssl(
        ['cms', '-sign', '-cades', '-binary', form, '-outform', 'DER', '-in', 'content', ...who, '-out', 'result'],
        files,
      );
    const attached = sign('-nodetach');
    expect(attached).toMatchObject({ ok: true });
    expect(verifySignedData(attached.result).content.equals(content)).toBe(true);
    expect(verifySignedData(sign('-nosmimecap').result, content).signers).toHaveLength(1);
    expect(inspectForeignCms(attached.result)).toMatchObject({
      contentType: 'signedData',
      innerType: 'data',
      contentBytes: content.length,
    });
  });

  it('what openssl signs without -cades is refused: nothing binds the certificate', () => {
    const [person] = signers;
    if (person === undefined) throw new Error('signer');
    const files = { content, 'signer.pem': pem(person.certificate.der), 'signer.key': keyPem(person) };
    const made = runOpenssl(
      [
        'cms',
        '-sign',
        '-binary',
        '-nodetach',
        '-outform',
        'DER',
        '-in',
        'content',
        '-signer',
        'signer.pem',
        '-inkey',
        'signer.key',
        '-out',
        'result',
      ],
      files,
    );
    expect(() => verifySignedData(made.result)).toThrow('signature/malformed');
  });
});
