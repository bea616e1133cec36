import { describe, expect, it } from 'vitest';
import { OID } from '../../../crypto/asn1/oid.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import * as encode from '../../../crypto/x509/certificate-builder.ts';
import { PolicyState, type PolicyInputs } from '../../../crypto/x509/check-policies.ts';
import { createAuthority } from '../../pki/authority.ts';

const authority = await createAuthority({ subject: 'Root' });
const [A, B, C] = ['2.25.1', '2.25.2', '2.25.3'];

const certificate = (extensions: readonly Uint8Array[], subject = 'Other'): Certificate =>
  authority.issueRaw(authority.certificate.publicKey(), { subject }, extensions);
const withPolicies = (policies: readonly string[], more: readonly Uint8Array[] = [], subject = 'Other') =>
  certificate([encode.certificatePolicies(policies), ...more], subject);

/** First violated clause along the path, or null. */
function run(path: readonly Certificate[], inputs: PolicyInputs = {}): string | null {
  const state = new PolicyState(inputs, path.length);
  for (const [index, each] of path.entries()) {
    const clause = state.process(each, index + 1);
    if (clause !== null) return clause;
  }
  return null;
}

const explicitly = (...acceptable: string[]): PolicyInputs => ({ acceptable, requireExplicitPolicy: true });

describe('certificate policies', () => {
  it('intersect along the path', () => {
    const path = [withPolicies([A, B]), withPolicies([B, C])];
    expect(run(path, explicitly(B))).toBeNull();
    expect(run(path, explicitly(A))).toBe('6.1.5 (g)');
    expect(run([withPolicies([A]), withPolicies([C])], { requireExplicitPolicy: true })).toBe('6.1.3 (f)');
  });

  it('follow a chain of mappings back to the first domain', () => {
    const path = [
      withPolicies([A], [encode.policyMappings([[A, B]])]),
      withPolicies([B], [encode.policyMappings([[B, C]])]),
      withPolicies([C]),
    ];
    expect(run(path, explicitly(A))).toBeNull();
    expect(run(path, explicitly(C))).toBe('6.1.5 (g)');
  });

  it('map one policy to several', () => {
    const path = (leaf: string) => [
      withPolicies(
        [A],
        [
          encode.policyMappings([
            [A, B],
            [A, C],
          ]),
        ],
      ),
      withPolicies([leaf]),
    ];
    expect(run(path(B), explicitly(A))).toBeNull();
    expect(run(path(C), explicitly(A))).toBeNull();
    expect(run(path(A), explicitly(A))).toBe('6.1.3 (f)');
  });

  it('map under anyPolicy', () => {
    const path = [withPolicies([OID.anyPolicy], [encode.policyMappings([[A, B]])]), withPolicies([B])];
    expect(run(path, explicitly(A))).toBeNull();
    expect(run(path, explicitly(B))).toBe('6.1.5 (g)');
  });

  it('lose what is mapped where mapping is inhibited', () => {
    const path = [
      withPolicies([A], [encode.policyConstraints({ mapping: 0 })]),
      withPolicies([A], [encode.policyMappings([[A, B]])]),
      withPolicies([B]),
    ];
    expect(run(path, { requireExplicitPolicy: true })).toBe('6.1.3 (f)');
  });

  it('keep every policy under anyPolicy of an issuer, as far as it is not inhibited', () => {
    const any = withPolicies([OID.anyPolicy]);
    expect(run([any, any, any], explicitly(A))).toBeNull();
    const inhibiting = withPolicies([OID.anyPolicy], [encode.inhibitAnyPolicy(1)]);
    expect(run([inhibiting, any, withPolicies([A])], explicitly(A))).toBeNull();
    expect(run([inhibiting, any, any], explicitly(A))).toBe('6.1.3 (f)');
  });

  it('let a self-issued issuer use anyPolicy although it is inhibited, and count no steps for it', () => {
    const inhibiting = withPolicies([A], [encode.inhibitAnyPolicy(0)]);
    const selfIssued = withPolicies([OID.anyPolicy], [], 'Root');
    expect(run([inhibiting, selfIssued, withPolicies([A])], explicitly(A))).toBeNull();
    expect(run([inhibiting, withPolicies([OID.anyPolicy]), withPolicies([A])], explicitly(A))).toBe('6.1.3 (f)');
  });

  it('become required after the number of certificates that an issuer sets', () => {
    const after = (count: number) =>
      certificate([encode.certificatePolicies([A]), encode.policyConstraints({ explicitPolicy: count })]);
    expect(run([after(0), certificate([])])).toBe('6.1.3 (f)');
    expect(run([after(2), certificate([])])).toBeNull();
    expect(run([withPolicies([A]), certificate([encode.policyConstraints({ explicitPolicy: 0 })])])).toBe('6.1.5 (g)');
  });

  it('may not be mapped from or to anyPolicy', () => {
    const path = (pair: readonly [string, string]) => [
      withPolicies([A], [encode.policyMappings([pair])]),
      withPolicies([A]),
    ];
    expect(run(path([OID.anyPolicy, A]))).toBe('6.1.4 (a)');
    expect(run(path([A, OID.anyPolicy]))).toBe('6.1.4 (a)');
  });

  it('refuse more policies or mappings than anybody uses', () => {
    const many = Array.from({ length: 101 }, (_value, i) => `2.25.${1000 + i}`);
    expect(run([withPolicies(many)])).toBe('6.1.3 (d)');
    expect(run([withPolicies([A], [encode.policyMappings(many.map((policy) => [A, policy] as const))])])).toBe(
      '6.1.3 (d)',
    );
  });

  it('do not grow exponentially with mappings (RFC 9618)', () => {
    const policies = Array.from({ length: 100 }, (_value, i) => `2.25.${1000 + i}`);
    const all = policies.map((policy, i) => [policy, policies[(i * 7) % 100] ?? policy] as const);
    const path = Array.from({ length: 9 }, () => withPolicies(policies, [encode.policyMappings(all)]));
    // The classic tree would have 100^9 nodes; that this returns at all is the point.
    expect(run(path, { requireExplicitPolicy: true })).toBeNull();
  });
});
