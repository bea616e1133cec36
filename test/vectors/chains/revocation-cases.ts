// Chains about revocation: CRLs with scope, reasons, deltas and signers, and OCSP answers.
import { implicit, integer, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import {
  basicConstraints,
  extension,
  extendedKeyUsage,
  keyUsage,
  namedBitList,
} from '../../../crypto/x509/certificate-builder.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';
import { buildCrl, type RevokedEntry } from '../../pki/build-crl.ts';
import { buildOcspResponse, certId, type OcspStatus } from '../../pki/build-ocsp-response.ts';
import type { ChainCase } from './vector.ts';
import { AT, caseBelow, clock, createWorld, days, issueWith, type CaseHead, type World } from './world.ts';

export async function revocationCases(): Promise<ChainCase[]> {
  const world = await createWorld();
  return [
    ...(await crlCases(world)),
    ...(await crlTimeCases(world)),
    ...(await crlScopeCases(world)),
    ...(await crlSignerCases(world)),
    ...(await ocspCases(world)),
  ];
}

const UNKNOWN = 'certificate/revocation-unknown';
const REVOKED = 'certificate/revoked';

interface CrlChange {
  readonly revoked?: readonly RevokedEntry[];
  readonly extensions?: readonly Uint8Array[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly number?: number;
}

/** A CRL of `issuer`, current for a week around AT unless changed. */
function crlOf(issuer: Pick<Authority, 'certificate' | 'keyId' | 'privateKey'>, change: CrlChange = {}): Buffer {
  return buildCrl({
    issuerDer: issuer.certificate.subjectDer,
    keyId: issuer.keyId,
    privateKey: issuer.privateKey,
    thisUpdate: days(-1),
    nextUpdate: days(6),
    number: 10,
    ...change,
  });
}

const entryOf = ({ serialHex }: Certificate, more: Partial<RevokedEntry> = {}): RevokedEntry => ({
  serialHex,
  revokedAt: days(-2),
  reason: 'keyCompromise',
  ...more,
});

async function crlCases({ root, issuing }: World): Promise<ChainCase[]> {
  const leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  const rootCrl = crlOf(root);
  const make = (head: CaseHead, crls: readonly Uint8Array[], more: Partial<ChainCase> = {}) =>
    caseBelow(issuing, leaf, head, { crls, ...more });
  return [
    make({ id: 'rfc5280::crl::not-listed', rule: 'a certificate that is not listed is good', expected: 'accepted' }, [
      crlOf(issuing, { revoked: [entryOf(root.certificate)] }),
      rootCrl,
    ]),
    make({ id: 'rfc5280::crl::leaf-revoked', rule: 'a listed certificate is refused', expected: REVOKED }, [
      crlOf(issuing, { revoked: [entryOf(leaf)] }),
      rootCrl,
    ]),
    make({ id: 'rfc5280::crl::on-hold', rule: 'a suspended certificate is refused', expected: REVOKED }, [
      crlOf(issuing, { revoked: [entryOf(leaf, { reason: 'certificateHold' })] }),
      rootCrl,
    ]),
    make({ id: 'rfc5280::crl::issuer-revoked', rule: 'a revoked issuer makes the path invalid', expected: REVOKED }, [
      crlOf(issuing),
      crlOf(root, { revoked: [entryOf(issuing.certificate)] }),
    ]),
    make({ id: 'rfc5280::crl::missing', rule: 'without a CRL the status is unknown', expected: UNKNOWN }, [rootCrl]),
    make(
      { id: 'rfc5280::crl::missing-for-issuer', rule: 'every certificate of the path needs a CRL', expected: UNKNOWN },
      [crlOf(issuing)],
    ),
    make(
      {
        id: 'rfc5280::crl::missing-but-not-required',
        rule: 'an unknown status is a remark where revocation is checked if available',
        expected: 'accepted',
      },
      [],
      { options: { revocation: 'if-available' } },
    ),
    make(
      {
        id: 'rfc5280::crl::revoked-though-not-required',
        rule: 'a revoked certificate is refused where revocation is checked if available',
        expected: REVOKED,
      },
      [crlOf(issuing, { revoked: [entryOf(leaf)] })],
      { options: { revocation: 'if-available' } },
    ),
    make(
      {
        id: 'rfc5280::crl::newest-speaks',
        rule: 'an older list that is still current does not hide a revocation',
        expected: REVOKED,
      },
      [crlOf(issuing, { thisUpdate: days(-3), number: 9 }), crlOf(issuing, { revoked: [entryOf(leaf)] }), rootCrl],
    ),
    make(
      {
        id: 'rfc5280::crl::unknown-critical',
        rule: 'a list with an unknown critical extension is not used',
        expected: UNKNOWN,
      },
      [crlOf(issuing, { extensions: [extension('2.25.99', true, sequence())] }), rootCrl],
    ),
  ];
}

async function crlTimeCases({ root, issuing }: World): Promise<ChainCase[]> {
  const leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  const make = (head: CaseHead, crls: readonly Uint8Array[], more: Partial<ChainCase> = {}) =>
    caseBelow(issuing, leaf, head, { crls, ...more });
  const later = { thisUpdate: days(1), nextUpdate: days(8) };
  const archived = {
    options: { revocationAt: days(2).toISOString() },
    opensslRefusesBecause:
      'openssl knows one instant only; crypto/SPEC.md 12 judges at genTime with answers archived at the receipt',
  };
  return [
    make({ id: 'rfc5280::crl::expired', rule: 'a list past its next update is not used', expected: UNKNOWN }, [
      crlOf(issuing, { thisUpdate: days(-9), nextUpdate: days(-1) }),
      crlOf(root),
    ]),
    make(
      { id: 'rfc5280::crl::from-the-future', rule: 'a list from after the instant is not used', expected: UNKNOWN },
      [crlOf(issuing, later), crlOf(root)],
    ),
    make({ id: 'rfc5280::crl::no-next-update', rule: 'a list that never ends is not used', expected: UNKNOWN }, [
      crlOf(issuing, { nextUpdate: null }),
      crlOf(root),
    ]),
    make(
      {
        id: 'rfc5280::crl::archived-later',
        rule: 'lists archived after the instant serve when the caller names the time of archiving',
        expected: 'accepted',
      },
      [crlOf(issuing, later), crlOf(root, later)],
      archived,
    ),
    make(
      {
        id: 'rfc5280::crl::revoked-after-use',
        rule: 'a revocation after the instant does not undo what was signed before',
        expected: 'accepted',
      },
      [crlOf(issuing, { ...later, revoked: [entryOf(leaf, { revokedAt: days(1) })] }), crlOf(root, later)],
      archived,
    ),
    make(
      {
        id: 'rfc5280::crl::invalid-before-use',
        rule: 'an invalidity date before the instant counts although the revocation came later',
        expected: REVOKED,
      },
      [
        crlOf(issuing, { ...later, revoked: [entryOf(leaf, { revokedAt: days(1), invalidityDate: days(-5) })] }),
        crlOf(root, later),
      ],
      { options: archived.options },
    ),
  ];
}

async function crlScopeCases({ root, issuing }: World): Promise<ChainCase[]> {
  const leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  const scope = (...fields: readonly Uint8Array[]) => ({
    extensions: [extension(OID.issuingDistributionPoint, true, sequence(...fields))],
  });
  const yes = Buffer.from([0xff]);
  const [onlyUsers, onlyCas, indirect] = [scope(implicit(1, yes)), scope(implicit(2, yes)), scope(implicit(4, yes))];
  const someReasons = (...bits: readonly number[]) => scope(tlv(0x83, namedBitList(bits).subarray(2)));
  const delta = (base: number, change: CrlChange) =>
    crlOf(issuing, { number: 11, ...change, extensions: [extension(OID.deltaCrlIndicator, true, integer(base))] });
  const make = (what: string, rule: string, expected: ChainCase['expected'], crls: readonly Uint8Array[]) =>
    caseBelow(issuing, leaf, { id: `rfc5280::crl-scope::${what}`, rule, expected }, { crls: [...crls, crlOf(root)] });
  const hold = entryOf(leaf, { reason: 'certificateHold' });
  return [
    make('only-users', 'a list of end entities serves for them', 'accepted', [crlOf(issuing, onlyUsers)]),
    make('only-cas', 'a list of CAs says nothing about end entities', UNKNOWN, [crlOf(issuing, onlyCas)]),
    make('indirect', 'indirect lists are refused', UNKNOWN, [crlOf(issuing, indirect)]),
    make('some-reasons', 'a list of some reasons leaves the others open', UNKNOWN, [crlOf(issuing, someReasons(1, 2))]),
    {
      ...make('all-reasons-together', 'lists that cover all reasons together are enough', 'accepted', [
        crlOf(issuing, someReasons(1, 2)),
        crlOf(issuing, someReasons(3, 4, 5, 6, 7, 8)),
      ]),
      opensslRefusesBecause: 'lists by reason need -extended_crl, which the profile does not use',
    },
    make('delta-revokes', 'a delta list adds a revocation', REVOKED, [
      crlOf(issuing),
      delta(9, { revoked: [entryOf(leaf)] }),
    ]),
    {
      ...make('delta-releases', 'a delta list ends a suspension', 'accepted', [
        crlOf(issuing, { revoked: [hold] }),
        delta(9, { revoked: [entryOf(leaf, { reason: 'removeFromCRL' })] }),
      ]),
      opensslRefusesBecause: 'delta lists need -use_deltas, which the profile does not use',
    },
    make('delta-alone', 'a delta list without its base says nothing', UNKNOWN, [delta(9, {})]),
    make('delta-of-newer-base', 'a delta list that starts after the base does not belong to it', REVOKED, [
      crlOf(issuing, { revoked: [hold] }),
      delta(11, { revoked: [entryOf(leaf, { reason: 'removeFromCRL' })] }),
    ]),
  ];
}

async function crlSignerCases({ root, issuing }: World): Promise<ChainCase[]> {
  const leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  const stranger = await createAuthority({ subject: 'Issuing', clock });
  const crlSigner = await issueWith(root, 'Issuing', [basicConstraints({ ca: false }), keyUsage(['cRLSign'])]);
  const notForCrls = await issueWith(root, 'Issuing', [
    basicConstraints({ ca: false }),
    keyUsage(['digitalSignature']),
  ]);
  const signedBy = ({ certificate, keys }: Awaited<ReturnType<typeof issueWith>>, change: CrlChange = {}) =>
    crlOf({ certificate, keyId: Buffer.from(certificate.subjectKeyId ?? []), privateKey: keys.privateKey }, change);
  const make = (what: string, rule: string, expected: ChainCase['expected'], more: Partial<ChainCase>) =>
    caseBelow(issuing, leaf, { id: `rfc5280::crl-signer::${what}`, rule, expected }, more);
  const withSigner = (certificate: Certificate) => ({ intermediates: [issuing.certificate, certificate] });
  return [
    make('wrong-key', 'a list signed by another key of that name is not used', UNKNOWN, {
      crls: [crlOf(stranger), crlOf(root)],
    }),
    {
      ...make('separate-key', 'a CRL key of its own, certified by the same root, may sign', 'accepted', {
        crls: [signedBy(crlSigner), crlOf(root)],
        ...withSigner(crlSigner.certificate),
      }),
      opensslRefusesBecause: 'separate CRL keys need -extended_crl, which the profile does not use',
    },
    make('separate-key-revokes', 'what a separate CRL key lists is revoked', REVOKED, {
      crls: [signedBy(crlSigner, { revoked: [entryOf(leaf)] }), crlOf(root)],
      ...withSigner(crlSigner.certificate),
    }),
    make('separate-key-revoked', 'a revoked CRL key may not sign', UNKNOWN, {
      crls: [signedBy(crlSigner), crlOf(root, { revoked: [entryOf(crlSigner.certificate)] })],
      ...withSigner(crlSigner.certificate),
    }),
    make('without-crl-sign', 'a key without cRLSign may not sign lists', UNKNOWN, {
      crls: [signedBy(notForCrls), crlOf(root)],
      ...withSigner(notForCrls.certificate),
    }),
  ];
}

async function ocspCases({ root, issuing }: World): Promise<ChainCase[]> {
  const leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  const responder = await issuing.issue('ocsp-responder', { subject: 'Responder' });
  const noPurpose = await issuing.issue('bidder', { subject: 'No purpose' });
  const checked = await issueWith(issuing, 'Checked responder', [
    basicConstraints({ ca: false }),
    keyUsage(['digitalSignature']),
    extendedKeyUsage([OID.ekuOcspSigning]),
  ]);
  const checkedResponder: Issued = { certificate: checked.certificate, privateKey: checked.keys.privateKey, chain: [] };
  const foreign = await root.issue('ocsp-responder', { subject: 'Responder of the root' });
  const good: OcspStatus = { status: 'good' };
  const revoked: OcspStatus = { status: 'revoked', revokedAt: days(-2), reason: 'keyCompromise' };
  const answer = (
    status: OcspStatus,
    signer: Pick<Issued, 'certificate' | 'privateKey'>,
    nextUpdate: Date | null = days(1),
  ) =>
    buildOcspResponse({
      answers: [{ ...status, certIdDer: certId(leaf, issuing.certificate) }],
      responder: signer,
      certificates: signer === issuing ? [] : [signer.certificate],
      producedAt: days(-1),
      thisUpdate: days(-1),
      nextUpdate,
    });
  const rootCrl = crlOf(root);
  const make = (
    what: string,
    rule: string,
    expected: ChainCase['expected'],
    ocsp: readonly Uint8Array[],
    crls = [rootCrl],
  ) => caseBelow(issuing, leaf, { id: `rfc6960::${what}`, rule, expected }, { ocsp, crls, ...NO_OCSP_IN_OPENSSL });
  const otherLeaf = buildOcspResponse({
    answers: [{ ...good, certIdDer: certId(noPurpose.certificate, issuing.certificate) }],
    responder: issuing,
    certificates: [],
    producedAt: AT,
    thisUpdate: AT,
    nextUpdate: null,
  });
  return [
    make('good::from-issuer', 'an answer signed by the issuer is enough', 'accepted', [answer(good, issuing)]),
    make('good::from-responder', 'an answer of a responder that the issuer named is enough', 'accepted', [
      answer(good, responder),
    ]),
    make(
      'good::responder-checked',
      'a responder without the no-check mark needs a CRL',
      'accepted',
      [answer(good, checkedResponder)],
      [rootCrl, crlOf(issuing)],
    ),
    make('revoked::from-responder', 'a revoked certificate is refused', REVOKED, [answer(revoked, responder)]),
    make(
      'revoked::crl-says-good',
      'either source may revoke',
      REVOKED,
      [answer(revoked, responder)],
      [rootCrl, crlOf(issuing)],
    ),
    make(
      'good::crl-says-revoked',
      'either source may revoke',
      REVOKED,
      [answer(good, responder)],
      [rootCrl, crlOf(issuing, { revoked: [entryOf(leaf)] })],
    ),
    make('unknown::from-responder', 'an answer "unknown" leaves the status open', UNKNOWN, [
      answer({ status: 'unknown' }, responder),
    ]),
    make('responder::without-purpose', 'a responder needs the OCSP signing purpose', UNKNOWN, [
      answer(good, noPurpose),
    ]),
    make('responder::of-another-issuer', 'a responder is named by the issuer itself', UNKNOWN, [answer(good, foreign)]),
    make('responder::unchecked', 'a responder without the no-check mark and without a CRL is not used', UNKNOWN, [
      answer(good, checkedResponder),
    ]),
    make('time::expired', 'an answer past its next update is not used', UNKNOWN, [answer(good, issuing, days(-0.5))]),
    make('time::no-next-update', 'an answer without next update serves for a day', 'accepted', [
      answer(good, issuing, null),
    ]),
    make('certificate::another', 'an answer about another certificate says nothing', UNKNOWN, [otherLeaf]),
  ];
}

const NO_OCSP_IN_OPENSSL = { opensslRefusesBecause: 'openssl verify takes no OCSP answers' };
