// libgfshare's tools (Debian: libgfshare-bin) as an independent second implementation of the shares.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAttached } from '../../crypto/cms/attached.ts';
import { encodePem } from '../../crypto/encoding.ts';
import { softwareDecryptionKey } from '../../crypto/keys.ts';
import type { DealtParts } from '../../crypto/quorum-dealing.ts';
import { createQuorumKey } from '../../crypto/quorum-key.ts';
import { commitmentTo, joinShares, parseShare, splitSecret, type Share } from '../../crypto/shares.ts';
import { threadDealer } from '../../main/adapters/dealing-thread.ts';
import { createAuthority } from '../pki/authority.ts';
import { generateKeys } from '../pki/keys.ts';
import { HAS_OPENSSL, runOpenssl } from '../pki/openssl.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'segel-gfshare-'));
const run = (tool: string, args: readonly string[]) => spawnSync(tool, args, { cwd: dir, encoding: 'utf8' });
const HAS_GFSHARE = ['gfcombine', 'gfsplit'].every((tool) => run(tool, ['-h']).error === undefined);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function gfcombine(stem: string, shares: readonly Share[]): Buffer {
  const names = shares.map(({ x, bytes }) => {
    const name = `${stem}.${String(x).padStart(3, '0')}`;
    writeFileSync(path.join(dir, name), bytes);
    return name;
  });
  expect(run('gfcombine', ['-o', `${stem}.joined`, ...names]).stderr).toBe('');
  return readFileSync(path.join(dir, `${stem}.joined`));
}

describe.runIf(HAS_GFSHARE)('gfcombine and gfsplit (skipped without libgfshare-bin)', () => {
  it.each([
    { threshold: 2, shares: 3 },
    { threshold: 3, shares: 5 },
    { threshold: 7, shares: 9 },
    { threshold: 3, shares: 255 },
  ])('gfcombine joins our $threshold of $shares', ({ threshold, shares }) => {
    const secret = randomBytes(500);
    const dealt = splitSecret(secret, { threshold, shares });
    expect(gfcombine(`ours-${String(shares)}`, dealt.slice(-threshold))).toEqual(secret);
  });

  it('we join what gfsplit dealt', () => {
    const secret = randomBytes(500);
    writeFileSync(path.join(dir, 'secret'), secret);
    expect(run('gfsplit', ['-n', '3', '-m', '6', 'secret', 'theirs']).stderr).toBe('');
    const shares = readdirSync(dir)
      .filter((name) => /^theirs\.\d{3}$/.test(name))
      .map((name) => ({ x: Number(name.slice(-3)), bytes: readFileSync(path.join(dir, name)) }));
    expect(shares).toHaveLength(6);
    expect(joinShares(shares.slice(0, 3), 3)).toEqual(secret);
    expect(joinShares(shares, 3)).toEqual(secret);
  });

  it('joins what the dealing thread dealt and dealt again, and no mixture of both', async () => {
    const ams = await createAuthority({ subject: 'AMS' });
    const openers = await Promise.all((['ec-p256', 'rsa-2048', 'ec-p384'] as const).map((kind) => generateKeys(kind)));
    const holders = openers.map(({ publicKey }, n) =>
      ams.issueFor('member-encrypt', publicKey, { subject: `Anggota ${String(n)}` }),
    );
    const about = { threshold: 2, holders, commonName: 'Kuorum' };
    const open = (parts: DealtParts): Promise<Share[]> =>
      Promise.all(
        parts.sealedShares.map(async (sealed, n) => {
          const [keys, holder] = [openers[n], holders[n]];
          if (keys === undefined || holder === undefined) throw new Error('holder');
          const plain = await openAttached(sealed, softwareDecryptionKey(keys.privateKey, holder));
          return parseShare(plain, parts.quorumId);
        }),
      );
    const dealt = await threadDealer.deal({ ...about, again: null });
    const first = await open(dealt);
    const { quorumId, threshold, commitment, encryptedKeyDer } = dealt;
    const given = first.slice(0, 2).map(({ x, bytes }) => ({ x, bytes: Buffer.from(bytes) }));
    const quorum = { quorumId, threshold, commitment, encryptedKeyDer };
    const again = await threadDealer.deal({ ...about, again: { quorum, shares: given } });
    // What was handed over is gone on this side.
    expect(given.every(({ bytes }) => bytes.every((octet) => octet === 0))).toBe(true);
    const second = await open(again);
    expect(again).toMatchObject({ quorumId, commitment, encryptedKeyDer });
    expect(second.map(({ bytes }) => bytes)).not.toEqual(first.map(({ bytes }) => bytes));
    const joined = (stem: string, shares: readonly (Share | undefined)[]) =>
      commitmentTo(
        gfcombine(
          stem,
          shares.flatMap((share) => share ?? []),
        ),
      );
    expect(joined('first', [first[0], first[2]])).toBe(commitment);
    expect(joined('second', [second[1], second[2]])).toBe(commitment);
    expect(joined('mixed', [first[0], second[2]])).not.toBe(commitment);
  });

  it.runIf(HAS_OPENSSL)('an auditor opens a quorum key with gfcombine and openssl alone', async () => {
    const quorum = await createQuorumKey({ threshold: 3, holders: 5 });
    const passphrase = gfcombine(
      'quorum',
      [quorum.shares[4], quorum.shares[0], quorum.shares[2]].flatMap((s) => s ?? []),
    );
    const args = [
      'pkey',
      '-in',
      'key.pem',
      '-passin',
      `pass:${passphrase.toString('hex')}`,
      '-pubout',
      '-out',
      'result',
    ];
    const { result } = runOpenssl(args, { 'key.pem': encodePem('ENCRYPTED PRIVATE KEY', quorum.encryptedKeyDer) });
    expect(result.toString()).toBe(quorum.publicKey.export({ format: 'pem', type: 'spki' }));
  });
});
