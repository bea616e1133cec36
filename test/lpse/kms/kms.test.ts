// What the KMS refuses although the LPSE asks (crypto/SPEC.md 4, app/protocol/SPEC.md 3 and 7). It is called directly here, as a dishonest
// LPSE could: every refusal uses no key and stands in its journal.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SealingPolicy } from '../../../app/protocol/policy.ts';
import { encodeCheckpoint, signNote } from '../../../crypto/checkpoint.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { mergeSignatures, signContent } from '../../../crypto/cms/sign.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../../crypto/keys.ts';
import { leafHash, rootOf } from '../../../crypto/merkle.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readEnvelope, readHeaders } from '../../../crypto/seal/envelope-parts.ts';
import { createAuthority } from '../../pki/authority.ts';
import { migrate, openStore } from '../database.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { fetchPolicy, sendBid, type SealedBid } from '../trial/bidding.ts';
import { fetchOpening, member, releaseContent, startOpening, type Member } from '../trial/opening.ts';
import { signedJson, Trial, type Person } from '../trial/trial.ts';
import type { Kms, ReleaseInput } from './kms.ts';
import { readWholeLog } from './log-view.ts';
import { KMS_MIGRATIONS } from './schema.ts';

let trial: Trial;
const kms = (): Kms => trial.server.context.kms;

interface Sent {
  readonly bid: SealedBid;
  readonly submissionId: string;
}

async function broughtBid({ bid, submissionId }: Sent): Promise<ReleaseInput['bids'][number]> {
  const source = bytesSource(bid.bytes);
  const parts = await readEnvelope(source);
  const headers = await readHeaders(source, parts, null);
  const locks = headers.map(({ object, der }) => ({ id: object.id, der }));
  return { submissionId, manifest: parts.manifestBytes, locks };
}

async function send(userId: string, target: Parameters<typeof sendBid>[2]): Promise<Sent> {
  const signer = await trial.signingKey(userId, 'bidder');
  const { bid, answer } = await sendBid(trial, await trial.signIn(userId), target, signer);
  return { bid, submissionId: answer.submissionId };
}

describe('release', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
  let siti: Member;
  let bids: readonly ReleaseInput['bids'][number][];
  let replaced: ReleaseInput['bids'][number];
  let elsewhere: ReleaseInput['bids'][number];
  let bodies: readonly Json[];
  let openingId: string;

  beforeAll(async () => {
    trial = await Trial.start();
    siti = await member(trial, 'siti.rahayu');
    replaced = await broughtBid(await send('karya.nusantara', target));
    const live = [await send('karya.nusantara', target), await send('cipta.mandiri', target)];
    bids = await Promise.all(live.map(broughtBid));
    elsewhere = await broughtBid(await send('sinar.alkes', { kdTender: DEMO_TENDERS.quick, envelopeId: 'harga' }));
  });
  afterAll(() => trial.stop());

  const input = async (change: Partial<ReleaseInput> = {}, signer: SigningKey = siti.signer): Promise<ReleaseInput> => {
    const content = await releaseContent(trial, siti, target, openingId);
    const request = Buffer.from(await signedJson(signer, content, trial.now()), 'base64');
    return { request, session: null, technicalResult: null, bodies, bids, ...change };
  };
  const refuses = async (code: string, release: Promise<ReleaseInput>): Promise<void> => {
    const before = trial.server.context.log.size;
    await expect(kms().release(await release)).rejects.toThrow(code);
    expect(kms().journal.entries().at(-1)?.facts).toContain(code);
    expect(trial.server.context.log.size).toBe(before);
  };

  it('refuses before the hour, whatever the LPSE says', async () => {
    openingId = 'frueh';
    bodies = [];
    await refuses('kms/before-the-hour', input());
    await trial.holdAt(trial.closesAt(target.kdTender, 'satu'));
    trial.letTimeRun();
  });

  it('refuses whoever is not of this committee', async () => {
    const { packages } = trial.server.context;
    const record = packages.require(target.kdTender);
    await trial.advanceTo(new Date(packages.stage(record, 'PEMBUKAAN_PENAWARAN').tgl_awal));
    const opening = await startOpening(siti, target);
    openingId = opening.openingId;
    bodies = (await fetchOpening(siti, openingId)).bodies;
    const strangers = [
      await trial.signingKey('hendra.gunawan', 'member-signing'),
      await trial.signingKey('karya.nusantara', 'bidder'),
      trial.server.context.keys.lpse,
    ];
    for (const stranger of strangers) await refuses('kms/request-refused', input({}, stranger));
  });

  it('refuses a request that was changed after it was signed', async () => {
    const { request, ...rest } = await input();
    const changed = Buffer.from(request);
    const at = changed.indexOf('"satu"');
    changed.write('"Satu"', at);
    await refuses('kms/request-refused', Promise.resolve({ request: changed, ...rest }));
  });

  it('refuses when a bid is hidden', async () => {
    await refuses('kms/bodies-missing', input({ bodies: bodies.slice(1) }));
    await refuses('kms/bodies-missing', input({ bodies: [...bodies.slice(1), bodies[1] ?? null] }));
    await refuses('kms/bodies-missing', input({ bodies: [...bodies, { salt: 'x' }] }));
  });

  it('refuses to release one bid and not the others', async () => {
    await refuses('kms/lock-refused', input({ bids: bids.slice(0, 1) }));
    await refuses('kms/lock-refused', input({ bids: [] }));
  });

  it('refuses a bid that was replaced', async () => {
    await refuses('kms/lock-refused', input({ bids: [...bids, replaced] }));
    await refuses('kms/lock-refused', input({ bids: [replaced, ...bids.slice(1)] }));
  });

  it('refuses a lock that its bid does not list', async () => {
    const [first, second] = bids;
    if (first === undefined || second === undefined) throw new Error('two bids');
    await refuses('kms/lock-refused', input({ bids: [{ ...first, locks: second.locks }, second] }));
    await refuses('kms/lock-refused', input({ bids: [{ ...first, locks: first.locks.slice(1) }, second] }));
    await refuses('kms/lock-refused', input({ bids: [{ ...first, manifest: elsewhere.manifest }, second] }));
  });

  it('releases when everything is there, and journals without a gap', async () => {
    const release = await kms().release(await input());
    expect(await kms().release(await input())).toEqual(release);
    const events = kms()
      .journal.entries()
      .map(({ event }) => event);
    expect(events.filter((event) => event === 'headers-released')).toHaveLength(1);
    expect(events.indexOf('release-requested')).toBeLessThan(events.indexOf('headers-released'));
    expect(kms().journal.isWhole()).toBe(true);
    trial.server.context.stores.kms.prepare('UPDATE kms_journal SET facts = ? WHERE seq = 2').run('{}');
    expect(kms().journal.isWhole()).toBe(false);
  });
});

describe('a KMS whose store was put back to before the deadline was extended', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
  afterAll(() => trial.stop());

  it('releases nothing at the earlier hour, because the log has a policy that it does not know', async () => {
    trial = await Trial.start();
    const siti = await member(trial, 'siti.rahayu');
    const sent = await send('karya.nusantara', target);
    const { policy } = await fetchPolicy(await trial.signIn('karya.nusantara'), target.kdTender);
    await trial.holdAt(trial.closesAt(target.kdTender, 'satu'));
    trial.letTimeRun();
    const { packages, log } = trial.server.context;
    const record = packages.require(target.kdTender);
    await trial.advanceTo(new Date(packages.stage(record, 'PEMBUKAAN_PENAWARAN').tgl_awal));
    const { openingId } = await startOpening(siti, target);
    const { bodies } = await fetchOpening(siti, openingId);
    // What everybody can read of the extension; the store of this KMS is the one from before it.
    const closesAt = new Date(Date.parse(policy.envelopes[0]?.closesAt ?? '') + 7 * 86_400_000).toISOString();
    const later = {
      ...{ ...policy, serial: policy.serial + 1 },
      envelopes: policy.envelopes.map((envelope) => ({ ...envelope, closesAt })),
    };
    const leaf = {
      type: 'policy-issued',
      kdTender: target.kdTender,
      versiTender: policy.versiTender,
      envelopeId: null,
    } as const;
    const body = { policySha256: sha256Hex(encodeCanonicalJson(later)), serial: later.serial, mode: later.mode };
    log.append({ ...leaf, time: policy.issuedAt, body });
    const content = await releaseContent(trial, siti, target, openingId);
    const request = Buffer.from(await signedJson(siti.signer, content, trial.now()), 'base64');
    const bids = [await broughtBid(sent)];
    const release = kms().release({ request, session: null, technicalResult: null, bodies, bids });
    await expect(release).rejects.toMatchObject({
      code: 'kms/log-refused',
      details: { why: 'a policy that is not known here' },
    });
    expect(kms().journal.entries().at(-1)?.facts).toContain('kms/log-refused');
  });
});

describe('release of a price envelope', () => {
  const file2 = { kdTender: DEMO_TENDERS.goodsTwoFiles, envelopeId: 'file-2' } as const;
  afterAll(() => trial.stop());

  it('refuses without a technical result that a majority signed and the log holds', async () => {
    trial = await Trial.start();
    const siti = await member(trial, 'siti.rahayu');
    const sent = await send('sinar.alkes', file2);
    await trial.holdAt(trial.closesAt(file2.kdTender, 'file-2'));
    trial.letTimeRun();
    const content = await releaseContent(trial, siti, file2, 'oeffnung');
    const request = Buffer.from(await signedJson(siti.signer, content, trial.now()), 'base64');
    const { context } = trial.server;
    const body = context.stores.lpse.prepare<[], string>('SELECT decision FROM submissions').pluck().get();
    const bodies = [(JSON.parse(body ?? '') as { body: Json }).body];
    const bids = [await broughtBid(sent)];
    const base = { request, session: null, bodies, bids };
    await expect(kms().release({ ...base, technicalResult: null })).rejects.toThrow('technical-result-missing');
    const { versiTender, kdLpse } = content;
    const passed = {
      format: 'segel-technical-result/1',
      kdLpse,
      kdTender: file2.kdTender,
      versiTender,
      passed: ['701003'],
    };
    const own = Buffer.from(await signedJson(siti.signer, passed, trial.now()), 'base64');
    // Signed, but not in the log.
    await expect(kms().release({ ...base, technicalResult: own })).rejects.toThrow('technical-result-missing');
    const { content: bytes } = verifySignedData(own);
    const leaf = { type: 'technical-result', kdTender: file2.kdTender, versiTender, envelopeId: 'file-1' } as const;
    context.log.append({ ...leaf, time: trial.now().toISOString(), body: { resultSha256: sha256Hex(bytes) } });
    // In the log, but signed by one of three.
    await expect(kms().release({ ...base, technicalResult: own })).rejects.toThrow('technical-result-missing');
    const agus = await trial.signingKey('agus.pranoto', 'member-signing');
    const other = Buffer.from(await signedJson(agus, passed, trial.now()), 'base64');
    const release = await kms().release({ ...base, technicalResult: mergeSignatures(own, other) });
    expect(release.length).toBeGreaterThan(0);
  });
});

describe('policies', () => {
  const kdTender = DEMO_TENDERS.constructionOneFile;
  let person: Person;
  let policy: SealingPolicy;
  let committee: SigningKey[];

  beforeAll(async () => {
    trial = await Trial.start();
    person = await trial.signIn('karya.nusantara');
    ({ policy } = await fetchPolicy(person, kdTender));
    committee = await Promise.all(
      ['siti.rahayu', 'agus.pranoto', 'maria.simbolon'].map((userId) => trial.signingKey(userId, 'member-signing')),
    );
  });
  afterAll(() => trial.stop());

  const signed = (content: SealingPolicy, signers: readonly SigningKey[]): Promise<Buffer> =>
    signContent({
      content: encodeCanonicalJson(content),
      detached: false,
      signers: signers.map((key) => ({ key, signingTime: trial.now() })),
    });
  const next = (change: Partial<SealingPolicy> = {}): SealingPolicy => ({
    ...policy,
    serial: policy.serial + 1,
    ...change,
  });
  const shifted = (ms: number): SealingPolicy['envelopes'] =>
    policy.envelopes.map((envelope) => ({
      ...envelope,
      closesAt: new Date(new Date(envelope.closesAt).getTime() + ms).toISOString(),
    }));
  const lpse = (): SigningKey => trial.server.context.keys.lpse;
  const accept = async (content: SealingPolicy, signers: readonly SigningKey[]): Promise<void> =>
    kms().acceptPolicy(await signed(content, signers));
  const refuses = async (why: string, content: SealingPolicy, signers: readonly SigningKey[]): Promise<void> =>
    expect(accept(content, signers)).rejects.toMatchObject({ code: 'kms/policy-refused', details: { why } });

  it('refuses one that the LPSE alone has signed, or with too few members', async () => {
    await refuses('too few members signed', next(), [lpse()]);
    await refuses('too few members signed', next(), [lpse(), ...committee.slice(0, 1)]);
    await refuses('not signed by the LPSE', next(), committee);
  });

  it('refuses members whom the LPSE made up', async () => {
    const authority = await createAuthority({ subject: 'CA buatan LPSE' });
    const subject = [{ type: 'OU', value: 'Pokja Pemilihan 1' } as const];
    const { certificate, privateKey } = await authority.issue('member-sign', { subject });
    const invented = softwareSigningKey(privateKey, certificate, [authority.certificate]);
    const signers = [certificate.der.toString('base64')];
    const envelopes = policy.envelopes.map((envelope) => ({ ...envelope, signers }));
    await refuses('a member without AMS certificate', next({ envelopes }), [lpse(), invented]);
  });

  it('refuses members of another committee', async () => {
    const hendra = await trial.signingKey('hendra.gunawan', 'member-signing');
    const envelopes = policy.envelopes.map((envelope) => ({
      ...envelope,
      signers: [...envelope.signers.slice(0, 2), hendra.certificate.der.toString('base64')],
    }));
    await refuses('members of several committees', next({ envelopes }), [lpse(), ...committee]);
  });

  it('refuses a package certificate that is not its own', async () => {
    const envelopes = policy.envelopes.map((envelope) => ({
      ...envelope,
      packageCertificate: envelope.rehearsalCertificate,
    }));
    await refuses('package certificate', next({ envelopes }), [lpse(), ...committee]);
  });

  it('refuses an earlier deadline and a serial that does not rise', async () => {
    await refuses('closes earlier', next({ envelopes: shifted(-1) }), [lpse(), ...committee]);
    await refuses('serial', { ...policy, namaPaket: 'lain' }, [lpse(), ...committee]);
  });

  it('takes a later deadline, and keeps the latest', async () => {
    await accept(next({ envelopes: shifted(3_600_000) }), [lpse(), ...committee]);
    await refuses('closes earlier', next({ serial: policy.serial + 2 }), [lpse(), ...committee]);
  });

  it('refuses to move a deadline that has come', async () => {
    const hour = new Date(shifted(3_600_000)[0]?.closesAt ?? '');
    await trial.holdAt(hour);
    trial.letTimeRun();
    const late = next({ serial: policy.serial + 3, envelopes: shifted(7_200_000) });
    await refuses('already closed', late, [lpse(), ...committee]);
  });
});

describe('reading the log', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const name = 'log.uji';
  const logKey = { name, publicKey };
  const leaf = (n: number): Buffer =>
    encodeCanonicalJson({
      type: 'policy-issued',
      kdTender: '10092474000',
      versiTender: 1,
      envelopeId: null,
      time: '2026-11-20T00:00:00.000Z',
      body: { n },
    });
  const reader = (entries: readonly Buffer[], claimed: readonly Buffer[] = entries) => ({
    checkpoint: () =>
      signNote(
        encodeCheckpoint({ origin: name, size: claimed.length, root: rootOf(claimed.map((entry) => leafHash(entry))) }),
        name,
        privateKey,
      ),
    entries: () => entries,
  });
  const fresh = () => {
    const store = openStore(':memory:');
    migrate(store, KMS_MIGRATIONS);
    return store;
  };

  it('refuses a log that got smaller, or whose past has changed', () => {
    const store = fresh();
    const entries = [leaf(1), leaf(2), leaf(3)];
    expect(readWholeLog(store, reader(entries), logKey)).toHaveLength(3);
    expect(() => readWholeLog(store, reader(entries.slice(0, 2)), logKey)).toThrow('kms/log-refused');
    expect(() => readWholeLog(store, reader([leaf(1), leaf(9), leaf(3), leaf(4)]), logKey)).toThrow('kms/log-refused');
    expect(readWholeLog(store, reader([...entries, leaf(4)]), logKey)).toHaveLength(4);
  });

  it('refuses leaves that are not under the signed root, and another key', () => {
    const entries = [leaf(1), leaf(2)];
    expect(() => readWholeLog(fresh(), reader([leaf(1), leaf(7)], entries), logKey)).toThrow('kms/log-refused');
    const other = generateKeyPairSync('ed25519').publicKey;
    expect(() => readWholeLog(fresh(), reader(entries), { name, publicKey: other })).toThrow('kms/log-refused');
  });
});
