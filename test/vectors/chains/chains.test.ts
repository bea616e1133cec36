import { describe, expect, it } from 'vitest';
import { validatePath } from '../../../crypto/x509/validate-path.ts';
import { HAS_OPENSSL, opensslVerify } from '../../pki/openssl.ts';
import { makeChains } from './make-chains.ts';
import { pathInput, readVectors, toVector, vectorDer, type ChainVector } from './vector.ts';

const VECTORS = readVectors();

/** `accepted`, or the code of the first finding. */
function verdict(vector: ChainVector): string {
  const report = validatePath(pathInput(vector));
  return report.ok ? 'accepted' : (report.findings[0]?.code ?? 'refused without a finding');
}

/** openssl with the same inputs; OCSP answers have no place there. */
function opensslAccepts(vector: ChainVector): boolean {
  const { requiredPurpose, policies, revocation = 'required' } = vector.options;
  const { crls, ...rest } = vectorDer(vector);
  const options = ['-x509_strict'];
  if (requiredPurpose !== undefined) options.push('-purpose', 'timestampsign');
  for (const policy of policies?.acceptable ?? ['2.5.29.32.0']) options.push('-policy', policy);
  if (policies?.requireExplicitPolicy === true) options.push('-explicit_policy');
  if (policies?.inhibitAnyPolicy === true) options.push('-inhibit_any');
  if (policies?.inhibitPolicyMapping === true) options.push('-inhibit_map');
  return opensslVerify({ ...rest, crls: revocation === 'required' ? crls : [], options }).ok;
}

describe('certificate chain vectors', () => {
  it.each(VECTORS)('$id: $rule', (vector) => {
    expect(verdict(vector)).toBe(vector.expected);
  });

  it('come out the same with fresh keys, and the file holds exactly the cases of the script', async () => {
    const fresh = (await makeChains()).map(toVector);
    const summary = ({ id, rule, expected }: ChainVector) => ({ id, rule, expected });
    expect(fresh.map(summary)).toEqual(VECTORS.map(summary));
    expect(new Set(fresh.map(({ id }) => id)).size).toBe(fresh.length);
    expect(fresh.filter((vector) => verdict(vector) !== vector.expected).map(({ id }) => id)).toEqual([]);
  });

  it.skipIf(!HAS_OPENSSL)('are accepted by openssl where we accept them, or say why not', () => {
    const accepted = VECTORS.filter(({ expected }) => expected === 'accepted');
    const disputed = accepted.filter((vector) => vector.opensslRefusesBecause === undefined && !opensslAccepts(vector));
    expect(disputed.map(({ id }) => id)).toEqual([]);
    expect(accepted.filter(opensslAccepts).length).toBeGreaterThan(20);
  });
});
