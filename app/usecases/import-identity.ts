// UC-15 Certificates on this computer: take over a .p12, list what is there and what each is good for, write a .p12 out.
import type { Secret } from '../../crypto/secret.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { nameAttribute, shortName } from '../../crypto/x509/distinguished-name.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { IdentityStore, StoredIdentity } from '../ports/identity-store.ts';
import type { SignerNeeds } from './choose-signer.ts';
import { runCheck } from '../policy/run-check.ts';
import { certificateFacts, openingUsage, requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface IdentityView {
  readonly identityId: string;
  readonly label: string;
  readonly name: string;
  readonly organisation: string;
  readonly issuer: string;
  readonly certificateSha256: string;
  readonly serialHex: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly canSign: boolean;
  readonly canOpen: boolean;
  readonly source: StoredIdentity['source'];
}

/** The secret is wiped by whoever made it. @throws identity/* as `IdentityStore.importPkcs12` */
export async function importIdentity(
  { identities }: { readonly identities: IdentityStore },
  input: { readonly bytes: Uint8Array; readonly passphrase: Secret },
): Promise<readonly IdentityView[]> {
  return (await identities.importPkcs12(input.bytes, input.passphrase)).map(toIdentityView);
}

/** The one that lasts longest first. */
export async function listIdentities({
  identities,
}: {
  readonly identities: IdentityStore;
}): Promise<readonly IdentityView[]> {
  const stored = await identities.list();
  return stored.map(toIdentityView).toSorted((a, b) => b.notAfter.localeCompare(a.notAfter));
}

/** Bytes of a .p12, under the passphrase that protects the identity here. @throws identity/not-found, identity/wrong-passphrase */
export async function exportIdentity(
  { identities }: { readonly identities: IdentityStore },
  input: { readonly identityId: string; readonly passphrase: Secret },
): Promise<Buffer> {
  return identities.exportPkcs12(input.identityId, input.passphrase);
}

/** Is it trusted for what it is made for, here and now? @throws identity/not-found */
export async function checkStoredIdentity(
  needs: Pick<SignerNeeds, 'identities' | 'revocation' | 'clock'>,
  input: { readonly connection: LpseConnection; readonly identityId: string },
  options: CallOptions = {},
): Promise<CheckReport> {
  const { connection } = input;
  const { certificate, chain } = await needs.identities.load(input.identityId);
  const intermediates = [...chain, ...connection.intermediates];
  const answers = await collectRevocation(needs.revocation, [certificate, ...intermediates], options);
  const at = timeAt(connection, needs.clock);
  const usage = canSign(certificate) ? SIGNING_USAGE : openingUsage(certificate);
  const trusted = runCheck('certificate-trusted', () => {
    const path = { anchors: connection.trust.ams, at, intermediates, ...answers, revocation: 'required' as const };
    requireTrusted(certificate, usage, path);
    return certificateFacts(certificate);
  });
  return toReport([trusted]);
}

export function toIdentityView({ identityId, label, certificate, source }: StoredIdentity): IdentityView {
  const { subject, issuer } = certificate;
  return {
    ...{ identityId, label, source },
    name: shortName(subject),
    organisation: nameAttribute(subject, 'O') ?? '',
    issuer: shortName(issuer),
    certificateSha256: certificate.sha256,
    serialHex: certificate.serialHex,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    canSign: canSign(certificate),
    canOpen: openingUsage(certificate).every((usage) => certificate.keyUsage?.has(usage) === true),
  };
}

function canSign({ keyUsage }: Certificate): boolean {
  return SIGNING_USAGE.every((usage) => keyUsage?.has(usage) === true);
}
