import { beforeAll, describe, expect, it } from 'vitest';
import { readPkcs12 } from '../../../crypto/pkcs12/read-pkcs12.ts';
import { WorkBudget } from '../../../crypto/pkcs12/work-budget.ts';
import { encodePkcs12 } from '../../../crypto/pkcs12/write-pkcs12.ts';
import { Secret } from '../../../crypto/secret.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';

let issuer: Authority;
let issued: Issued;
beforeAll(async () => {
  issuer = await createAuthority({ subject: 'Penerbit', parent: await createAuthority({ subject: 'Akar' }) });
  issued = await issuer.issue('bidder', { subject: 'Peserta' });
});

describe('encodePkcs12', () => {
  it.each([
    ['pkcs12', 'rahasia'],
    ['pkcs12', ''],
    ['pkcs12', 'sandi-ñ-😀'],
    ['pbmac1', 'sandi-ñ-😀'],
    ['pbmac1', ''],
  ] as const)('makes what readPkcs12 opens: %s, passphrase "%s"', async (mac, text) => {
    const passphrase = Secret.fromText(text);
    const file = await encodePkcs12({ ...issued, friendlyName: 'Budi 😀', passphrase, iterations: 3, mac });
    const budget = new WorkBudget(9);
    const [identity, ...more] = await readPkcs12(file, passphrase, { budget });
    expect(more).toEqual([]);
    expect(identity?.friendlyName).toBe('Budi 😀');
    expect(identity?.certificate.sha256).toBe(issued.certificate.sha256);
    expect(identity?.chain.map(({ sha256 }) => sha256)).toEqual([issuer.certificate.sha256]);
    expect(identity?.privateKey.export({ format: 'jwk' })).toEqual(issued.privateKey.export({ format: 'jwk' }));
  });

  it('leaves the passphrase to its owner', async () => {
    const passphrase = Secret.fromText('rahasia');
    await encodePkcs12({ ...issued, passphrase, iterations: 1 });
    expect(passphrase.bytes.toString()).toBe('rahasia');
  });

  it('asks for 600 000 iterations unless told otherwise', async () => {
    const passphrase = Secret.fromText('rahasia');
    const budget = new WorkBudget();
    await readPkcs12(await encodePkcs12({ ...issued, passphrase }), passphrase, { budget });
    expect(budget.spent).toBe(3 * 600_000);
  });
});
