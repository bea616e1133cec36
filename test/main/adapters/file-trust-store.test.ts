// What the operator pinned: written by nobody else, read back whole or not at all.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { encodePem } from '../../../crypto/encoding.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { FileTrustStore } from '../../../main/adapters/file-trust-store.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { createAuthority } from '../../pki/authority.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
let roots: readonly Certificate[];
beforeAll(async () => {
  const authorities = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((subject) => createAuthority({ subject })));
  roots = authorities.map(({ certificate }) => certificate);
});

function trust(change: Partial<LpseTrust> = {}): LpseTrust {
  const [lpse, ams, kms, tsa] = roots.map((root) => [root]);
  const anchors = { lpse: lpse ?? [], ams: ams ?? [], kms: kms ?? [], tsa: tsa ?? [] };
  const facts = { kdLpse: 906, name: 'LPSE Uji', baseUrl: 'https://lpse.example', logVerifierKey: 'log+1+x' };
  return { ...facts, ...anchors, pinnedAt: '2026-11-20T00:00:00.000Z', ...change };
}
const digests = (found: LpseTrust | null) =>
  [found?.lpse, found?.ams, found?.kms, found?.tsa].map((one) => one?.map(({ sha256 }) => sha256));

describe('FileTrustStore', () => {
  it('gives back what was pinned, by code and by address', async () => {
    const store = new FileTrustStore(at('lpse'));
    expect([await store.list(), await store.forLpse(906), await store.forUrl('https://lpse.example')]).toEqual([
      [],
      null,
      null,
    ]);
    await store.pin(trust());
    await store.pin(trust({ kdLpse: 12, baseUrl: 'https://lain.example' }));
    expect((await store.list()).map(({ kdLpse }) => kdLpse)).toEqual([12, 906]);
    const found = await store.forUrl('https://lpse.example');
    expect(found).toMatchObject({ kdLpse: 906, name: 'LPSE Uji', logVerifierKey: 'log+1+x' });
    expect(digests(found)).toEqual(digests(trust()));
  });

  it('keeps each purpose apart and several anchors for one', async () => {
    const store = new FileTrustStore(at('lpse'));
    const [, , , , fifth] = roots;
    await store.pin(trust({ ams: [...trust().ams, ...(fifth === undefined ? [] : [fifth])] }));
    expect((await store.forLpse(906))?.ams).toHaveLength(2);
    expect((await store.forLpse(906))?.lpse).toHaveLength(1);
  });

  it('refuses a purpose without an anchor, and believes nothing when one is missing', async () => {
    const store = new FileTrustStore(at('lpse'));
    expect(await anyCode(store.pin(trust({ kms: [] })))).toBe('trust/not-pinned');
    await store.pin(trust());
    await rm(at('lpse', '906', 'kms.pem'));
    expect(await store.forLpse(906)).toBeNull();
  });

  it('says so when a file was damaged', async () => {
    const store = new FileTrustStore(at('lpse'));
    await store.pin(trust());
    await writeFile(at('lpse', '906', 'ams.pem'), 'bukan pem');
    expect(await anyCode(store.forLpse(906))).toBe('pem/malformed');
  });

  it('keeps the issuers of the TLS certificate beside, and only certificates', async () => {
    const store = new FileTrustStore(at('lpse'));
    await store.pin(trust());
    expect(await store.tlsAnchors(906)).toBeNull();
    const pem = encodePem('CERTIFICATE', trust().lpse[0]?.der ?? Buffer.alloc(0));
    await store.pinTlsAnchors(906, `komentar\n${pem}`);
    expect(await readFile(at('lpse', '906', 'tls.pem'), 'utf8')).toBe(pem);
    expect(await anyCode(store.pinTlsAnchors(906, 'kosong'))).toBe('pem/malformed');
  });
});
