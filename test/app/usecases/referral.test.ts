// A bid that did not open, before the LPSE: the member's client makes the evidence, the duty officer proves the class from digests
// alone and states; the committee reads a verified statement. What somebody has tampered with on the way does not pass.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineReferral, type ExamineNeeds } from '../../../app/usecases/examine-referral.ts';
import { listReferrals } from '../../../app/usecases/list-referrals.ts';
import { findingOn } from '../../../app/usecases/opening-finding.ts';
import { referBid } from '../../../app/usecases/refer-bid.ts';
import { stateOnReferral, statementToSign } from '../../../app/usecases/state-referral.ts';
import { readPackage, writePackage } from '../../../app/policy/referral-package.ts';
import type { ReferralCase } from '../../../app/protocol/referrals.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { bidOn, damage, openAll, OPENED, untilOpening } from './opened.ts';
import { openStation, type Station } from './station.ts';

let lpse: TemporaryLpse;
let siti: Station;
let officer: Station;
let referralId: string;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  const karya = await openStation(lpse, 'karya.nusantara');
  const cipta = await openStation(lpse, 'cipta.mandiri');
  siti = await openStation(lpse, 'siti.rahayu');
  officer = await openStation(lpse, 'helpdesk');
  await bidOn(karya, '98000000');
  await bidOn(cipta, '97000000');
  await untilOpening(lpse);
  await damage(lpse, cipta);
  const { room, bids } = await openAll(siti);
  const broken = bids.find(({ outcome }) => outcome.kind === 'not-opened');
  const connection = await siti.connect();
  const { submissionId = '' } = broken ?? {};
  const finding = await findingOn(siti.needs, { room, submissionId, baseDir: join(siti.dir, 'buka') });
  const referral = await referBid(siti.needs, {
    ...{ connection, openingId: room.answer.openingId, n: broken?.n ?? 0, submissionId },
    reason: 'damaged-in-storage',
    signerSha256: siti.signing?.certificateSha256 ?? '',
    ...finding,
  });
  referralId = referral.referralId;
  await Promise.all([karya.close(), cipta.close()]);
});
afterAll(async () => {
  await siti.close();
  await officer.close();
  await lpse.close();
});

async function examine(
  change: (needs: ExamineNeeds) => Partial<ExamineNeeds['lpse']> = () => ({}),
  ports: Partial<ExamineNeeds> = {},
) {
  const { needs, dir } = officer;
  const folder = await mkdtemp(join(dir, 'rujukan-'));
  const connection = await officer.connect();
  const lies = { ...needs, ...ports, lpse: { ...needs.lpse, ...change(needs) } };
  return examineReferral(lies, { connection, referralId, folder });
}

/** The stored file as it was received, and a sealer that fails on it. */
async function examineWhole(fault: Error) {
  const { needs } = officer;
  const found = await needs.lpse.referral(referralId);
  const sealer = Object.assign(Object.create(needs.sealer) as ExamineNeeds['sealer'], {
    verify: () => Promise.reject(fault),
  });
  const documents: ExamineNeeds['documents'] = {
    ...needs.documents,
    digest: () => Promise.resolve(found.sealedSha256),
  };
  return examine(() => ({}), { sealer, documents });
}

function outcomes(report: { readonly checks: readonly { readonly id: string; readonly outcome: string }[] }) {
  return Object.fromEntries(report.checks.map(({ id, outcome }) => [id, outcome]));
}

describe('the duty officer', () => {
  it('proves from the digests that the stored file is not the one received', async () => {
    const { report, proven, digests, evidence, memberName, referral } = await examine();
    expect(proven).toBe('damaged-in-storage');
    expect(referral.reason).toBe('damaged-in-storage');
    expect(memberName).toBe('Siti Rahayu');
    expect(digests[0]?.found).not.toBe(digests[0]?.expected);
    expect(evidence?.receipted.sealedSha256).toBe(digests[0]?.expected);
    expect(outcomes(report)).toMatchObject({
      'receipt-signature': 'passed',
      'log-inclusion': 'passed',
      'referral-receipt': 'passed',
      'referral-result': 'passed',
      'referral-evidence': 'passed',
      'referral-release': 'passed',
      'referral-stored': 'failed',
      'referral-headers': 'not-made',
    });
  });

  it('is told what the member’s computer received, and which checks it made', async () => {
    const { evidence, digests } = await examine();
    // Damaged on the LPSE's disk: what left it is what it has.
    expect(evidence?.observed).toEqual({ sealedSha256: digests[0]?.found, size: evidence?.receipted.size });
    expect(evidence?.checks).toContainEqual({ id: 'receipt-signature', outcome: 'passed', code: null });
    expect(evidence?.observed?.sealedSha256).not.toBe(evidence?.receipted.sealedSha256);
  });

  it('does not rest a case on a receipt of another bid', async () => {
    const { report, proven } = await examine((needs) => ({
      referral: async (id): Promise<ReferralCase> => ({ ...(await needs.lpse.referral(id)), submissionId: 'lain' }),
    }));
    expect(outcomes(report)['referral-receipt']).toBe('failed');
    expect(outcomes(report)['referral-result']).toBe('failed');
    expect(proven).toBeNull();
  });

  it.each([
    ['its own disk', new CodedError('document/unreadable', { system: 'EIO' })],
    ['a file that changed while it was read', new CryptoError('seal/document-changed')],
  ])('does not call a bid made wrongly because of %s', async (_, fault) => {
    await expect(examineWhole(fault)).rejects.toBe(fault);
  });

  it('does not call a bid made wrongly that only a newer program can judge', async () => {
    const { proven, report } = await examineWhole(new CryptoError('seal/newer-version'));
    expect(outcomes(report)['sealed-structure']).toBe('failed');
    expect(proven).toBeNull();
  });

  it('notices an evidence package that was changed on the way', async () => {
    const { report, evidence } = await examine((needs) => ({
      referralEvidence: async (id) => {
        const { evidence: facts, files } = readPackage(await needs.lpse.referralEvidence(id));
        return writePackage({ ...facts, reason: 'made-wrongly' }, files);
      },
    }));
    expect(outcomes(report)['referral-evidence']).toBe('failed');
    expect(evidence).toBeNull();
  });

  it('sees what will be signed, and the LPSE signs exactly that', async () => {
    const connection = await officer.connect();
    const [referral] = await listReferrals(officer.needs, { connection, kdTender: null });
    if (referral === undefined) throw new Error('a referral');
    const word = { canBeOpened: false, text: ' Berkas rusak di penyimpanan LPSE. ' };
    const wanted = statementToSign(referral, word);
    const { statement, isOurs } = await stateOnReferral(officer.needs, { connection, referralId, ...word });
    expect(isOurs).toBe(true);
    expect({ ...statement, statedAt: '' }).toEqual({ ...wanted, statedAt: '' });
    const later = { connection, referralId, canBeOpened: true, text: 'Ternyata bisa.' };
    expect(await stateOnReferral(officer.needs, later)).toEqual({ statement, isOurs: false });
  });
});

describe('the committee', () => {
  it('reads the verified statement, and none that is forged', async () => {
    const connection = await siti.connect();
    const input = { connection, kdTender: OPENED.kdTender };
    const [referral] = await listReferrals(siti.needs, input);
    expect(referral).toMatchObject({ statement: { canBeOpened: false }, statementCode: null });
    const { referrals } = await siti.needs.lpse.referrals(OPENED.kdTender);
    const forged = {
      referrals: () => Promise.resolve({ referrals: referrals.map((one) => ({ ...one, submissionId: 'lain' })) }),
    };
    const [other] = await listReferrals({ ...siti.needs, lpse: forged }, input);
    expect(other).toMatchObject({ statement: null, statementCode: 'trust/answer-refused' });
  });
});

describe('an evidence package', () => {
  const facts = {
    format: 'segel-referral/1',
    ...{ kdLpse: 906, ...OPENED, openingId: 'a', submissionId: 'b' },
    reason: 'made-wrongly',
    ...{ clientVersion: '1', madeAt: '2026-11-20T02:00:00.000Z' },
    receipted: { sealedSha256: 'a'.repeat(64), manifestSha256: 'b'.repeat(64), size: 1 },
    ...{ observed: null, headers: [], checks: [] },
  } as const;
  const zip = writePackage({ ...facts, headers: [], checks: [] }, new Map([['result.p7m', Buffer.from('abc')]]));

  it('comes back as it was written', () => {
    const { evidence, files } = readPackage(zip);
    expect(evidence).toMatchObject(facts);
    expect(files.get('result.p7m')?.toString()).toBe('abc');
  });

  it.each(Array.from({ length: 12 }, (_, i) => Math.floor((i * zip.length) / 12)))(
    'is refused when byte %i was changed',
    (at) => {
      const changed = Buffer.from(zip);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      expect(() => readPackage(changed)).toThrow(expect.objectContaining({ code: 'referral/evidence-refused' }));
    },
  );

  it('is refused when something stands behind it, or it is cut short', () => {
    for (const other of [Buffer.concat([zip, Buffer.from('x')]), zip.subarray(0, -1), Buffer.alloc(0)])
      expect(() => readPackage(other)).toThrow(expect.objectContaining({ code: 'referral/evidence-refused' }));
  });
});
