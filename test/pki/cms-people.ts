// The people of a CMS test: committee members who open, bidders and members who sign, a timestamp authority; all under one root.
import { softwareDecryptionKey, softwareSigningKey, type DecryptionKey, type SigningKey } from '../../crypto/keys.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { createAuthority, type Authority, type Issued } from './authority.ts';
import type { KeyKind } from './keys.ts';
import type { Profile } from './profiles.ts';

/** "Now" for everything in these tests. */
export const TEST_NOW = new Date('2026-07-01T03:00:00Z');

export interface People {
  readonly root: Authority;
  readonly authority: Authority;
  readonly anchors: readonly Certificate[];
  opener(name: string, key?: KeyKind): Promise<Opener>;
  signer(name: string, options?: { readonly key?: KeyKind; readonly profile?: Profile }): Promise<SigningPerson>;
}

export interface Opener extends Issued {
  readonly key: DecryptionKey;
}

export interface SigningPerson extends Issued {
  readonly key: SigningKey;
}

/** Certificates are valid from a day before `now` for two years. */
export async function createPeople(now = TEST_NOW): Promise<People> {
  const clock = () => now;
  const root = await createAuthority({ subject: 'Akar Uji', clock });
  const authority = await createAuthority({ subject: 'AMS Uji', parent: root, clock });
  return {
    root,
    authority,
    anchors: [root.certificate],
    opener: async (name, key = 'ec-p256') => {
      const issued = await authority.issue('member-encrypt', { subject: name, key });
      return { ...issued, key: softwareDecryptionKey(issued.privateKey, issued.certificate) };
    },
    signer: async (name, { key = 'ec-p256', profile = 'bidder' } = {}) => {
      const issued = await authority.issue(profile, { subject: name, key });
      return { ...issued, key: softwareSigningKey(issued.privateKey, issued.certificate, issued.chain) };
    },
  };
}
