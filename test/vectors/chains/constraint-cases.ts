// Chains about what a CA may speak for: name constraints and certificate policies.
import { OID } from '../../../crypto/asn1/oid.ts';
import { explicit, oid, sequence, utf8String } from '../../../crypto/asn1/der-writer.ts';
import {
  certificatePolicies,
  extension,
  inhibitAnyPolicy,
  nameConstraints,
  policyConstraints,
  policyMappings,
  subjectAltName,
  type GeneralNameInput,
} from '../../../crypto/x509/certificate-builder.ts';
import type { PolicyInputs } from '../../../crypto/x509/check-policies.ts';
import { encodeName } from '../../../crypto/x509/distinguished-name.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';
import type { ChainCase } from './vector.ts';
import { caseBelow, clock, createWorld, endEntity, issueWith, type World } from './world.ts';

export async function constraintCases(): Promise<ChainCase[]> {
  const world = await createWorld();
  return [...(await nameCases(world)), ...(await otherNameCases(world)), ...(await policyCases(world))];
}

const inIndonesia = encodeName([{ type: 'C', value: 'ID' }]);
const inSingapore = encodeName([{ type: 'C', value: 'SG' }]);

/** Constraint, name and verdict; every subject is C=ID. */
const NAME_TABLE: readonly {
  readonly what: string;
  readonly permitted?: GeneralNameInput;
  readonly excluded?: GeneralNameInput;
  readonly name?: GeneralNameInput;
  readonly accepted: boolean;
}[] = [
  { what: 'directory-inside', permitted: { directory: inIndonesia }, accepted: true },
  { what: 'directory-outside', permitted: { directory: inSingapore }, accepted: false },
  { what: 'directory-excluded', excluded: { directory: inIndonesia }, accepted: false },
  { what: 'dns-inside', permitted: { dns: 'go.id' }, name: { dns: 'lpse.lkpp.go.id' }, accepted: true },
  { what: 'dns-outside', permitted: { dns: 'go.id' }, name: { dns: 'lpse.example' }, accepted: false },
  { what: 'dns-label-boundary', permitted: { dns: 'go.id' }, name: { dns: 'evilgo.id' }, accepted: false },
  { what: 'dns-excluded', excluded: { dns: 'kms.go.id' }, name: { dns: 'a.KMS.go.id' }, accepted: false },
  { what: 'dns-not-excluded', excluded: { dns: 'kms.go.id' }, name: { dns: 'lpse.go.id' }, accepted: true },
  { what: 'dns-wildcard-over-excluded', excluded: { dns: 'kms.go.id' }, name: { dns: '*.go.id' }, accepted: false },
  { what: 'email-host', permitted: { email: 'lkpp.go.id' }, name: { email: 'a@lkpp.go.id' }, accepted: true },
  { what: 'email-other-host', permitted: { email: 'lkpp.go.id' }, name: { email: 'a@x.lkpp.go.id' }, accepted: false },
  { what: 'email-domain', permitted: { email: '.go.id' }, name: { email: 'a@lkpp.go.id' }, accepted: true },
  { what: 'email-mailbox', permitted: { email: 'a@go.id' }, name: { email: 'b@go.id' }, accepted: false },
  { what: 'uri-host', permitted: { uri: 'lkpp.go.id' }, name: { uri: 'https://lkpp.go.id/x' }, accepted: true },
  {
    what: 'uri-userinfo',
    permitted: { uri: 'lkpp.go.id' },
    name: { uri: 'https://lkpp.go.id@evil.example/' },
    accepted: false,
  },
  { what: 'uri-without-host', permitted: { uri: 'lkpp.go.id' }, name: { uri: 'urn:lkpp.go.id' }, accepted: false },
  {
    what: 'ip-inside',
    permitted: { ip: Buffer.from([10, 0, 0, 0, 255, 0, 0, 0]) },
    name: { ip: Buffer.from([10, 9, 8, 7]) },
    accepted: true,
  },
  {
    what: 'ip-outside',
    permitted: { ip: Buffer.from([10, 0, 0, 0, 255, 0, 0, 0]) },
    name: { ip: Buffer.from([11, 9, 8, 7]) },
    accepted: false,
  },
  {
    what: 'ip-excluded',
    excluded: { ip: Buffer.from([10, 0, 0, 0, 255, 0, 0, 0]) },
    name: { ip: Buffer.from([10, 9, 8, 7]) },
    accepted: false,
  },
  { what: 'other-form-unconstrained', permitted: { dns: 'go.id' }, name: { email: 'a@evil.example' }, accepted: true },
];

async function nameCases({ root }: World): Promise<ChainCase[]> {
  const cases: ChainCase[] = [];
  for (const { what, permitted, excluded, name, accepted } of NAME_TABLE) {
    const constraints = nameConstraints({
      ...(permitted === undefined ? {} : { permitted: [permitted] }),
      ...(excluded === undefined ? {} : { excluded: [excluded] }),
    });
    const issuer = await createAuthority({
      subject: `Constrained ${what}`,
      parent: root,
      extensions: [constraints],
      clock,
    });
    const names = name === undefined ? [] : [subjectAltName([name])];
    const { certificate } = await issueWith(issuer, 'Leaf', [...endEntity(), ...names]);
    cases.push(
      caseBelow(issuer, certificate, {
        id: `rfc5280::name-constraints::${what}`,
        rule: 'every name lies inside the permitted and outside the excluded subtrees of all issuers',
        expected: accepted ? 'accepted' : 'certificate/untrusted',
      }),
    );
  }
  return cases;
}

async function otherNameCases({ root }: World): Promise<ChainCase[]> {
  const outer = await createAuthority({
    subject: 'Outer',
    parent: root,
    extensions: [nameConstraints({ permitted: [{ dns: 'go.id' }] })],
    clock,
  });
  const inner = await createAuthority({
    subject: 'Inner',
    parent: outer,
    extensions: [nameConstraints({ permitted: [{ dns: 'example' }] })],
    clock,
  });
  const otherName = sequence(explicit(0, oid('2.25.7'), explicit(0, utf8String('x'))));
  const opaque = await createAuthority({
    subject: 'Opaque',
    parent: root,
    extensions: [extension(OID.nameConstraints, true, sequence(explicit(1, otherName)))],
    clock,
  });
  const leaf = async (issuer: Authority, names: readonly Uint8Array[]) =>
    (await issueWith(issuer, 'Leaf', [...endEntity(), ...names])).certificate;
  return [
    caseBelow(inner, await leaf(inner, [subjectAltName([{ dns: 'lpse.example' }])]), {
      id: 'rfc5280::name-constraints::widened-by-lower-ca',
      rule: 'a lower CA cannot permit what a higher one does not',
      expected: 'certificate/untrusted',
    }),
    caseBelow(opaque, await leaf(opaque, [extension(OID.subjectAltName, false, otherName)]), {
      id: 'rfc5280::name-constraints::unsupported-form',
      rule: 'a constraint that cannot be processed refuses names of its form',
      expected: 'certificate/untrusted',
    }),
  ];
}

const POLICY_A = '2.16.840.1.101.3.2.1.48.1';
const POLICY_B = '2.16.840.1.101.3.2.1.48.2';

const POLICY_TABLE: readonly {
  readonly what: string;
  readonly issuer: readonly Uint8Array[];
  readonly leaf: readonly Uint8Array[];
  readonly inputs: PolicyInputs;
  readonly accepted: boolean;
}[] = [
  {
    what: 'acceptable',
    issuer: [certificatePolicies([POLICY_A])],
    leaf: [certificatePolicies([POLICY_A])],
    inputs: { acceptable: [POLICY_A], requireExplicitPolicy: true },
    accepted: true,
  },
  {
    what: 'not-acceptable',
    issuer: [certificatePolicies([POLICY_A])],
    leaf: [certificatePolicies([POLICY_A])],
    inputs: { acceptable: [POLICY_B], requireExplicitPolicy: true },
    accepted: false,
  },
  { what: 'none-and-explicit', issuer: [], leaf: [], inputs: { requireExplicitPolicy: true }, accepted: false },
  { what: 'none-and-not-explicit', issuer: [], leaf: [], inputs: {}, accepted: true },
  {
    what: 'any-in-issuer',
    issuer: [certificatePolicies([OID.anyPolicy])],
    leaf: [certificatePolicies([POLICY_A])],
    inputs: { acceptable: [POLICY_A], requireExplicitPolicy: true },
    accepted: true,
  },
  {
    what: 'any-inhibited-by-input',
    issuer: [certificatePolicies([OID.anyPolicy])],
    leaf: [certificatePolicies([POLICY_A])],
    inputs: { requireExplicitPolicy: true, inhibitAnyPolicy: true },
    accepted: false,
  },
  {
    what: 'any-inhibited-by-issuer',
    issuer: [certificatePolicies([POLICY_A]), inhibitAnyPolicy(0)],
    leaf: [certificatePolicies([OID.anyPolicy])],
    inputs: { requireExplicitPolicy: true },
    accepted: false,
  },
  {
    what: 'explicit-required-by-issuer',
    issuer: [certificatePolicies([POLICY_A]), policyConstraints({ explicitPolicy: 0 })],
    leaf: [],
    inputs: {},
    accepted: false,
  },
  {
    what: 'mapped',
    issuer: [certificatePolicies([POLICY_A]), policyMappings([[POLICY_A, POLICY_B]])],
    leaf: [certificatePolicies([POLICY_B])],
    inputs: { acceptable: [POLICY_A], requireExplicitPolicy: true },
    accepted: true,
  },
  {
    what: 'mapping-inhibited',
    issuer: [certificatePolicies([POLICY_A]), policyMappings([[POLICY_A, POLICY_B]])],
    leaf: [certificatePolicies([POLICY_B])],
    inputs: { requireExplicitPolicy: true, inhibitPolicyMapping: true },
    accepted: false,
  },
  {
    what: 'any-mapped',
    issuer: [certificatePolicies([POLICY_A]), policyMappings([[OID.anyPolicy, POLICY_B]])],
    leaf: [certificatePolicies([POLICY_B])],
    inputs: {},
    accepted: false,
  },
];

async function policyCases({ root }: World): Promise<ChainCase[]> {
  const cases: ChainCase[] = [];
  for (const { what, issuer, leaf, inputs, accepted } of POLICY_TABLE) {
    const authority = await createAuthority({ subject: `Policy ${what}`, parent: root, extensions: issuer, clock });
    const { certificate } = await issueWith(authority, 'Leaf', [...endEntity(), ...leaf]);
    const head = {
      id: `rfc5280::policies::${what}`,
      rule: 'an acceptable policy runs through the whole path where one is required',
      expected: accepted ? 'accepted' : 'certificate/untrusted',
    } as const;
    cases.push(caseBelow(authority, certificate, head, { options: { policies: inputs } }));
  }
  return cases;
}
