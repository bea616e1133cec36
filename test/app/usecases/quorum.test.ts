// A quorum among people who cheat: an authority that certifies another key, a member who spoils the share of another.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyEnvelope } from '../../../app/protocol/policy.ts';
import { toReport } from '../../../app/domain/check-report.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { orderFor, postDealing, type DealNeeds } from '../../../app/usecases/deal-quorum.ts';
import { openingKey, type OpeningKeyNeeds } from '../../../app/usecases/opening-key.ts';
import type { OpeningRoom } from '../../../app/usecases/opening-room.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { softwareDecryptionKey, type DecryptionKey } from '../../../crypto/keys.ts';
import { createQuorumKey, type DealtQuorum } from '../../../crypto/quorum-key.ts';
import { encodeShare, type Share } from '../../../crypto/shares.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { threadDealer } from '../../../main/adapters/dealing-thread.ts';
import { base64, createPaperLpse, NOW, toKey, type PaperLpse } from '../../doubles/paper-lpse.ts';

const clock = { now: () => NOW, monotonicMs: () => 0, wait: () => Promise.resolve() };
const never = () => Promise.reject(new Error('not asked'));
let paper: PaperLpse;
beforeAll(async () => {
  paper = await createPaperLpse();
});

async function signed(value: Json, member: number): Promise<string> {
  const key = paper.members[member];
  if (key === undefined) throw new Error('member');
  const signers = [{ key: toKey(key), signingTime: NOW }];
  return (await signContent({ content: encodeCanonicalJson(value), detached: false, signers })).toString('base64');
}

describe('dealing', () => {
  it('takes no certificate for another key than the one that was made here', async () => {
    const [leader] = paper.members;
    const [other] = paper.openers;
    if (leader === undefined || other === undefined) throw new Error('people');
    const told: string[] = [];
    const needs: DealNeeds = {
      lpse: {
        deal: () => Promise.resolve({ dealing: '', certificate: base64(other) }),
        package: never,
        committee: never,
      },
      dealer: threadDealer,
      identities: identitiesOf(leader.certificate),
      revocation: { crl: never, ocsp: never },
      journal: {
        append: (event) => {
          told.push(event.event);
          return Promise.reject(new Error('written'));
        },
        entries: never,
      },
      clock,
    };
    const holders = paper.openers.map(({ certificate }) => certificate);
    const about = { kdTender: '10092474000', envelopeId: 'satu' };
    const parts = await threadDealer.deal(orderFor({ ...about, threshold: 2, holders, again: null }));
    const key = await needs.identities.unlockSigning('pemimpin');
    const dealt = postDealing(needs, { connection: connection(), ...about, parts, holders, key }, {});
    expect(await anyCode(dealt)).toBe('policy/dealing-refused');
    expect(told).toEqual([]);
  });
});

describe('the key of a quorum', () => {
  let dealt: DealtQuorum;
  let quorum: Certificate;
  let session: DecryptionKey;
  beforeAll(async () => {
    dealt = await createQuorumKey({ threshold: 2, holders: 3 });
    quorum = paper.authorities.ams.issueFor('member-encrypt', dealt.publicKey, { subject: 'Kuorum' });
    const computer = await paper.authorities.ams.issue('member-encrypt', { subject: 'Sesi' });
    session = softwareDecryptionKey(computer.privateKey, computer.certificate);
  });

  /** Posted by the member at `place`, under the own name. */
  async function contribution(place: number, share: Share): Promise<string> {
    const sealed = sealAttached(encodeShare(dealt.quorumId, share), [session.certificate]);
    const statement = {
      format: 'segel-contribution/1',
      openingId: 'o1',
      sessionCertificateSha256: session.certificate.sha256,
      holderCertificateSha256: paper.openers[place]?.certificate.sha256 ?? '',
      shareSha256: sha256Hex(sealed),
      sealedShare: sealed.toString('base64'),
    };
    return signed(statement, place);
  }

  async function open(contributions: readonly string[]): Promise<string> {
    const envelope: PolicyEnvelope = paper.envelope({
      openers: {
        kind: 'quorum',
        certificate: quorum.der.toString('base64'),
        threshold: 2,
        holders: paper.openers.map(base64),
      },
    });
    const { threshold, commitment } = dealt;
    const dealing = {
      ...{ format: 'segel-dealing/1', kdTender: '10092474000', envelopeId: 'satu', csr: '', threshold, commitment },
      encryptedKey: dealt.encryptedKeyDer.toString('base64'),
      shares: paper.openers.map(({ certificate }) => ({
        holderCertificateSha256: certificate.sha256,
        sealedShare: '',
      })),
    };
    const answer = {
      ...{ openingId: 'o1', kdTender: '10092474000', envelopeId: 'satu' as const, startedAt: NOW.toISOString() },
      ...{ closedCheckpoint: '', bids: [], bodies: [], session: null, release: null, results: [] },
      contributions: [...contributions],
    };
    const room: Omit<OpeningRoom, 'package' | 'policySha256'> = {
      ...{ answer, envelope, policy: paper.policy({ envelopes: [envelope] }), report: toReport([]) },
      ...{ due: [], release: null, entries: [], technical: null, sessionCertificate: session.certificate },
    };
    const dealingCms = await signed(dealing, 0);
    const needs: OpeningKeyNeeds = {
      lpse: {
        dealing: () => Promise.resolve({ dealing: dealingCms, certificate: quorum.der.toString('base64') }),
      },
      identities: identitiesOf(quorum),
      sessionKeys: { forOpening: () => Promise.resolve(session), find: never, forget: never },
    };
    return anyCode(openingKey(needs, { room, encryptionIdentityId: null }));
  }

  const share = (n: number): Share => {
    const one = dealt.shares[n];
    if (one === undefined) throw new Error('share');
    return { x: one.x, bytes: Buffer.from(one.bytes) };
  };

  it('is joined from as many shares as it takes, and not from fewer', async () => {
    expect(await open([await contribution(0, share(0)), await contribution(2, share(2))])).toBe('accepted');
    expect(await open([await contribution(0, share(0))])).toBe('share/too-few');
    expect(await open([await contribution(0, share(0)), await contribution(0, share(0))])).toBe('share/too-few');
  });

  it('is joined although one member posts a spoilt share in the place of another', async () => {
    const spoilt = await contribution(1, { x: 1, bytes: randomBytes(32) });
    expect(await open([await contribution(0, share(0)), spoilt, await contribution(2, share(2))])).toBe('accepted');
  });

  it('is not joined from the share of another, posted by one who has it', async () => {
    expect(await open([await contribution(0, share(0)), await contribution(1, share(2))])).toBe('share/too-few');
  });

  it('is joined although one member’s own share is spoilt, when enough others are there', async () => {
    const spoilt = await contribution(1, { x: 2, bytes: randomBytes(32) });
    const all = [await contribution(0, share(0)), spoilt, await contribution(2, share(2))];
    expect(await open(all)).toBe('accepted');
    expect(await open(all.slice(0, 2))).toBe('share/inconsistent');
  });
});

function connection(): LpseConnection {
  const offset = { offsetMs: 0, uncertaintyMs: 0, measuredAt: NOW.toISOString() };
  const log = { report: toReport([]), checkpoint: null };
  const partial = { trust: paper.trust, offset, clockDiffers: false, warnings: [], intermediates: [], log };
  // Discovery is not looked at by what is tested here.
  return partial as unknown as LpseConnection;
}

/** Knows one person, whose key is the first member's. */
function identitiesOf(certificate: Certificate): DealNeeds['identities'] {
  const identity = { identityId: 'pemimpin', label: '', certificate, chain: [], source: 'enrolled' as const };
  const [leader] = paper.members;
  if (leader === undefined) throw new Error('member');
  return {
    ...{ list: never, importPkcs12: never, unlockDecryption: never, createKey: never, pendingKeys: never },
    ...{ bindEnrolment: never, completeKey: never, exportPkcs12: never, remove: never },
    load: () => Promise.resolve(identity),
    unlockSigning: () => Promise.resolve(toKey(leader)),
  };
}
