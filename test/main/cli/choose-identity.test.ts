// Which certificate is meant: named, or the only one that can do the job, never a guess.
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredIdentity } from '../../../app/ports/identity-store.ts';
import { chooseIdentity, chooseOpener } from '../../../main/cli/choose-identity.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { createAuthority } from '../../pki/authority.ts';

let signing: StoredIdentity;
let ec: StoredIdentity;
let rsa: StoredIdentity;
beforeAll(async () => {
  const ams = await createAuthority({ subject: 'AMS' });
  const make = async (
    profile: 'member-sign' | 'member-encrypt',
    key: 'ec-p256' | 'rsa-2048',
  ): Promise<StoredIdentity> => {
    const { certificate } = await ams.issue(profile, { subject: 'X', key });
    return { identityId: certificate.sha256, label: 'X', certificate, chain: [], source: 'pkcs12' };
  };
  [signing, ec, rsa] = await Promise.all([
    make('member-sign', 'ec-p256'),
    make('member-encrypt', 'ec-p256'),
    make('member-encrypt', 'rsa-2048'),
  ]);
});

const store = (...identities: readonly StoredIdentity[]) => ({ list: () => Promise.resolve(identities) });

describe('choosing a certificate', () => {
  it('takes the only one with the usage', async () => {
    expect(await chooseIdentity(store(signing, ec), undefined, 'nonRepudiation')).toBe(signing);
    expect(await chooseOpener(store(signing, ec), undefined)).toBe(ec);
    expect(await chooseOpener(store(signing, rsa), undefined)).toBe(rsa);
  });

  it('asks for a name when more than one can do it', async () => {
    expect(await anyCode(chooseOpener(store(signing, ec, rsa), undefined))).toBe('cli/ambiguous');
    expect(await chooseOpener(store(signing, ec, rsa), rsa.identityId.slice(0, 12).toUpperCase())).toBe(rsa);
  });

  it('never takes one that cannot do it, even by name', async () => {
    expect(await anyCode(chooseIdentity(store(ec), ec.identityId, 'nonRepudiation'))).toBe('identity/not-found');
    expect(await anyCode(chooseOpener(store(signing), undefined))).toBe('identity/not-found');
  });
});
