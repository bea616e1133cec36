// Insiders before the opening: an LPSE that names openers of its own in a policy. Nobody seals under it, and it is seen.
import { describe, expect, it } from 'vitest';
import type { LpseGateway } from '../../app/ports/lpse-gateway.ts';
import type { SealingPolicy } from '../../app/protocol/policy.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { lpseWithPeople } from '../app/usecases/people.ts';
import { signedByAll, signedTwice } from '../doubles/signed-twice.ts';
import { bidIn, prepareBid, sealPrepared } from '../faults/bidding.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { createAuthority } from '../pki/authority.ts';
import { deceived } from './toolkit.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;

describe('G03 an LPSE that names its own openers', () => {
  const people = lpseWithPeople();
  const signedBy = (content: Uint8Array, keys: readonly SigningKey[]) =>
    signedByAll(content, keys, people.lpse.context.clock.now());

  const draftThenSeal = async (lies: Partial<LpseGateway>) => {
    const karya = await people.at('karya.nusantara');
    const bidId = await prepareBid(karya, { kdTender });
    await expect(sealPrepared({ ...karya, needs: deceived(karya, lies) }, bidId)).rejects.toThrow(
      /^(trust|policy|certificate|signature)\//,
    );
    await bidIn(karya, bidId, 'draft');
  };
  const shownAsBad = async (lies: Partial<LpseGateway>) => {
    const karya = await people.at('karya.nusantara');
    const { policy } = await loadPackage(deceived(karya, lies), { connection: await karya.connect(), kdTender });
    expect(policy?.report.ok).toBe(false);
  };

  const policyAs = (make: (policy: SealingPolicy) => Promise<{ readonly bytes: Buffer; readonly der: Buffer }>) => {
    const honest = people.lpse.context.policies.newest(kdTender)?.policy;
    if (honest === undefined) throw new Error('no policy');
    return async () => {
      const { bytes, der } = await make({ ...honest, serial: honest.serial + 1 });
      return { policy: der.toString('base64'), policySha256: sha256Hex(bytes) };
    };
  };

  it('is refused with an opener of its own and only its own signature', async () => {
    const ca = await createAuthority({ subject: 'CA Orang Dalam', clock: () => people.lpse.context.clock.now() });
    const spy = await ca.issue('member-encrypt', { subject: 'Anggota' });
    const certificates = [spy.certificate.der.toString('base64')];
    const lies = {
      policy: policyAs(async (honest) => {
        const envelopes = honest.envelopes.map((one) => ({
          ...one,
          openers: { kind: 'members' as const, certificates },
        }));
        const bytes = encodeCanonicalJson({ ...honest, envelopes });
        return { bytes, der: await signedBy(bytes, [people.lpse.context.keys.lpse]) };
      }),
    };
    await draftThenSeal(lies);
    await shownAsBad(lies);
  });

  it('is refused with a whole committee that it made up', async () => {
    const ca = await createAuthority({ subject: 'CA Orang Dalam', clock: () => people.lpse.context.clock.now() });
    const subject = (n: number) => [
      { type: 'OU' as const, value: 'Pokja Pemilihan 1' },
      { type: 'CN' as const, value: `Anggota ${n}` },
    ];
    const signers = await Promise.all([1, 2, 3].map((n) => ca.issue('member-sign', { subject: subject(n) })));
    const openers = await Promise.all([1, 2, 3].map((n) => ca.issue('member-encrypt', { subject: subject(n) })));
    const base64 = ({ certificate }: (typeof signers)[number]) => certificate.der.toString('base64');
    const lies = {
      policy: policyAs(async (honest) => {
        const names = {
          openers: { kind: 'members' as const, certificates: openers.map(base64) },
          signers: signers.map(base64),
        };
        const bytes = encodeCanonicalJson({
          ...honest,
          envelopes: honest.envelopes.map((one) => ({ ...one, ...names })),
        });
        const keys = signers.map(({ privateKey, certificate, chain }) =>
          softwareSigningKey(privateKey, certificate, chain),
        );
        return { bytes, der: await signedBy(bytes, [people.lpse.context.keys.lpse, ...keys]) };
      }),
    };
    await draftThenSeal(lies);
    await shownAsBad(lies);
  });

  it('is refused when one member’s signature stands there twice', async () => {
    const siti = await people.keyOf('siti.rahayu');
    await draftThenSeal({
      policy: policyAs(async (honest) => {
        const bytes = encodeCanonicalJson({ ...honest });
        return {
          bytes,
          der: await signedTwice(bytes, {
            twice: siti,
            once: [people.lpse.context.keys.lpse],
            at: people.lpse.context.clock.now(),
          }),
        };
      }),
    });
  });
});
