// The people of a committee as the LPSE lists them, each certificate judged by ourselves: path to the AMS's anchor, fresh
// revocation, one committee. The list is the LPSE's; who they are is the AMS's word.
import { nameAttribute } from '../../crypto/x509/distinguished-name.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import type { KeyState } from '../domain/committee-view.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommitteeCalls } from '../ports/lpse-gateway.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import type { CommitteeAnswer } from '../protocol/committee.ts';
import { codedFailure } from '../policy/run-check.ts';
import { openingUsage, requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { collectRevocation, type RevocationAnswers } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface PeopleNeeds {
  readonly lpse: Pick<CommitteeCalls, 'committee'>;
  readonly revocation: RevocationSource;
  readonly clock: Clock;
}

export interface CommitteePerson {
  readonly accountId: string;
  readonly name: string;
  readonly signing: Certificate | null;
  readonly opening: Certificate | null;
}

export interface CommitteePeople {
  readonly answer: CommitteeAnswer;
  /** Leader first. */
  readonly people: readonly CommitteePerson[];
  /** @throws certificate/* as the path comes out */
  readonly requireUsable: (certificate: Certificate, as: 'signing' | 'opening') => void;
  /** `until`: it must be valid for that long. */
  readonly judge: (certificate: Certificate, as: 'signing' | 'opening', until: Date) => KeyState;
}

/**
 * @param more - further certificates that will be judged with the same answers
 * @throws access/forbidden, network/*, trust/member-refused when a certificate is not the person's it is listed under
 */
export async function loadPeople(
  needs: PeopleNeeds,
  input: { readonly connection: LpseConnection; readonly kdTender: string; readonly more?: readonly Certificate[] },
  options: CallOptions = {},
): Promise<CommitteePeople> {
  const { connection, kdTender, more = [] } = input;
  const answer = await needs.lpse.committee(kdTender, options);
  if (answer.kdTender !== kdTender) throw new CodedError('network/bad-answer', { why: 'another package' });
  const people = answer.members.map(toPerson);
  const certificates = people.flatMap(({ signing, opening }) => [signing, opening].filter((one) => one !== null));
  const concerned = [...certificates, ...more, ...connection.intermediates];
  const answers = await collectRevocation(needs.revocation, concerned, { ...options, fresh: true });
  const at = timeAt(connection, needs.clock);
  const requireUsable = (certificate: Certificate, as: 'signing' | 'opening') =>
    requireAt(certificate, as, { connection, answers, at });
  return {
    answer,
    people,
    requireUsable,
    judge: (certificate, as, until) => {
      const state = stateOf(() => requireUsable(certificate, as));
      return state === 'good' && certificate.notAfter < until ? 'expires-before-opening' : state;
    },
  };
}

/** The members' encryption certificates in the committee's order. @throws policy/members-incomplete, certificate/*, trust/member-refused */
export function requireHolders({ people, requireUsable }: CommitteePeople): readonly Certificate[] {
  const missing = people.filter(({ opening }) => opening === null).length;
  if (missing > 0) throw new CodedError('policy/members-incomplete', { missing, members: people.length });
  const holders = people.flatMap(({ opening }) => opening ?? []);
  for (const holder of holders) requireUsable(holder, 'opening');
  requireOneCommittee(holders);
  return holders;
}

/** A signer who is a member now, whose certificate holds. @throws opening/signature-refused, certificate/* */
export function requireMember(
  { people, requireUsable }: CommitteePeople,
  signers: readonly { readonly certificate: Certificate }[],
  what: string,
): CommitteePerson {
  const [signer, ...others] = signers;
  const found = people.find(({ signing }) => signing !== null && signing.sha256 === signer?.certificate.sha256);
  if (signer === undefined || found === undefined || others.length > 0) {
    throw new CodedError('opening/signature-refused', { why: what });
  }
  requireUsable(signer.certificate, 'signing');
  return found;
}

/** Members' certificates name their committee; a list drawn from several is none. */
function requireOneCommittee(certificates: readonly Certificate[]): void {
  const units = new Set(certificates.map(committeeOf));
  if (units.size !== 1 || units.has(null)) throw new CodedError('trust/member-refused', { why: 'committees' });
  if (new Set(certificates.map(({ sha256 }) => sha256)).size !== certificates.length) {
    throw new CodedError('trust/member-refused', { why: 'certificate twice' });
  }
}

/** Its Pokja, as the AMS wrote it; null when it names none. */
export function committeeOf(certificate: Certificate | undefined): string | null {
  return (certificate && nameAttribute(certificate.subject, 'OU')) ?? null;
}

/** The AMS writes the account into the certificate. Empty when it did not. */
export function accountOf(certificate: Certificate): string {
  return nameAttribute(certificate.subject, 'UID') ?? '';
}

function toPerson({ accountId, name, signing, opening }: CommitteeAnswer['members'][number]): CommitteePerson {
  const read = (base64: string | null): Certificate | null => {
    if (base64 === null) return null;
    const certificate = parseCertificate(Buffer.from(base64, 'base64'));
    if (accountOf(certificate) !== accountId) throw new CodedError('trust/member-refused', { why: 'another person' });
    return certificate;
  };
  return { accountId, name, signing: read(signing), opening: read(opening) };
}

function requireAt(
  certificate: Certificate,
  as: 'signing' | 'opening',
  about: { readonly connection: LpseConnection; readonly answers: RevocationAnswers; readonly at: Date },
): void {
  const { connection, answers, at } = about;
  const { trust, intermediates } = connection;
  const path = { anchors: trust.ams, at, intermediates, ...answers, revocation: 'required' as const };
  requireTrusted(certificate, as === 'signing' ? SIGNING_USAGE : openingUsage(certificate), path);
}

function stateOf(judgement: () => void): KeyState {
  try {
    judgement();
    return 'good';
  } catch (error) {
    return STATES[codedFailure(error).code] ?? 'refused';
  }
}

const STATES: Readonly<Partial<Record<ErrorCode, KeyState>>> = {
  'certificate/revoked': 'revoked',
  'certificate/expired': 'expired',
  'certificate/revocation-unknown': 'unknown',
};
