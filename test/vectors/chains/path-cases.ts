// Chains about the path itself: signatures, validity, CAs, path length, key usage, extensions, cross-signing.
import { generateKeyPairSync, sign } from 'node:crypto';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { algorithm, sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { basicConstraints, extendedKeyUsage, extension, keyUsage } from '../../../crypto/x509/certificate-builder.ts';
import { signedStructure } from '../../../crypto/x509/sign-structure.ts';
import { Authority, createAuthority } from '../../pki/authority.ts';
import type { ChainCase } from './vector.ts';
import { AT, caseBelow, clock, createWorld, crossSign, days, endEntity, issueWith } from './world.ts';

/** An extension nobody knows. */
const UNKNOWN_EXTENSION = '2.25.1234567890';

export async function pathCases(): Promise<ChainCase[]> {
  return [
    ...(await signatureCases()),
    ...(await validityCases()),
    ...(await issuerCases()),
    ...(await usageCases()),
    ...(await extensionCases()),
    ...(await crossSignedCases()),
  ];
}

async function signatureCases(): Promise<ChainCase[]> {
  const { root, issuing } = await createWorld();
  const { certificate: leaf } = await issuing.issue('bidder', { subject: 'Bidder' });
  const damaged = Buffer.from(leaf.der);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  const stranger = await createAuthority({ subject: 'Root', clock });
  const weakKey = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const weak = await issuing.issue('bidder', { subject: 'Weak', key: weakKey });
  const strongRsa = await issuing.issue('bidder', { subject: 'Strong', key: 'rsa-2048' });
  return [
    caseBelow(issuing, leaf, {
      id: 'rfc5280::path::leaf-issuing-root',
      rule: 'a sound path of three certificates is accepted',
      expected: 'accepted',
    }),
    caseBelow(issuing, strongRsa.certificate, {
      id: 'rfc5280::algorithm::rsa-2048',
      rule: 'RSA keys of 2048 bits are accepted',
      expected: 'accepted',
    }),
    caseBelow(
      issuing,
      leaf,
      {
        id: 'rfc5280::path::issuer-missing',
        rule: 'a path with a gap is refused',
        expected: 'certificate/untrusted',
      },
      { intermediates: [] },
    ),
    caseBelow(
      issuing,
      leaf,
      {
        id: 'rfc5280::path::other-root-of-same-name',
        rule: 'a root is known by its key, not by its name',
        expected: 'certificate/untrusted',
      },
      { anchors: [stranger.certificate] },
    ),
    caseBelow(issuing, parseCertificate(damaged), {
      id: 'rfc5280::signature::damaged',
      rule: 'a certificate whose signature does not verify is refused',
      expected: 'certificate/untrusted',
    }),
    caseBelow(issuing, weak.certificate, {
      id: 'rfc5280::algorithm::rsa-1024',
      rule: 'RSA keys below 2048 bits are refused',
      expected: 'certificate/weak-algorithm',
    }),
    caseBelow(issuing, signedWithSha1(leaf, issuing), {
      id: 'rfc5280::algorithm::ecdsa-sha1',
      rule: 'SHA-1 signatures are refused',
      expected: 'certificate/weak-algorithm',
    }),
    {
      id: 'rfc5280::path::anchor-as-leaf',
      rule: 'a self-signed root is a path below itself and may not sign documents',
      expected: 'certificate/wrong-usage',
      leaf: root.certificate,
      intermediates: [],
      anchors: [root.certificate],
      at: AT,
      crls: root.crls(),
      options: { requiredKeyUsage: ['digitalSignature'] },
    },
  ];
}

/** The same certificate signed again with ECDSA and SHA-1. */
function signedWithSha1(certificate: Certificate, issuer: Authority): Certificate {
  const ecdsaSha1 = algorithm('1.2.840.10045.4.1');
  const [version, serial, , ...rest] = parseDer(certificate.tbsDer).children.map(({ bytes }) => bytes);
  if (version === undefined || serial === undefined) throw new Error('not a certificate');
  const tbs = sequence(version, serial, ecdsaSha1, ...rest);
  return parseCertificate(signedStructure(tbs, ecdsaSha1, sign('sha1', tbs, issuer.privateKey)));
}

async function validityCases(): Promise<ChainCase[]> {
  const { root, issuing } = await createWorld();
  const old = await createAuthority({ subject: 'Old', parent: root, clock, notBefore: days(-20), notAfter: days(-1) });
  const issue = async (issuer: Authority, notBefore: Date, notAfter: Date) =>
    (await issuer.issue('bidder', { subject: 'Bidder', notBefore, notAfter })).certificate;
  const second = 1000;
  return [
    caseBelow(
      issuing,
      await issue(issuing, days(-10), AT),
      {
        id: 'rfc5280::validity::last-second',
        rule: 'a certificate is valid through its last second',
        expected: 'accepted',
      },
      { opensslRefusesBecause: 'openssl ends validity one second early; RFC 5280 4.1.2.5 includes notAfter' },
    ),
    caseBelow(issuing, await issue(issuing, days(-10), new Date(AT.getTime() - second)), {
      id: 'rfc5280::validity::expired',
      rule: 'an expired certificate is refused',
      expected: 'certificate/expired',
    }),
    caseBelow(issuing, await issue(issuing, new Date(AT.getTime() + second), days(10)), {
      id: 'rfc5280::validity::not-yet-valid',
      rule: 'a certificate is refused before its first second',
      expected: 'certificate/not-yet-valid',
    }),
    caseBelow(old, await issue(old, days(-10), days(10)), {
      id: 'rfc5280::validity::expired-issuer',
      rule: 'an expired issuer makes the path invalid',
      expected: 'certificate/expired',
    }),
  ];
}

async function issuerCases(): Promise<ChainCase[]> {
  const { root, issuing } = await createWorld();
  const narrow = await createAuthority({ subject: 'Narrow', parent: root, pathLength: 0, clock });
  const tooDeep = await createAuthority({ subject: 'Too deep', parent: narrow, clock });
  const selfIssued = await createAuthority({ subject: 'Narrow', parent: narrow, clock });
  const bidder = await issuing.issue('bidder', { subject: 'Bidder' });
  const fakeCa = new Authority(bidder.certificate, bidder.privateKey, { subject: 'Bidder', parent: issuing, clock });
  const noSigning = await issueWith(issuing, 'No signing', [basicConstraints({ ca: true }), keyUsage(['cRLSign'])]);
  const noSigningCa = new Authority(noSigning.certificate, noSigning.keys.privateKey, {
    subject: 'No signing',
    parent: issuing,
    clock,
  });
  const leafOf = async (issuer: Authority) => (await issuer.issue('bidder', { subject: 'Leaf' })).certificate;
  return [
    caseBelow(narrow, await leafOf(narrow), {
      id: 'rfc5280::path-length::at-limit',
      rule: 'path length 0 allows end entities',
      expected: 'accepted',
    }),
    caseBelow(tooDeep, await leafOf(tooDeep), {
      id: 'rfc5280::path-length::exceeded',
      rule: 'a CA below path length 0 is refused',
      expected: 'certificate/untrusted',
    }),
    caseBelow(selfIssued, await leafOf(selfIssued), {
      id: 'rfc5280::path-length::self-issued-not-counted',
      rule: 'self-issued certificates do not count against the path length',
      expected: 'accepted',
    }),
    caseBelow(fakeCa, await leafOf(fakeCa), {
      id: 'rfc5280::basic-constraints::end-entity-as-issuer',
      rule: 'a certificate issued by an end entity is refused',
      expected: 'certificate/untrusted',
    }),
    caseBelow(noSigningCa, await leafOf(noSigningCa), {
      id: 'rfc5280::key-usage::issuer-without-key-cert-sign',
      rule: 'an issuer whose key usage lacks keyCertSign is refused',
      expected: 'certificate/untrusted',
    }),
  ];
}

async function usageCases(): Promise<ChainCase[]> {
  const { root, issuing } = await createWorld();
  const tlsOnly = await createAuthority({
    subject: 'TLS only',
    parent: root,
    extensions: [extendedKeyUsage([OID.ekuServerAuth])],
    clock,
  });
  const encrypt = await issuing.issue('member-encrypt', { subject: 'Member' });
  const bidder = await issuing.issue('bidder', { subject: 'Bidder' });
  const tsa = await issuing.issue('tsa', { subject: 'TSA' });
  const strayTsa = await tlsOnly.issue('tsa', { subject: 'TSA' });
  const noUsage = await issueWith(issuing, 'No usage', [basicConstraints({ ca: false })]);
  const signs = { requiredKeyUsage: ['digitalSignature', 'nonRepudiation'] } as const;
  const stamps = { requiredPurpose: OID.ekuTimeStamping };
  return [
    caseBelow(
      issuing,
      bidder.certificate,
      { id: 'rfc5280::key-usage::all-present', rule: 'every required usage bit is there', expected: 'accepted' },
      { options: signs },
    ),
    caseBelow(
      issuing,
      encrypt.certificate,
      {
        id: 'rfc5280::key-usage::encryption-key-signs',
        rule: 'an encryption certificate may not sign',
        expected: 'certificate/wrong-usage',
      },
      { options: signs },
    ),
    caseBelow(
      issuing,
      noUsage.certificate,
      {
        id: 'rfc5280::key-usage::absent',
        rule: 'a certificate without key usage does not show that it may sign',
        expected: 'certificate/wrong-usage',
      },
      { options: signs },
    ),
    caseBelow(
      issuing,
      tsa.certificate,
      { id: 'rfc5280::extended-key-usage::named', rule: 'the required purpose is named', expected: 'accepted' },
      { options: stamps },
    ),
    caseBelow(
      issuing,
      bidder.certificate,
      {
        id: 'rfc5280::extended-key-usage::absent',
        rule: 'a required purpose must be named',
        expected: 'certificate/wrong-usage',
      },
      { options: stamps },
    ),
    caseBelow(issuing, tsa.certificate, {
      id: 'rfc5280::extended-key-usage::critical-other',
      rule: 'a critical purpose that nobody asked for limits the key to that purpose',
      expected: 'certificate/wrong-usage',
    }),
    caseBelow(
      tlsOnly,
      strayTsa.certificate,
      {
        id: 'rfc5280::extended-key-usage::issuer-limited',
        rule: 'a CA limited to other purposes cannot grant this one',
        expected: 'certificate/wrong-usage',
      },
      { options: stamps },
    ),
  ];
}

async function extensionCases(): Promise<ChainCase[]> {
  const { root, issuing } = await createWorld();
  const unknown = (critical: boolean) => extension(UNKNOWN_EXTENSION, critical, sequence());
  const strange = await createAuthority({ subject: 'Strange', parent: root, extensions: [unknown(true)], clock });
  const leafWith = async (critical: boolean) =>
    (await issueWith(issuing, 'Leaf', [...endEntity(), unknown(critical)])).certificate;
  const noKeyId = issuing.issueRaw(issuing.certificate.publicKey(), { subject: 'No AKI' }, endEntity());
  return [
    caseBelow(issuing, await leafWith(false), {
      id: 'rfc5280::extensions::unknown-not-critical',
      rule: 'an unknown extension that is not critical is ignored',
      expected: 'accepted',
    }),
    caseBelow(issuing, await leafWith(true), {
      id: 'rfc5280::extensions::unknown-critical-in-leaf',
      rule: 'an unknown critical extension refuses the path',
      expected: 'certificate/untrusted',
    }),
    caseBelow(strange, (await strange.issue('bidder', { subject: 'Bidder' })).certificate, {
      id: 'rfc5280::extensions::unknown-critical-in-issuer',
      rule: 'an unknown critical extension refuses the path',
      expected: 'certificate/untrusted',
    }),
    caseBelow(issuing, noKeyId, {
      id: 'rfc5280::extensions::no-authority-key-identifier',
      rule: 'certificates carry the key identifier of their issuer',
      expected: 'certificate/untrusted',
    }),
  ];
}

async function crossSignedCases(): Promise<ChainCase[]> {
  const { root, issuing } = await createWorld();
  const other = await createAuthority({ subject: 'Other root', clock });
  const [a, b] = [await createAuthority({ subject: 'A', clock }), await createAuthority({ subject: 'B', clock })];
  const leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  const lost = (await a.issue('bidder', { subject: 'Bidder' })).certificate;
  const rootByOther = crossSign(root, 'Root', other);
  return [
    caseBelow(
      issuing,
      leaf,
      {
        id: 'rfc5280::cross-signed::to-another-root',
        rule: 'a root certified by another root leads there',
        expected: 'accepted',
      },
      {
        intermediates: [issuing.certificate, rootByOther],
        anchors: [other.certificate],
        crls: [...issuing.crls(), other.crl()],
      },
    ),
    {
      id: 'rfc5280::cross-signed::cycle',
      rule: 'two authorities that certify each other lead nowhere, and the search ends (CVE-2024-0567)',
      expected: 'certificate/untrusted',
      leaf: lost,
      intermediates: [crossSign(a, 'A', b), crossSign(b, 'B', a), a.certificate, b.certificate],
      anchors: [root.certificate],
      at: AT,
    },
    await crossSignedBomb(root),
  ];
}

/** Seven authorities that all certify each other: thousands of paths, none of them to the anchor. */
async function crossSignedBomb(root: Authority): Promise<ChainCase> {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  const authorities = await Promise.all(names.map((subject) => createAuthority({ subject, clock })));
  const intermediates = authorities.flatMap((subject, i) =>
    authorities.filter((issuer) => issuer !== subject).map((issuer) => crossSign(subject, names[i] ?? '', issuer)),
  );
  const [first] = authorities;
  if (first === undefined) throw new Error('no authority');
  return {
    id: 'rfc5280::cross-signed::bomb',
    rule: 'a set of certificates with too many paths is refused instead of searched',
    expected: 'certificate/path-too-complex',
    leaf: (await first.issue('bidder', { subject: 'Bidder' })).certificate,
    intermediates,
    anchors: [root.certificate],
    at: AT,
  };
}
