// The key that signs a bid, judged before it is used (crypto/SPEC.md 5, 6 and 12). CA: the person's certificate, known to the AMS,
// unrevoked, valid until the deadline. NON_CA: this device's key, if the LPSE registered it for the account.
import type { SigningKey } from '../../crypto/keys.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import { firstFailure, toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { Device } from '../ports/device.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import { readDeviceRegistration } from '../policy/check-sealed.ts';
import { notMade, runCheck, type Row } from '../policy/run-check.ts';
import { certificateFacts, requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface SignerNeeds {
  readonly identities: IdentityStore;
  readonly device: Device;
  readonly memory: LpseMemory;
  readonly revocation: RevocationSource;
  readonly clock: Clock;
}

export interface SignerRequest {
  readonly connection: LpseConnection;
  readonly mode: 'CA' | 'NON_CA';
  readonly accountId: string;
  /** CA: which certificate; ignored in NON_CA mode. */
  readonly identityId: string | null;
  /** The certificate must still be valid then. */
  readonly until: Date;
}

/**
 * Judges, and only then asks for the passphrase.
 * @throws the code of the first check that failed; identity/not-found, identity/wrong-passphrase
 */
export async function chooseSigner(
  needs: SignerNeeds,
  request: SignerRequest,
  options: CallOptions = {},
): Promise<{ readonly key: SigningKey; readonly report: CheckReport }> {
  if (request.mode === 'NON_CA') return chooseDevice(needs, request);
  if (request.identityId === null) throw new CodedError('identity/not-found');
  const { certificate, chain } = await needs.identities.load(request.identityId);
  const report = await checkIdentity(needs, { ...request, certificate, chain }, options);
  requirePassed(report);
  return { key: await needs.identities.unlockSigning(request.identityId), report };
}

/** UC-15's checks of a certificate, also for showing them without signing anything. */
export async function checkIdentity(
  needs: Pick<SignerNeeds, 'revocation' | 'clock'>,
  about: Pick<SignerRequest, 'connection' | 'until'> & {
    readonly certificate: Certificate;
    readonly chain: readonly Certificate[];
  },
  options: CallOptions & { readonly fresh?: boolean } = {},
): Promise<CheckReport> {
  const { connection, until, certificate, chain } = about;
  const intermediates = [...chain, ...connection.intermediates];
  const answers = await collectRevocation(needs.revocation, [certificate, ...intermediates], options);
  const at = timeAt(connection, needs.clock);
  const path = { anchors: connection.trust.ams, at, intermediates, ...answers, revocation: 'required' as const };
  const trusted = runCheck('certificate-trusted', () => {
    requireTrusted(certificate, SIGNING_USAGE, path);
    return certificateFacts(certificate);
  });
  return toReport([trusted, checkLifetime(trusted, certificate, until)]);
}

function checkLifetime(trusted: Row, certificate: Certificate, until: Date): Row {
  if (trusted.outcome !== 'passed') return notMade('certificate-until-deadline');
  return runCheck('certificate-until-deadline', () => {
    const facts = { notAfter: certificate.notAfter.toISOString(), until: until.toISOString() };
    if (certificate.notAfter.getTime() < until.getTime()) throw new CodedError('trust/certificate-ends-early', facts);
    return facts;
  });
}

async function chooseDevice(needs: SignerNeeds, request: SignerRequest) {
  const { trust } = request.connection;
  const key = await needs.device.key();
  const registration = await needs.memory.deviceRegistration(trust.kdLpse, request.accountId);
  const at = timeAt(request.connection, needs.clock);
  const registered = runCheck('device-registered', () => {
    if (registration === null) throw new CodedError('trust/device-not-registered');
    const archived = { crls: [], ocsp: [] };
    const value = readDeviceRegistration(Buffer.from(registration, 'base64'), trust, { at, archived });
    const isOurs = value.deviceCertificateSha256 === key.certificate.sha256 && value.accountId === request.accountId;
    if (!isOurs) throw new CodedError('trust/device-not-registered');
    return { deviceCertificateSha256: key.certificate.sha256 };
  });
  const report = toReport([registered]);
  requirePassed(report);
  return { key, report };
}

/** Whom a certificate is for, in one line. */
export function signerName({ subject }: Certificate): string {
  return shortName(subject);
}

function requirePassed(report: CheckReport): void {
  const failure = firstFailure(report);
  if (failure !== null) throw new CodedError(failure.code, failure.facts);
}
