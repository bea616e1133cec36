// Every rule of a sealing policy, broken one at a time: whoever can publish one must not be able to name openers alone.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPolicyDraft, checkSealingPolicy, type PolicyQuestion } from '../../../app/policy/check-sealing-policy.ts';
import type { SealingPolicy } from '../../../app/protocol/policy.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { base64, createPaperLpse, NOW, toKey, type PaperLpse } from '../../doubles/paper-lpse.ts';
import type { Issued } from '../../pki/authority.ts';

let paper: PaperLpse;
beforeAll(async () => {
  paper = await createPaperLpse();
});

function question(policy: SealingPolicy): Omit<PolicyQuestion, 'policyDer'> {
  return {
    policySha256: sha256Hex(encodeCanonicalJson(policy)),
    package: { kdLpse: 77, kdTender: '10092474000', versiTender: 1 },
    trust: paper.trust,
    remembered: null,
    at: NOW,
    intermediates: [],
    revocation: { crls: paper.crls() },
  };
}

async function judge(policy: SealingPolicy, change: Partial<PolicyQuestion> = {}, signers?: readonly SigningKey[]) {
  const policyDer = await paper.signPolicy(policy, signers);
  const verdict = checkSealingPolicy({ ...question(policy), policyDer, ...change });
  const failed = verdict.report.checks.flatMap((check) => (check.outcome === 'failed' ? [[check.id, check.code]] : []));
  expect(verdict.report.ok).toBe(failed.length === 0);
  expect(verdict.policy === null).toBe(failed.length > 0);
  return failed;
}

const envelopes = (change: Parameters<PaperLpse['envelope']>[0]) => ({ envelopes: [paper.envelope(change)] });
const members = (count: number): SigningKey[] => paper.members.slice(0, count).map(toKey);

describe('a sealing policy', () => {
  it('is good when the LPSE and a majority of the committee signed it', async () => {
    expect(await judge(paper.policy())).toEqual([]);
  });

  it('needs the LPSE', async () => {
    expect(await judge(paper.policy(), {}, members(3))).toEqual([['policy-lpse', 'trust/policy-unsigned-by-lpse']]);
  });

  it('needs more than half of the members', async () => {
    expect(await judge(paper.policy(), {}, [paper.lpse, ...members(1)])).toEqual([
      ['policy-committee', 'trust/policy-too-few-members'],
    ]);
  });

  it('is refused when the LPSE names its own people as members', async () => {
    const own = await issue('lpse', 'member-sign', 'Pokja 1');
    const signers = [base64(own), ...paper.members.slice(1).map(base64)];
    expect(await judge(paper.policy(envelopes({ signers })), {}, [paper.lpse, toKey(own), ...members(3)])).toEqual([
      ['policy-members', 'trust/member-refused'],
    ]);
  });

  it('is refused when its members come from several committees', async () => {
    const stranger = await issue('ams', 'member-sign', 'Pokja 2');
    const signers = [base64(stranger), ...paper.members.slice(1).map(base64)];
    expect(await judge(paper.policy(envelopes({ signers })), {}, [paper.lpse, toKey(stranger), ...members(3)])).toEqual(
      [['policy-members', 'trust/member-refused']],
    );
  });

  it('is refused when one member is listed twice', async () => {
    const [first = '', second = ''] = paper.members.map(base64);
    const failed = await judge(paper.policy(envelopes({ signers: [first, first, second] })));
    expect(failed).toEqual([['policy-members', 'trust/member-refused']]);
  });

  it('is refused when an opener is certified by the LPSE', async () => {
    const own = await issue('lpse', 'member-encrypt', 'Pokja 1');
    const certificates = [base64(own), ...paper.openers.slice(1).map(base64)];
    expect(await judge(paper.policy(envelopes({ openers: { kind: 'members', certificates } })))).toEqual([
      ['policy-openers', 'trust/opener-refused'],
    ]);
  });

  it('is refused when an opening certificate is one for signing', async () => {
    const certificates = paper.members.map(base64);
    expect(await judge(paper.policy(envelopes({ openers: { kind: 'members', certificates } })))).toEqual([
      ['policy-openers', 'trust/opener-refused'],
    ]);
  });

  it('is refused when there are more openers than members', async () => {
    const more = await issue('ams', 'member-encrypt', 'Pokja 1');
    const certificates = [...paper.openers.map(base64), base64(more)];
    expect(await judge(paper.policy(envelopes({ openers: { kind: 'members', certificates } })))).toEqual([
      ['policy-openers', 'trust/opener-refused'],
    ]);
  });

  it.each([
    [1, [['policy-readable', 'trust/answer-refused']]],
    [2, []],
    [3, [['policy-openers', 'trust/opener-refused']]],
  ])('judges a quorum of %i out of three', async (threshold, expected) => {
    const quorum = await issue('ams', 'quorum-encrypt', 'Pokja 1');
    const holders = paper.openers.map(base64);
    const openers = { kind: 'quorum' as const, certificate: base64(quorum), threshold, holders };
    expect(await judge(paper.policy(envelopes({ openers })))).toEqual(expected);
  });

  it('is refused with a package certificate of another tender', async () => {
    const other = await paper.authorities.kms.issue('kms-package', {
      subject: [
        { type: 'O', value: 'LPSE 77' },
        { type: 'OU', value: 'Tender 10092481000 versi 1' },
        { type: 'CN', value: 'Sampul satu' },
      ],
    });
    expect(await judge(paper.policy(envelopes({ packageCertificate: base64(other) })))).toEqual([
      ['policy-package-certificate', 'trust/package-certificate-refused'],
    ]);
  });

  it('is refused with a package certificate that is not the KMS’s', async () => {
    const { packageCertificate } = paper.envelope();
    expect(await judge(paper.policy(), { trust: { ...paper.trust, kms: paper.trust.ams } })).toEqual([
      ['policy-package-certificate', 'trust/package-certificate-refused'],
    ]);
    expect(await judge(paper.policy(envelopes({ rehearsalCertificate: packageCertificate })))).toEqual([
      ['policy-package-certificate', 'trust/package-certificate-refused'],
    ]);
  });

  it('is refused for another package or version', async () => {
    expect(await judge(paper.policy({ versiTender: 2 }))).toContainEqual([
      'policy-package',
      'trust/policy-wrong-package',
    ]);
  });

  it('is refused when it is older than one already seen, or another one with the same number', async () => {
    const known = { kdTender: '10092474000', policy: '', closesAt: {} };
    const newer = { ...known, serial: 4, policySha256: '1'.repeat(64) };
    const twin = { ...known, serial: 3, policySha256: '2'.repeat(64) };
    expect(await judge(paper.policy(), { remembered: newer })).toEqual([['policy-serial', 'trust/policy-older']]);
    expect(await judge(paper.policy(), { remembered: twin })).toEqual([['policy-serial', 'trust/policy-older']]);
  });

  it('is refused when the deadline moved to an earlier time', async () => {
    const remembered = {
      kdTender: '10092474000',
      serial: 2,
      policySha256: '1'.repeat(64),
      policy: '',
      closesAt: { satu: '2026-11-21T03:00:00.001Z' },
    };
    expect(await judge(paper.policy(), { remembered })).toEqual([['policy-deadline', 'trust/deadline-earlier']]);
  });

  it('is refused without revocation answers, and when a member is revoked', async () => {
    const failed = await judge(paper.policy(), { revocation: {} });
    expect(failed.map(([id]) => id)).toEqual([
      'policy-lpse',
      'policy-members',
      'policy-openers',
      'policy-package-certificate',
      'policy-auditor',
    ]);
    const fresh = await createPaperLpse();
    const [member] = fresh.members;
    if (member === undefined) throw new Error('member');
    fresh.authorities.ams.revoke(member.certificate, { at: new Date(NOW.getTime() - 3_600_000) });
    const policy = fresh.policy();
    const verdict = checkSealingPolicy({
      ...question(policy),
      policyDer: await fresh.signPolicy(policy),
      trust: fresh.trust,
      revocation: { crls: fresh.crls() },
    });
    expect(verdict.report.checks.find(({ id }) => id === 'policy-members')).toMatchObject({
      outcome: 'failed',
      code: 'trust/member-refused',
      facts: { why: 'certificate/revoked' },
    });
  });

  it('is refused under another digest than it was asked for, and nothing after that is claimed', async () => {
    const policyDer = await paper.signPolicy(paper.policy());
    const { report } = checkSealingPolicy({ ...question(paper.policy()), policyDer, policySha256: '0'.repeat(64) });
    expect(report.checks.map(({ outcome }) => outcome)).toEqual(['failed', ...Array<string>(9).fill('not-made')]);
  });
});

describe('a draft of a policy', () => {
  it('passes every check but those of signatures before it is signed', () => {
    const report = checkPolicyDraft(paper.policy(), question(paper.policy()));
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ id }) => id)).not.toContain('policy-committee');
  });

  it('shows a member what is wrong with it', () => {
    const certificates = paper.members.map(base64);
    const policy = paper.policy(envelopes({ openers: { kind: 'members', certificates } }));
    expect(checkPolicyDraft(policy, question(policy)).ok).toBe(false);
  });
});

function issue(
  authority: 'lpse' | 'ams',
  profile: 'member-sign' | 'member-encrypt' | 'quorum-encrypt',
  unit: string,
): Promise<Issued> {
  const subject = [
    { type: 'OU' as const, value: unit },
    { type: 'CN' as const, value: 'Orang Lain' },
  ];
  return paper.authorities[authority].issue(profile, { subject });
}
