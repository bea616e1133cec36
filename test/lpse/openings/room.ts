// What the parts of openings share, and who may take part in one.
import type { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { PolicyEnvelope, SealingPolicy } from '../../../app/protocol/policy.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import type { PathReport } from '../../../crypto/x509/path-report.ts';
import { validatePath } from '../../../crypto/x509/validate-path.ts';
import type { Caller, EnvelopeScope, LpseContext, PackageRecord } from '../context.ts';
import { readSigned } from '../signed-statement.ts';
import type { Closings } from '../submissions/closing.ts';
import type { SubmissionRoom } from '../submissions/room.ts';
import type { Opening, OpeningBook } from './opening-book.ts';
import type { ReferralBook } from './referral-book.ts';

export interface OpeningRoom {
  readonly context: LpseContext;
  readonly submissions: SubmissionRoom;
  readonly closings: Closings;
  readonly book: OpeningBook;
  readonly referrals: ReferralBook;
}

/** Roles that sit in an opening; which package they may open is decided by `requireOfficial`. */
export const OPENER_ROLES = ['committeeMember', 'procurementOfficer'] as const;

/** @throws package/not-found, opening/wrong-role */
export function requireOfficial(context: LpseContext, { account }: Caller, kdTender: string): PackageRecord {
  const record = context.packages.require(kdTender);
  if (!record.officials.includes(account.accountId)) throw new CodedError('opening/wrong-role');
  return record;
}

/** @throws opening/not-found when there is none, or it is not this caller's to see */
export function requireOpening(room: OpeningRoom, { account }: Caller, openingId: string): Opening {
  const opening = room.book.find(openingId);
  const record = opening === null ? null : room.context.packages.find(opening.kdTender);
  if (opening === null || record?.officials.includes(account.accountId) !== true)
    throw new CodedError('opening/not-found');
  return opening;
}

/** @throws policy/not-published, opening/statement-refused when the package has no such envelope */
export function policyOf(
  context: LpseContext,
  { kdTender, envelopeId }: Pick<EnvelopeScope, 'kdTender' | 'envelopeId'>,
): { readonly policy: SealingPolicy; readonly envelope: PolicyEnvelope } {
  const policy = context.policies.newest(kdTender)?.policy;
  if (policy === undefined) throw new CodedError('policy/not-published');
  const envelope = policy.envelopes.find((candidate) => candidate.envelopeId === envelopeId);
  if (envelope === undefined) throw new CodedError('opening/statement-refused', { why: 'envelope' });
  return { policy, envelope };
}

export interface MemberStatement<T> {
  readonly statement: T;
  readonly content: Buffer;
  readonly signer: Certificate;
  /** Place of the signer in the policy's `signers`, and so among the openers or holders. */
  readonly place: number;
}

/**
 * A statement signed by the caller as a member whom the newest policy names for this envelope.
 * @throws opening/signature-refused, opening/statement-refused
 */
export function readMemberStatement<T>(
  context: LpseContext,
  { account }: Caller,
  given: { readonly der: Uint8Array; readonly schema: z.ZodType<T>; readonly envelope: PolicyEnvelope },
): MemberStatement<T> {
  const codes = { signature: 'opening/signature-refused', form: 'opening/statement-refused' } as const;
  const read = readSigned(given.der, given.schema, codes);
  const place = given.envelope.signers.findIndex((der) => sha256Hex(Buffer.from(der, 'base64')) === read.signer.sha256);
  if (place < 0 || context.ams.ownerOf(read.signer) !== account.accountId)
    throw new CodedError('opening/signature-refused', { why: 'not this member' });
  const report = judgeMember(context, read.signer);
  if (!report.ok) throw new CodedError('opening/signature-refused', { why: report.findings[0]?.code ?? '' });
  return { ...read, place };
}

/** A member's signing certificate as it is now. */
export function judgeMember(context: LpseContext, leaf: Certificate): PathReport {
  return validatePath({
    leaf,
    intermediates: context.ams.chain,
    anchors: [context.ams.anchor],
    at: context.clock.now(),
    crls: context.ams.crls().map(parseCrl),
    revocation: 'required',
    requiredKeyUsage: ['digitalSignature', 'nonRepudiation'],
  });
}
