import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogLeaf } from '../../../app/protocol/log.ts';
import {
  PackageList,
  PROCUREMENT_TYPES,
  ProcurementPackage,
  SELECTION_METHODS,
} from '../../../app/protocol/packages.ts';
import { PolicyAnswer } from '../../../app/protocol/policy.ts';
import { checkSealingPolicy } from '../../../app/policy/check-sealing-policy.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { LpseClient, signIn, signInBidder, type SignedIn } from '../client.ts';
import type { PublishedPolicy } from '../context.ts';
import type { RunningLpse } from '../server.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { UPLOAD } from '../seeds/stages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';

let lpse: TemporaryLpse;
let bidder: SignedIn;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  bidder = await signInBidder(lpse, 'karya.nusantara');
});
afterAll(() => lpse.close());

describe('packages', () => {
  it('cover every kind of procurement and every method, in both modes', async () => {
    const { packages } = await bidder.client.read(PackageList, bidder.client.get('/api/packages'));
    expect(new Set(packages.map(({ jenis_pengadaan }) => jenis_pengadaan))).toEqual(new Set(PROCUREMENT_TYPES));
    expect(new Set(packages.map(({ mtd_pemilihan }) => mtd_pemilihan))).toEqual(new Set(SELECTION_METHODS));
    expect(new Set(packages.map(({ mode }) => mode))).toEqual(new Set(['CA', 'NON_CA']));
    const ids = packages.map(({ sampul }) => sampul.map(({ envelopeId }) => envelopeId).join('+'));
    expect(new Set(ids)).toEqual(new Set(['satu', 'file-1+file-2', 'harga']));
  });

  it('carry a price in exactly one envelope, which never is File I', async () => {
    const { packages } = await bidder.client.read(PackageList, bidder.client.get('/api/packages'));
    for (const { kd_tender, sampul } of packages) {
      const priced = sampul.filter(({ carriesPrice }) => carriesPrice).map(({ envelopeId }) => envelopeId);
      expect(priced, kd_tender).toHaveLength(1);
      expect(priced, kd_tender).not.toContain('file-1');
    }
  });

  it('have twelve stages in a post-qualified tender, with the history of its deadline', async () => {
    const path = `/api/packages/${DEMO_TENDERS.constructionOneFile}`;
    const one = await bidder.client.read(ProcurementPackage, bidder.client.get(path));
    expect(one.jadwal).toHaveLength(12);
    expect(one.tahap_saat_ini).toContain('Upload Dokumen Penawaran');
    const upload = one.jadwal.find(({ kd_akt }) => kd_akt === UPLOAD);
    expect(upload?.perubahan).toMatchObject([{ alasan: 'Perubahan dokumen pemilihan: adendum nomor 1' }]);
    expect(one.sampul[0]?.closesAt).toBe(upload?.tgl_akhir);
  });

  it('tell each caller the own part in them', async () => {
    const kd = DEMO_TENDERS.constructionOneFile;
    const partOf = async ({ client }: SignedIn) =>
      (await client.read(ProcurementPackage, client.get(`/api/packages/${kd}`))).peran;
    expect(await partOf(bidder)).toBe('participant');
    expect(await partOf(await signIn(lpse, 'siti.rahayu'))).toBe('committee');
    expect(await partOf(await signIn(lpse, 'hendra.gunawan'))).toBe('none');
    expect(await partOf(await signIn(lpse, 'auditor'))).toBe('auditor');
    const officer = await signIn(lpse, 'dedi.kurniawan');
    const own = await officer.client.read(PackageList, officer.client.get('/api/packages?role=officer'));
    expect(own.packages.map(({ mode }) => mode)).toEqual(['NON_CA', 'NON_CA', 'NON_CA']);
  });

  it('refuse a code that is none and one that is not here', async () => {
    expect((await bidder.client.get('/api/packages/10092474001')).code).toBe('access/malformed-request');
    expect((await bidder.client.get('/api/packages/99999999000')).code).toBe('package/not-found');
  });
});

describe('published policies', () => {
  const published = () => Object.values(DEMO_TENDERS).filter((kd) => kd !== DEMO_TENDERS.ownCommittee);

  it.each(published())("pass every check of the client's own (%s)", async (kdTender) => {
    const answer = await bidder.client.read(PolicyAnswer, bidder.client.get(`/api/packages/${kdTender}/policy`));
    const { report, policy } = checkPolicy(lpse, kdTender, {
      der: Buffer.from(answer.policy, 'base64'),
      policySha256: answer.policySha256,
    });
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(policy?.serial).toBe(1);
  });

  it('are in the log, in clear', () => {
    const { log, policies } = lpse.context;
    for (const kdTender of published()) {
      const policy = policies.newest(kdTender);
      const [leaf] = log.entries(policy?.logIndex ?? -1, (policy?.logIndex ?? -1) + 1);
      expect(LogLeaf.parse(JSON.parse(leaf?.toString('utf8') ?? 'null'))).toMatchObject({
        type: 'policy-issued',
        kdTender,
        body: { policySha256: policy?.policySha256, serial: 1 },
      });
    }
  });

  it('are found by their digest, in their own package only', async () => {
    const own = DEMO_TENDERS.constructionOneFile;
    const sha256 = lpse.context.policies.newest(own)?.policySha256 ?? '';
    expect((await bidder.client.get(`/api/packages/${own}/policies/${sha256}`)).status).toBe(200);
    const foreign = await bidder.client.get(`/api/packages/${DEMO_TENDERS.quick}/policies/${sha256}`);
    expect(foreign.code).toBe('policy/not-published');
  });

  it('are missing where the committee has no certificates yet', async () => {
    const path = `/api/packages/${DEMO_TENDERS.ownCommittee}`;
    expect((await bidder.client.get(`${path}/policy`)).code).toBe('policy/not-published');
    expect((await bidder.client.get(path)).status).toBe(200);
  });

  it('name one quorum key for an envelope whose members share it', () => {
    const envelope = lpse.context.policies.newest(DEMO_TENDERS.quorum)?.policy.envelopes[0];
    expect(envelope?.openers).toMatchObject({ kind: 'quorum', threshold: 2 });
    expect(envelope?.openers?.kind === 'quorum' ? envelope.openers.holders : []).toHaveLength(3);
  });
});

describe('a stranger', () => {
  it('reads neither packages nor policies', async () => {
    const client = new LpseClient(lpse);
    for (const path of ['/api/packages', `/api/packages/${DEMO_TENDERS.quick}/policy`]) {
      expect((await client.get(path)).code).toBe('access/session-expired');
    }
  });
});

function checkPolicy(
  { context, url, clock }: RunningLpse,
  kdTender: string,
  { der, policySha256 }: Pick<PublishedPolicy, 'der' | 'policySha256'>,
) {
  const { keys, ams, kms, config, log } = context;
  return checkSealingPolicy({
    policyDer: der,
    policySha256,
    package: { kdLpse: config.kdLpse, kdTender, versiTender: 1 },
    trust: {
      kdLpse: config.kdLpse,
      name: config.name,
      baseUrl: url,
      lpse: [keys.anchors.lpse],
      ams: [keys.anchors.ams],
      kms: [kms.anchor],
      tsa: [keys.anchors.tsa],
      logVerifierKey: log.verifierKey,
      pinnedAt: clock.now().toISOString(),
    },
    remembered: null,
    at: clock.now(),
    intermediates: ams.chain,
    revocation: { crls: [...ams.crls(), ...keys.crls(), kms.crl()].map((crl) => parseCrl(crl)) },
  });
}
