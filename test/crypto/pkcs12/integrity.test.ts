import { describe, expect, it } from 'vitest';
import { DerCursor, parseDer, readOctets } from '../../../crypto/asn1/der-reader.ts';
import { sequence } from '../../../crypto/asn1/der-writer.ts';
import { buildMac, checkMac, type PassphraseForms } from '../../../crypto/pkcs12/integrity.ts';
import { readPbkdf2 } from '../../../crypto/pkcs12/pbkdf2.ts';
import { bmpPassword } from '../../../crypto/pkcs12/pkcs12-kdf.ts';
import { WorkBudget } from '../../../crypto/pkcs12/work-budget.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const formsOf = (text: string): PassphraseForms => ({ utf8: Buffer.from(text), bmp: bmpPassword(Buffer.from(text)) });
const content = sequence();

describe.each(['pkcs12', 'pbmac1'] as const)('%s', (kind) => {
  it('fits the passphrase and the content it was made for, and no other', async () => {
    const mac = parseDer(await buildMac(content, formsOf('rahasia'), { kind, iterations: 5 }));
    const check = (bytes: Uint8Array, text: string) => checkMac(mac, bytes, formsOf(text), new WorkBudget());
    expect(await check(content, 'rahasia')).toBe(true);
    expect(await check(content, 'Rahasia')).toBe(false);
    expect(await check(sequence(content), 'rahasia')).toBe(false);
  });
});

describe('pbmac1', () => {
  it.runIf(HAS_OPENSSL)('is HMAC under PBKDF2 as openssl reckons them (skipped without openssl 3)', async () => {
    const mac = parseDer(await buildMac(content, formsOf('rahasia'), { kind: 'pbmac1', iterations: 5 }));
    const digestInfo = new DerCursor(new DerCursor(mac).next());
    const scheme = new DerCursor(digestInfo.next());
    scheme.next(0x06);
    const { salt } = readPbkdf2(new DerCursor(scheme.next()).next());
    const options = ['digest:SHA256', 'pass:rahasia', `hexsalt:${Buffer.from(salt).toString('hex')}`, 'iter:5'];
    const kdfopts = options.flatMap((option) => ['-kdfopt', option]);
    const key = runOpenssl(['kdf', '-keylen', '32', ...kdfopts, 'PBKDF2'], {})
      .output.trim()
      .replaceAll(':', '');
    const hmac = ['mac', '-digest', 'SHA256', '-macopt', `hexkey:${key}`, '-in', 'content', 'HMAC'];
    const expected = runOpenssl(hmac, { content }).output.trim().toLowerCase();
    expect(Buffer.from(readOctets(digestInfo.next())).toString('hex')).toBe(expected);
  });
});
