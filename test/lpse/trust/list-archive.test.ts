// Revocation lists over time, as the reference LPSE keeps them for its dossiers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { createAuthority } from '../../pki/authority.ts';
import type { RevokedEntry } from '../../pki/build-crl.ts';
import { openStore, type Store } from '../database.ts';
import { createCrlPublisher } from './crl-publisher.ts';
import { createListArchive } from './list-archive.ts';

const HOUR = 3_600_000;
const START = new Date('2026-03-01T00:00:00Z');
const hour = (count: number) => new Date(START.getTime() + count * HOUR);
let dir: string;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'segel-lists-'));
  store = openStore(join(dir, 'lists.sqlite'));
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

it('keeps every list that was out, over a restart, and gives those that cover a moment', async () => {
  let now = START;
  const revoked: RevokedEntry[] = [];
  const authority = await createAuthority({ subject: 'CA', clock: () => now });
  const other = await createAuthority({ subject: 'CA lain', clock: () => now });
  const terms = { span: { from: START, to: hour(1000) }, everyMs: HOUR, now: () => now };
  const publish = createCrlPublisher(authority, terms, () => revoked);
  const publishOther = createCrlPublisher(other, terms);
  const open = () => createListArchive(store, () => [publish(), publishOther()]);
  open().collect();
  for (const at of [0.5, 1, 3, 5]) {
    now = hour(at);
    if (at === 3) revoked.push({ serialHex: '0a', revokedAt: hour(2.5) });
    open().collect();
  }
  const covering = (...moments: Date[]) =>
    open()
      .covering(moments)
      .map((der) => parseCrl(der))
      .map(({ issuer, thisUpdate, revoked: { size } }) => {
        const name = issuer.der.equals(authority.certificate.subjectDer) ? 'CA' : 'CA lain';
        return `${name} ${String((thisUpdate.getTime() - START.getTime()) / HOUR)} ${String(size)}`;
      })
      .toSorted();
  expect(covering()).toEqual(['CA 5 1', 'CA lain 5 0']);
  expect(covering(hour(2))).toEqual(['CA 1 0', 'CA 3 1', 'CA 5 1', 'CA lain 1 0', 'CA lain 3 0', 'CA lain 5 0']);
  expect(covering(START)).toEqual(['CA 0 0', 'CA 5 1', 'CA lain 0 0', 'CA lain 5 0']);
  expect(covering(hour(6))).toEqual(['CA 5 1', 'CA lain 5 0']);
});

it('tells a newer list from an older one where lists span all the time there is', async () => {
  const revoked: RevokedEntry[] = [];
  const authority = await createAuthority({ subject: 'CA', clock: () => START });
  const terms = { span: { from: START, to: hour(1000) }, everyMs: null, now: () => START };
  const publish = createCrlPublisher(authority, terms, () => revoked);
  const archive = createListArchive(store, () => [publish()]);
  archive.collect();
  revoked.push({ serialHex: '0a', revokedAt: START });
  const [newest, ...others] = archive.covering([]).map((der) => parseCrl(der));
  expect(others).toEqual([]);
  expect(newest?.number).toBe(2n);
});
