// Which certificate is meant: the one named by the beginning of its digest, or the only one that can do the job.
import { CodedError } from '../../app/errors/coded-error.ts';
import type { IdentityStore, StoredIdentity } from '../../app/ports/identity-store.ts';
import type { KeyUsage } from '../../crypto/x509/certificate.ts';

/** @throws identity/not-found, cli/ambiguous */
export async function chooseIdentity(
  identities: Pick<IdentityStore, 'list'>,
  named: string | undefined,
  usage?: KeyUsage,
): Promise<StoredIdentity> {
  const able = (await identities.list()).filter(
    ({ certificate }) => usage === undefined || certificate.keyUsage?.has(usage) === true,
  );
  const found =
    named === undefined ? able : able.filter(({ identityId }) => identityId.startsWith(named.toLowerCase()));
  const [first, ...more] = found;
  if (first === undefined) throw new CodedError('identity/not-found');
  if (more.length === 0) return first;
  throw new CodedError('cli/ambiguous', { identities: found.map((one) => one.identityId.slice(0, 12)).join(', ') });
}

/** For opening: RSA certificates say keyEncipherment, EC ones keyAgreement. */
export async function chooseOpener(
  identities: Pick<IdentityStore, 'list'>,
  named: string | undefined,
): Promise<StoredIdentity> {
  const all = await identities.list();
  const able = all.filter(
    ({ certificate: { keyUsage } }) =>
      keyUsage?.has('keyEncipherment') === true || keyUsage?.has('keyAgreement') === true,
  );
  return chooseIdentity({ list: () => Promise.resolve(able) }, named);
}
