import { beforeAll, describe, expect, it } from 'vitest';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import { candidatePaths, type DropReason } from '../../../crypto/x509/build-path.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { PathBudget } from '../../../crypto/x509/path-budget.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';
import { crossSign } from '../../vectors/chains/world.ts';

describe('candidate paths', () => {
  let root: Authority;
  let issuing: Authority;
  let leaf: Certificate;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root' });
    issuing = await createAuthority({ subject: 'Issuing', parent: root });
    leaf = (await issuing.issue('bidder', { subject: 'Bidder' })).certificate;
  });

  function search(from: Certificate, intermediates: readonly Certificate[], anchors: readonly Certificate[]) {
    const drops: DropReason[] = [];
    const sources = { intermediates, anchors, budget: new PathBudget(MODERN_ALGORITHMS) };
    const paths = [...candidatePaths(from, sources, (_certificate, reason) => drops.push(reason))];
    return { paths: paths.map((path) => path.map(({ sha256 }) => sha256)), drops };
  }

  it('run from the leaf to the anchor', () => {
    const { paths } = search(leaf, [issuing.certificate], [root.certificate]);
    expect(paths).toEqual([[leaf.sha256, issuing.certificate.sha256, root.certificate.sha256]]);
  });

  it('are all found where several lead to an anchor', async () => {
    const other = await createAuthority({ subject: 'Other' });
    const rootByOther = crossSign(root, 'Root', other);
    const { paths } = search(leaf, [issuing.certificate, rootByOther], [root.certificate, other.certificate]);
    expect(paths.map((path) => path.length)).toEqual([3, 4]);
  });

  it('do not pass through an anchor that lies among the intermediates', () => {
    expect(search(leaf, [issuing.certificate, root.certificate], [root.certificate]).paths).toHaveLength(1);
  });

  it('skip an issuer whose key identifier contradicts, before any signature is verified', async () => {
    const impostor = await createAuthority({ subject: 'Issuing', parent: root });
    const { paths, drops } = search(leaf, [impostor.certificate, issuing.certificate], [root.certificate]);
    expect(paths).toHaveLength(1);
    expect(drops).toEqual([]);
  });

  it('tell why none was found', async () => {
    const twin = await createAuthority({ subject: 'Issuing', parent: root });
    const forger = { ...twin.certificate, subjectKeyId: null };
    const weak = { ...issuing.certificate, keyType: { kind: 'rsa', bits: 512 } } as const;
    expect(search(leaf, [], [root.certificate]).drops).toEqual(['no-issuer']);
    expect(search(leaf, [forger], [root.certificate]).drops).toEqual(['bad-signature']);
    expect(search(leaf, [weak], [root.certificate]).drops).toEqual(['weak-algorithm']);
  });

  it('end at a length that no real hierarchy has', async () => {
    const chain: Authority[] = [root];
    for (let i = 0; i < 10; i++) {
      const parent = chain.at(-1);
      if (parent === undefined) throw new Error('no parent');
      chain.push(await createAuthority({ subject: `Level ${i}`, parent }));
    }
    const last = chain.at(-1) ?? root;
    const deep = (await last.issue('bidder', { subject: 'Deep' })).certificate;
    const { paths, drops } = search(deep, last.chain, [root.certificate]);
    expect(paths).toEqual([]);
    expect(drops).toEqual(['too-long']);
  });

  it('do not follow a cycle of authorities that certify each other', async () => {
    const [a, b] = [await createAuthority({ subject: 'A' }), await createAuthority({ subject: 'B' })];
    const lost = (await a.issue('bidder', { subject: 'Lost' })).certificate;
    expect(search(lost, [crossSign(a, 'A', b), crossSign(b, 'B', a)], [root.certificate]).paths).toEqual([]);
  });
});
