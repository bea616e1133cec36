// NIST PKITS through our path validator, with openssl as a second opinion. Gate: no false accept, 239 of 247 agree.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { OID } from '../../crypto/asn1/oid.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { validatePath } from '../../crypto/x509/validate-path.ts';
import { HAS_OPENSSL, opensslVerify } from '../pki/openssl.ts';

interface PkitsCase {
  readonly id: string;
  readonly name: string;
  /** Anchor first, end certificate last. */
  readonly certs: readonly string[];
  readonly crls: readonly string[];
  readonly shouldValidate: boolean;
  readonly initialPolicySet?: readonly string[];
  readonly initialExplicitPolicy?: boolean;
  readonly initialPolicyMappingInhibit?: boolean;
  readonly initialInhibitAnyPolicy?: boolean;
}

const DATA_DIR = path.join(
  process.env.SEGEL_TEST_DATA ?? path.resolve(import.meta.dirname, '../../../shared/data'),
  'pkits',
);
const HAS_DATA = existsSync(path.join(DATA_DIR, 'tests.json'));
const AT = new Date('2011-04-15T00:00:00Z');
/** Some of the suite's certificates are signed with DSA and SHA-1. */
const ALGORITHMS = { minRsaBits: 1024, maxRsaBits: 8192, sha1: true, dsa: true };

/** Valid paths that we refuse, each with its reason. All others must agree. */
const REFUSED_ON_PURPOSE: Readonly<Record<string, string>> = {
  'Valid DSA Parameter Inheritance Test5': 'keys without parameters of their own are not keys to us',
  'Valid IDP with indirectCRL Test22': 'indirect CRLs are refused',
  'Valid IDP with indirectCRL Test24': 'indirect CRLs are refused',
  'Valid IDP with indirectCRL Test25': 'indirect CRLs are refused',
  'Valid cRLIssuer Test28': 'indirect CRLs are refused',
  'Valid cRLIssuer Test29': 'indirect CRLs are refused',
  'Valid cRLIssuer Test30': 'indirect CRLs are refused',
  'Valid cRLIssuer Test33': 'indirect CRLs are refused',
};

const CASES = HAS_DATA ? (JSON.parse(readFileSync(path.join(DATA_DIR, 'tests.json'), 'utf8')) as PkitsCase[]) : [];
const certificateDer = (name: string) => readFileSync(path.join(DATA_DIR, 'certs', `${name}.crt`));
const crlDer = (name: string) => readFileSync(path.join(DATA_DIR, 'crls', `${name}.crl`));
const policyOid = (name: string) =>
  name === 'anyPolicy' ? OID.anyPolicy : name.replace('NIST-test-policy-', '2.16.840.1.101.3.2.1.48.');

/** `null`: a certificate of the path is not even parsed. */
function ourVerdict(test: PkitsCase): boolean | null {
  try {
    const [anchor, ...below] = test.certs.map((name) => parseCertificate(certificateDer(name)));
    const leaf = below.pop();
    if (anchor === undefined || leaf === undefined) throw new Error(`${test.id} has no path`);
    const report = validatePath({
      leaf,
      intermediates: below,
      anchors: [anchor],
      at: AT,
      crls: test.crls.flatMap((name) => parsedCrl(name)),
      revocation: 'required',
      algorithms: ALGORITHMS,
      policies: {
        ...(test.initialPolicySet === undefined ? {} : { acceptable: test.initialPolicySet.map(policyOid) }),
        requireExplicitPolicy: test.initialExplicitPolicy === true,
        inhibitPolicyMapping: test.initialPolicyMappingInhibit === true,
        inhibitAnyPolicy: test.initialInhibitAnyPolicy === true,
      },
    });
    return report.ok;
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'certificate/malformed') return null;
    throw error;
  }
}

/** One CRL of the suite has a signature that is no whole number of octets: it is as good as absent. */
function parsedCrl(name: string) {
  try {
    return [parseCrl(crlDer(name))];
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'crl/malformed') return [];
    throw error;
  }
}

function opensslVerdict(test: PkitsCase): boolean {
  const [anchor, ...below] = test.certs.map(certificateDer);
  const leaf = below.pop();
  if (anchor === undefined || leaf === undefined) throw new Error(`${test.id} has no path`);
  const options = ['-extended_crl', '-use_deltas', '-policy_check', '-auth_level', '0'];
  // To openssl no -policy means the empty set, to PKITS it means any policy.
  for (const name of test.initialPolicySet ?? ['anyPolicy']) options.push('-policy', policyOid(name));
  if (test.initialExplicitPolicy === true) options.push('-explicit_policy');
  if (test.initialPolicyMappingInhibit === true) options.push('-inhibit_map');
  if (test.initialInhibitAnyPolicy === true) options.push('-inhibit_any');
  return opensslVerify({ leaf, intermediates: below, anchors: [anchor], crls: test.crls.map(crlDer), at: AT, options })
    .ok;
}

describe.skipIf(!HAS_DATA)(`PKITS${HAS_DATA ? '' : ' (skipped: no test data)'}`, () => {
  const accepted = CASES.map((test) => ({ test, ok: ourVerdict(test) === true }));
  const label = ({ id, name }: PkitsCase) => `${id} ${name}`;

  it('accepts no path that must be refused', () => {
    expect(CASES).toHaveLength(247);
    expect(accepted.filter(({ test, ok }) => ok && !test.shouldValidate).map(({ test }) => label(test))).toEqual([]);
  });

  it('refuses only the valid paths on the written list', () => {
    const refused = accepted.filter(({ test, ok }) => !ok && test.shouldValidate).map(({ test }) => test.name);
    expect(refused.toSorted()).toEqual(Object.keys(REFUSED_ON_PURPOSE).toSorted());
    expect(accepted.filter(({ test, ok }) => ok === test.shouldValidate).length).toBeGreaterThanOrEqual(239);
  });

  it.skipIf(!HAS_OPENSSL)('accepts nothing that openssl refuses with the same policy inputs', () => {
    const disputed = accepted.filter(({ test, ok }) => ok && !opensslVerdict(test)).map(({ test }) => label(test));
    expect(disputed).toEqual([]);
  });
});
