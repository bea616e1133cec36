// What a bidder and an auditor hold after a real submission, checked with openssl and the operator's root certificates alone:
// receipt, timestamps, and the device records that only the auditor's key opens.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeviceRecord } from '../../app/domain/device-record.ts';
import { Receipt } from '../../app/protocol/receipt.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { bidIn, sealedBid, sendBid } from '../faults/bidding.ts';
import { identityFile } from '../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { HAS_OPENSSL } from '../pki/openssl.ts';
import { sha256Hex } from '../../crypto/encoding.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;

describe.skipIf(!HAS_OPENSSL)('openssl (skipped without openssl 3)', () => {
  let lpse: TemporaryLpse;
  let bidder: Station;
  let auditor: Station;
  let folder: string;
  let receipt: Receipt;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    bidder = await openStation(lpse, 'karya.nusantara');
    auditor = await openStation(lpse, 'auditor');
    const bidId = await sealedBid(bidder, { kdTender });
    await sendBid(bidder, bidId);
    folder = (await bidIn(bidder, bidId, 'receipted')).receipt.folder;
    receipt = Receipt.parse(JSON.parse(readFileSync(join(folder, 'receipt.json'), 'utf8')));
  });
  afterAll(async () => {
    await bidder.close();
    await auditor.close();
    await lpse.close();
  });

  function openssl(...args: string[]): string {
    return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  const root = (name: string) => join(lpse.trustDir, `${name}-root.pem`);
  const verifyReceipt = (content: string) =>
    openssl(
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'receipt.p7s', '-content', content],
      ...['-CAfile', root('lpse'), '-purpose', 'any', '-out', '/dev/null'],
    );

  it('verifies the receipt with the LPSE’s root, and refuses it with one byte changed', () => {
    verifyReceipt('receipt.json');
    const changed = readFileSync(join(folder, 'receipt.json'), 'utf8').replace('"sequence":1', '"sequence":2');
    writeFileSync(join(bidder.dir, 'changed.json'), changed);
    expect(() => verifyReceipt(join(bidder.dir, 'changed.json'))).toThrow();
  });

  it('verifies the timestamp over the receipt’s signature', () => {
    const said = openssl('ts', '-verify', '-data', 'receipt.p7s', '-in', 'receipt.tsr', '-CAfile', root('tsa'));
    expect(said).toContain('Verification: OK');
    expect(() =>
      openssl('ts', '-verify', '-data', 'receipt.json', '-in', 'receipt.tsr', '-CAfile', root('tsa')),
    ).toThrow();
  });

  it('opens the device records with the auditor’s key, and with no other', async () => {
    const { records } = await auditor.needs.lpse.evidence(kdTender);
    const [record] = records;
    if (record === undefined) throw new Error('no evidence');
    expect(sha256Hex(Buffer.from(record.atSending, 'base64'))).toBe(receipt.evidenceSha256);
    const key = unpacked('auditor', 'auditor-encryption');
    const opened = [record.atSealing, record.atSending].map((evidence) => {
      writeFileSync(join(folder, 'evidence.p7m'), Buffer.from(evidence, 'base64'));
      // A third party's program wrote what is parsed here.
      return DeviceRecord.parse(JSON.parse(decrypt(key)));
    });
    expect(opened.map(({ moment }) => moment)).toEqual(['sealing', 'sending']);
    for (const { interfaces } of opened) {
      // A MAC address, or honestly none.
      expect(interfaces.every(({ mac }) => mac === null || /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac))).toBe(true);
    }
    const other = unpacked('siti.rahayu', 'member-encryption');
    expect(() => decrypt(other)).toThrow();
  });

  /** Certificate and key in PEM, out of the person's .p12. */
  function unpacked(userId: string, profile: 'auditor-encryption' | 'member-encryption'): string {
    const pem = join(bidder.dir, `${userId}.pem`);
    const file = identityFile(lpse.dir, userId, profile);
    openssl('pkcs12', '-in', file, '-passin', `pass:${DEMO_PASSPHRASE}`, '-nodes', '-out', pem);
    return pem;
  }

  function decrypt(pem: string): string {
    return openssl('cms', '-decrypt', '-inform', 'DER', '-in', 'evidence.p7m', '-recip', pem, '-inkey', pem);
  }
});
