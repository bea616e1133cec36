// A policy judged as of when the log says it was issued: what happened to a member afterwards does not undo it, what happened before
// does, and nobody gains by writing an earlier time.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSealingPolicy } from '../../../app/policy/check-sealing-policy.ts';
import { policyIssuedAt } from '../../../app/policy/policy-issued.ts';
import type { LogLeaf } from '../../../app/protocol/log.ts';
import type { SealingPolicy } from '../../../app/protocol/policy.ts';
import { generalizedTime } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { extension } from '../../../crypto/x509/certificate-builder.ts';
import { parseCrl, type Crl } from '../../../crypto/x509/crl.ts';
import { base64, createPaperLpse, NOW, toKey, type PaperLpse } from '../../doubles/paper-lpse.ts';

const kdTender = '10092474000';
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);

describe('the time of issue', () => {
  const issued = (time: Date, more: Partial<LogLeaf> = {}): LogLeaf => ({
    ...{ type: 'policy-issued', kdTender, versiTender: 1, envelopeId: null, time: time.toISOString() },
    body: { policySha256: 'x' },
    ...more,
  });
  const other = (time: Date): LogLeaf => issued(time, { kdTender: '10092481000' });
  const find = (...leaves: LogLeaf[]) =>
    policyIssuedAt(
      leaves.map((leaf) => encodeCanonicalJson(leaf)),
      { kdTender, policySha256: 'x' },
    );

  it('is that of its leaf', () => {
    expect(find(other(hours(-2)), issued(NOW), other(hours(2)))).toEqual(NOW);
  });

  it('is never earlier than what the log had before', () => {
    expect(find(other(hours(-5)), other(hours(3)), other(hours(1)), issued(hours(-1)))).toEqual(hours(3));
  });

  it('is unknown without a leaf of this policy for this tender', () => {
    expect(find(other(NOW), issued(NOW, { body: { policySha256: 'y' } }))).toBeNull();
    expect(find()).toBeNull();
  });
});

describe('a policy judged as of its issue', () => {
  let paper: PaperLpse;
  beforeAll(async () => {
    paper = await createPaperLpse();
  });

  async function judge(policy: SealingPolicy, about: { crls: Crl[]; at: Date; issuedAt?: Date }) {
    const { crls, ...times } = about;
    const verdict = checkSealingPolicy({
      policyDer: await paper.signPolicy(policy, [paper.lpse, ...signers.map(toKey)]),
      policySha256: sha256Hex(encodeCanonicalJson(policy)),
      package: { kdLpse: 77, kdTender, versiTender: 1 },
      trust: paper.trust,
      remembered: null,
      intermediates: [],
      revocation: { crls },
      ...times,
    });
    return verdict.report.checks.flatMap((check) => (check.outcome === 'failed' ? [check.facts.why] : []));
  }

  let signers: PaperLpse['members'] = [];
  const named = () => paper.policy({ envelopes: [paper.envelope({ signers: signers.map(base64) })] });
  const shortLived = (notAfter: Date) =>
    paper.authorities.ams.issue('member-sign', {
      subject: [
        { type: 'OU', value: 'Pokja 1' },
        { type: 'CN', value: 'Anggota' },
      ],
      notAfter,
    });

  it('stands when a member was revoked afterwards, and falls when it was before', async () => {
    const revoked = await shortLived(hours(100));
    signers = [...paper.members.slice(0, 2), revoked];
    paper.authorities.ams.revoke(revoked.certificate, { at: hours(2) });
    const crls = paper.crls();
    const at = hours(3);
    expect(await judge(named(), { crls, at, issuedAt: hours(1) })).toEqual([]);
    expect(await judge(named(), { crls, at, issuedAt: hours(2) })).toEqual(['certificate/revoked']);
    expect(await judge(named(), { crls, at })).toEqual(['certificate/revoked']);
  });

  it('stands when a member expired afterwards, if the lists of today still know the certificate', async () => {
    signers = [...paper.members.slice(0, 2), await shortLived(hours(2))];
    const lists = (extensions: Buffer[] = []) =>
      [paper.authorities.lpse, paper.authorities.ams, paper.authorities.kms].map((ca) =>
        parseCrl(ca.crl({ thisUpdate: hours(3), nextUpdate: hours(9), extensions })),
      );
    const keeping = lists([extension(OID.expiredCertsOnCrl, false, generalizedTime(hours(-24)))]);
    const at = hours(4);
    expect(await judge(named(), { crls: keeping, at, issuedAt: hours(1) })).toEqual([]);
    expect(await judge(named(), { crls: lists(), at, issuedAt: hours(1) })).toEqual(['certificate/revocation-unknown']);
    expect(await judge(named(), { crls: keeping, at, issuedAt: hours(2.5) })).toEqual(['certificate/expired']);
    expect(await judge(named(), { crls: keeping, at })).toEqual(['certificate/expired']);
  });

  it('is judged at now when its leaf is from the future', async () => {
    signers = [...paper.members.slice(0, 2), await shortLived(hours(2))];
    const crls = paper.crls();
    expect(await judge(named(), { crls, at: hours(1), issuedAt: hours(5) })).toEqual([]);
  });

  it('is refused without answers', async () => {
    signers = [...paper.members];
    const failed = await judge(named(), { crls: [], at: hours(3), issuedAt: hours(1) });
    expect(failed).toContain('certificate/revocation-unknown');
  });
});
