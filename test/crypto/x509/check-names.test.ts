import { describe, expect, it } from 'vitest';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { nameConstraints, subjectAltName, type GeneralNameInput } from '../../../crypto/x509/certificate-builder.ts';
import { NameConstraintState } from '../../../crypto/x509/check-names.ts';
import { PathBudget, DEFAULT_BUDGET } from '../../../crypto/x509/path-budget.ts';
import { createAuthority, type Subject } from '../../pki/authority.ts';

const authority = await createAuthority({ subject: 'Root' });
const certificate = (extensions: readonly Uint8Array[], subject: Subject = 'Leaf'): Certificate =>
  authority.issueRaw(authority.certificate.publicKey(), { subject }, extensions);

interface Constraints {
  readonly permitted?: readonly GeneralNameInput[];
  readonly excluded?: readonly GeneralNameInput[];
}

function violation(
  constraints: Constraints,
  names: readonly GeneralNameInput[],
  subject: Subject = 'Leaf',
): string | null {
  const state = new NameConstraintState(new PathBudget(MODERN_ALGORITHMS));
  state.add(certificate([nameConstraints(constraints)]));
  return state.violation(certificate(names.length === 0 ? [] : [subjectAltName(names)], subject));
}

const permits = (base: GeneralNameInput, name: GeneralNameInput) => violation({ permitted: [base] }, [name]) === null;
const excludes = (base: GeneralNameInput, name: GeneralNameInput) => violation({ excluded: [base] }, [name]) !== null;

describe('name constraints', () => {
  it.each([
    ['go.id', 'go.id', true],
    ['go.id', 'lpse.GO.ID', true],
    ['go.id', 'xgo.id', false],
    ['lpse.go.id', 'go.id', false],
    ['', 'anything.example', true],
    ['go.id', '*.go.id', true],
    ['.go.id', 'lpse.go.id', false],
    ['go.id', 'lpse.go.id.', false],
    ['go.id', '-x.go.id', false],
  ])('DNS base %j permits %j: %j', (base, name, expected) => {
    expect(permits({ dns: base }, { dns: name })).toBe(expected);
  });

  it.each([
    ['kms.go.id', '*.go.id', true],
    ['kms.go.id', '*.id', true],
    ['kms.go.id', 'lpse.go.id', false],
    ['kms.go.id', 'kms.go.id.', true],
    ['.go.id', 'other.example', true],
  ])('DNS base %j excludes %j: %j', (base, name, expected) => {
    expect(excludes({ dns: base }, { dns: name })).toBe(expected);
  });

  it.each([
    ['a@go.id', 'a@GO.id', true],
    ['a@go.id', 'A@go.id', false],
    ['go.id', 'x@go.id', true],
    ['.go.id', 'x@go.id', false],
    ['.go.id', 'x@a.go.id', true],
    ['go.id', 'x@go.id@evil', false],
    ['go.id', 'go.id', false],
  ])('email base %j permits %j: %j', (base, name, expected) => {
    expect(permits({ email: base }, { email: name })).toBe(expected);
  });

  it('excludes a mailbox in any spelling of its local part', () => {
    expect(excludes({ email: 'a@go.id' }, { email: 'A@go.id' })).toBe(true);
    expect(excludes({ email: 'a@go.id' }, { email: 'b@go.id' })).toBe(false);
  });

  it.each([
    ['go.id', 'https://go.id:443/x', true],
    ['go.id', 'https://user@go.id/', true],
    ['go.id', 'https://go.id@evil.example/', false],
    ['go.id', 'https://evil.example/@go.id', false],
    ['go.id', 'https://10.0.0.1/', false],
    ['.go.id', 'https://a.go.id/', true],
    ['go.id', 'mailto:a@go.id', false],
  ])('URI base %j permits %j: %j', (base, name, expected) => {
    expect(permits({ uri: base }, { uri: name })).toBe(expected);
  });

  it('compares addresses under their mask, by family', () => {
    const ten = { ip: Buffer.from([10, 0, 0, 0, 255, 0, 0, 0]) };
    expect(permits(ten, { ip: Buffer.from([10, 1, 2, 3]) })).toBe(true);
    expect(permits(ten, { ip: Buffer.from([11, 1, 2, 3]) })).toBe(false);
    expect(permits(ten, { ip: Buffer.alloc(16) })).toBe(false);
    expect(excludes(ten, { ip: Buffer.alloc(16) })).toBe(false);
    expect(excludes(ten, { ip: Buffer.alloc(5) })).toBe(true);
  });

  it('counts a mask with holes as inside every excluded and no permitted subtree', () => {
    const holes = { ip: Buffer.from([10, 0, 0, 0, 255, 0, 255, 0]) };
    expect(permits(holes, { ip: Buffer.from([10, 0, 0, 0]) })).toBe(false);
    expect(excludes(holes, { ip: Buffer.from([99, 0, 0, 0]) })).toBe(true);
  });

  it('apply to email addresses in the subject', () => {
    const subject = [{ type: 'emailAddress', value: 'a@evil.example' }] as const;
    expect(violation({ permitted: [{ email: 'go.id' }] }, [], subject)).toContain('email');
  });

  it('gather over several issuers: each list must permit', () => {
    const state = new NameConstraintState(new PathBudget(MODERN_ALGORITHMS));
    state.add(certificate([nameConstraints({ permitted: [{ dns: 'go.id' }] })]));
    state.add(certificate([nameConstraints({ permitted: [{ dns: 'lkpp.go.id' }, { dns: 'example' }] })]));
    expect(state.violation(certificate([subjectAltName([{ dns: 'a.lkpp.go.id' }])]))).toBeNull();
    expect(state.violation(certificate([subjectAltName([{ dns: 'a.example' }])]))).not.toBeNull();
    expect(state.violation(certificate([subjectAltName([{ dns: 'a.go.id' }])]))).not.toBeNull();
  });

  it('say nothing where no issuer set any', () => {
    const state = new NameConstraintState(new PathBudget(MODERN_ALGORITHMS));
    state.add(certificate([]));
    expect(state.violation(certificate([subjectAltName([{ dns: 'bad..name' }])]))).toBeNull();
  });

  it('stop at a bomb of names and constraints', () => {
    const many = Array.from({ length: 400 }, (_value, i) => ({ dns: `n${i}.example` }));
    const state = new NameConstraintState(new PathBudget(MODERN_ALGORITHMS, DEFAULT_BUDGET));
    state.add(certificate([nameConstraints({ excluded: many })]));
    const leaf = certificate([subjectAltName(many.map(({ dns }) => ({ dns: `${dns}.other` })))]);
    expect(() => state.violation(leaf)).toThrow('certificate/path-too-complex');
  });
});
