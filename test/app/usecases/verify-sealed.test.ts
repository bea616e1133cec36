// Judging a stranger's file must not let the stranger send this computer anywhere.
import { beforeAll, describe, expect, it } from 'vitest';
import { verifySealed } from '../../../app/usecases/verify-sealed.ts';
import { createWorkerSealer } from '../../../main/adapters/worker-sealer.ts';
import { createPaperLpse } from '../../doubles/paper-lpse.ts';
import { createTender, document, sealBid, sealJob, type Tender } from '../../crypto/seal/sealed-bid.ts';
import { useTemporaryFolder } from '../../main/adapters/temporary-folder.ts';
import { writeFile } from 'node:fs/promises';
import { TEST_NOW } from '../../pki/cms-people.ts';

const at = useTemporaryFolder();
let tender: Tender;
beforeAll(async () => {
  tender = await createTender();
});

async function judge(anchors: 'theirs' | 'others') {
  const { bytes } = await sealBid(sealJob(tender, [document('a.pdf', Buffer.from('a'))]));
  await writeFile(at('bid.sampul'), bytes);
  const paper = await createPaperLpse();
  const trust = { ...paper.trust, kdLpse: 119, ams: anchors === 'theirs' ? tender.people.anchors : paper.trust.ams };
  const asked: string[] = [];
  const never = () => Promise.reject(new Error('not asked'));
  const sealer = createWorkerSealer();
  try {
    const { report } = await verifySealed(
      {
        sealer,
        trust: { list: never, forUrl: never, pin: never, forLpse: () => Promise.resolve(trust) },
        memory: {
          ...{ checkpoint: never, rememberCheckpoint: never, policy: never, rememberPolicy: never },
          ...{ silence: never, rememberSilence: never },
          ...{ deviceRegistration: never, rememberDeviceRegistration: never },
        },
        revocation: {
          crl: (url) => {
            asked.push(url);
            const known = [tender.people.authority, tender.people.root].find(({ crlUrl }) => crlUrl === url);
            return Promise.resolve(Buffer.from(known?.crls()[0] ?? []));
          },
          ocsp: never,
        },
        clock: { now: () => TEST_NOW, monotonicMs: () => 0, wait: never },
      },
      { path: at('bid.sampul'), accountId: null },
    );
    return { asked, outcome: report.checks.find(({ id }) => id === 'sealed-signer')?.outcome };
  } finally {
    await sealer.close();
  }
}

describe('the revocation of a signer', () => {
  it('is asked for when the signer leads to a pinned anchor', async () => {
    const { asked, outcome } = await judge('theirs');
    expect(outcome).toBe('passed');
    expect(asked).toContain(tender.people.authority.crlUrl);
  });

  it('is asked of nobody when the signer is unknown: the address is the stranger’s', async () => {
    expect(await judge('others')).toEqual({ asked: [], outcome: 'failed' });
  });
});
