// Answers `identities.*`: certificates of the account in use. Keys stay in its profile; the passphrase is good for one call.
import type { IdentityView } from '../../app/contract/records.ts';
import type { StoredIdentity } from '../../app/ports/identity-store.ts';
import { Secret } from '../../crypto/secret.ts';
import type { KeyType } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { nameAttribute, nameText, shortName } from '../../crypto/x509/distinguished-name.ts';
import { readBounded } from '../adapters/private-files.ts';
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

/** A .p12 with a long chain is far below. */
const MAX_P12_BYTES = 4 << 20;
/** The same margin in which an LPSE's certificates are renewed. */
const EXPIRES_SOON_MS = 30 * 86_400_000;

export function identitiesHandlers(program: Program): AreaHandlers<'identities'> {
  const view = (identity: StoredIdentity) => toView(identity, program.installation.clock.now());
  return {
    'identities.list': async () => {
      const stored = await (await program.profile()).identities.list();
      return { identities: stored.map(view).toSorted((a, b) => b.notAfter.localeCompare(a.notAfter)) };
    },

    'identities.import': async ({ file, passphrase }, caller) => {
      const secret = Secret.fromText(passphrase);
      try {
        const bytes = await readBounded(program.files.resolve(file, caller).path, MAX_P12_BYTES);
        if (bytes === null) throw new CodedError('document/not-found');
        const { identities } = await program.profile();
        return { imported: (await identities.importPkcs12(bytes, secret)).map(view) };
      } finally {
        secret.wipe();
      }
    },

    'identities.remove': async ({ identityId }) => {
      await (await program.profile()).identities.remove(identityId);
      return null;
    },
  };
}

function toView({ identityId, certificate }: StoredIdentity, now: Date): IdentityView {
  const { subject, issuer, serialHex, sha256, notBefore, notAfter, keyType, keyUsage } = certificate;
  const leftMs = notAfter.getTime() - now.getTime();
  return {
    ...{ identityId, serialHex, sha256 },
    subject: nameText(subject),
    holder: shortName(subject),
    organisation: nameAttribute(subject, 'O') ?? null,
    issuer: shortName(issuer),
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    keyType: keyTypeText(keyType),
    usages: [...(keyUsage ?? [])],
    expired: leftMs <= 0,
    expiresSoon: leftMs > 0 && leftMs < EXPIRES_SOON_MS,
  };
}

function keyTypeText(type: KeyType): string {
  switch (type.kind) {
    case 'rsa':
      return `RSA ${type.bits}`;
    case 'ec':
      return `EC ${type.curve}`;
    case 'ed25519':
      return 'Ed25519';
    case 'other':
      return type.oid;
  }
}
