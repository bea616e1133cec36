// Which certificates may sign an act, and which of them is meant when nobody has chosen.
import type { IdentityView } from '../../app/contract/records.ts';

/** Certificates that can sign, the one that sealed first: another one is refused by the server. */
export function signersFor(
  identities: readonly IdentityView[],
  sealedBy: string | null,
): { readonly usable: readonly IdentityView[]; readonly preset: string | null } {
  const usable = identities.filter((identity) => canSign(identity) && !identity.expired);
  if (sealedBy === null) return { usable, preset: usable.length === 1 ? (usable[0]?.identityId ?? null) : null };
  const same = usable.filter(({ holder }) => holder === sealedBy);
  const [only] = same;
  return {
    usable: [...same, ...usable.filter(({ holder }) => holder !== sealedBy)],
    preset: same.length === 1 && only !== undefined ? only.identityId : null,
  };
}

export function canSign({ usages }: Pick<IdentityView, 'usages'>): boolean {
  return usages.includes('digitalSignature') || usages.includes('nonRepudiation');
}

/** Certificates whose keys open what was sealed to them. */
export function canOpen({ usages }: Pick<IdentityView, 'usages'>): boolean {
  return usages.includes('keyAgreement') || usages.includes('keyEncipherment');
}
