// libgfshare's tools (Debian: libgfshare-bin) as an independent second implementation of the shares.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodePem } from '../../crypto/encoding.ts';
import { createQuorumKey } from '../../crypto/quorum-key.ts';
import { joinShares, splitSecret, type Share } from '../../crypto/shares.ts';
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
