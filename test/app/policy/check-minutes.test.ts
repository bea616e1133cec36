// The timestamp of a signature under minutes: whose it is, and whether its maker was revoked, decide what it proves.
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeSignature, type MinutesQuestion } from '../../../app/policy/check-minutes.ts';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import { softwareSigningKey } from '../../../crypto/keys.ts';
import { buildTimestampRequest } from '../../../crypto/timestamp.ts';
import { parseCrl, type Crl } from '../../../crypto/x509/crl.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';
import { respond } from '../../pki/timestamp-authority.ts';

const DAY = 86_400_000;
const SIGNED = new Date('2026-11-20T09:00:00.000Z');
const paper = Buffer.from('%PDF-1.7 berita acara');
const after = (ms: number) => new Date(SIGNED.getTime() + ms);
const clock = () => SIGNED;

let ams: Authority;
let member: Issued;
let p7s: Buffer;

beforeAll(async () => {
  ams = await createAuthority({ subject: 'AMS', clock });
  member = await ams.issue('member-sign', { subject: 'Siti Rahayu' });
  p7s = await signContent({
    content: paper,
    detached: true,
    signers: [{ key: softwareSigningKey(member.privateKey, member.certificate), signingTime: SIGNED }],
  });
});

interface Tsa {
  readonly authority: Authority;
  readonly signer: Issued;
  readonly timestamp: Buffer;
}

async function stampedBy(parent?: Authority): Promise<Tsa> {
  const authority = parent ?? (await createAuthority({ subject: 'CA TSA', clock }));
  const signer = await authority.issue('tsa', { subject: 'TSA' });
  const key = { ...softwareSigningKey(signer.privateKey, signer.certificate), chain: [...authority.chain] };
  const request = buildTimestampRequest({ sha256: sha256(p7s) });
  return { authority, signer, timestamp: await respond(request.der, { key, genTime: SIGNED }) };
}

function judge(tsa: Tsa, { crls, at = after(60_000) }: { readonly crls: readonly Crl[]; readonly at?: Date }) {
  const question: Omit<MinutesQuestion, 'signatures'> = {
    paper,
    members: new Set([member.certificate.sha256]),
    // Nothing else of it is used.
    trust: { ams: [ams.certificate], tsa: [tsa.authority.anchor] } as unknown as LpseTrust,
    at,
    path: { crls },
  };
  const { rows, standing, code, stamp } = judgeSignature(question, { name: 'x.p7s', p7s, timestamp: tsa.timestamp });
  const { outcome } = rows.find(({ id }) => id === 'minutes-timestamp') ?? {};
  return { standing, code, stamp, outcome };
}

const listOf = (authority: Authority, thisUpdate: Date) => parseCrl(authority.crl({ thisUpdate }));
const GOOD = { standing: 'counted', code: null, stamp: 'good', outcome: 'passed' };

describe('a timestamp over a signature of the minutes', () => {
  it('counts when its maker is known not to be revoked', async () => {
    const tsa = await stampedBy();
    expect(judge(tsa, { crls: [listOf(ams, SIGNED), listOf(tsa.authority, SIGNED)] })).toEqual(GOOD);
  });

  it('counts for nothing when its maker had been revoked', async () => {
    const tsa = await stampedBy();
    tsa.authority.revoke(tsa.signer.certificate, { at: after(-60_000) });
    const crls = [listOf(ams, after(DAY)), listOf(tsa.authority, after(DAY))];
    expect(judge(tsa, { crls })).toEqual({
      ...{ standing: 'refused', code: 'minutes/timestamp-revoked' },
      ...{ stamp: 'refused', outcome: 'failed' },
    });
  });

  it('counts when its maker was revoked only after it', async () => {
    const tsa = await stampedBy();
    tsa.authority.revoke(tsa.signer.certificate, { at: after(60_000) });
    expect(judge(tsa, { crls: [listOf(ams, after(DAY)), listOf(tsa.authority, after(DAY))] })).toEqual(GOOD);
  });

  it('is seen through when the authority between maker and anchor had been revoked', async () => {
    const root = await createAuthority({ subject: 'Akar TSA', clock });
    const tsa = await stampedBy(await createAuthority({ subject: 'TSA antara', parent: root, pathLength: 0, clock }));
    const own = listOf(tsa.authority, after(DAY));
    expect(judge(tsa, { crls: [listOf(ams, after(DAY)), own, listOf(root, after(DAY))] })).toEqual(GOOD);
    expect(judge(tsa, { crls: [listOf(ams, after(DAY)), own] }).stamp).toBe('unjudged');
    root.revoke(tsa.authority.certificate, { at: after(-60_000) });
    expect(judge(tsa, { crls: [listOf(ams, after(DAY)), own, listOf(root, after(DAY))] }).code).toBe(
      'minutes/timestamp-revoked',
    );
  });

  it('is said to be unjudged without a list, and the signature is judged now', async () => {
    const tsa = await stampedBy();
    const unjudged = { stamp: 'unjudged', outcome: 'missing' };
    expect(judge(tsa, { crls: [listOf(ams, SIGNED)] })).toEqual({ ...unjudged, standing: 'counted', code: null });
    // What the timestamp would prove is needed here, and is not known.
    const late = after(1000 * DAY);
    expect(judge(tsa, { crls: [listOf(ams, SIGNED)], at: late })).toEqual({
      ...unjudged,
      ...{ standing: 'unjudged', code: 'minutes/timestamp-unjudged' },
    });
    expect(judge(tsa, { crls: [listOf(ams, SIGNED), listOf(tsa.authority, SIGNED)], at: late })).toEqual(GOOD);
  });

  it("is not made stale by a newer list of the people's authority, nor the other way round", async () => {
    const tsa = await stampedBy();
    for (const [people, stamps] of [
      [SIGNED, after(100 * DAY)],
      [after(100 * DAY), SIGNED],
    ] as const) {
      expect(judge(tsa, { crls: [listOf(ams, people), listOf(tsa.authority, stamps)] })).toEqual(GOOD);
    }
  });

  it('does not count with a list that another authority signed in the name of its own', async () => {
    const tsa = await stampedBy();
    const other = await createAuthority({ subject: 'CA TSA', clock });
    expect(judge(tsa, { crls: [listOf(ams, SIGNED), listOf(other, SIGNED)] }).stamp).toBe('unjudged');
  });
});
