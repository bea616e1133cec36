// UC-31 Sign the minutes, take over another member's signature, prove them all. A signature is a detached CAdES-BES file of one
// member beside the paper: members sign on their own computers, at the same time, without passing one file around; each file can
// be checked by itself with openssl. What a signature needs to be judged later (CRLs, a timestamp) is kept with it.
import { signContent } from '../../crypto/cms/sign.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import { checkMinutes, holderOf, readMinutesSignature } from '../policy/check-minutes.ts';
import { listsOfProof, withLists } from '../policy/minutes-members.ts';
import { stampCertificates } from '../policy/minutes-timestamp.ts';
import { codedFailure } from '../policy/run-check.ts';
import { requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { keepSignature, type Kept } from './keep-minutes-signature.ts';
import { askMembers, type AskedMembers, type MembersNeeds } from './minutes-members.ts';
import { readProof, requirePaper, type FolderNeeds, type FolderPaper, type MinutesPlace } from './minutes-folder.ts';
import { requireGoodNow } from './sign-as-member.ts';

export interface SignMinutesNeeds extends MembersNeeds, FolderNeeds {
  readonly identities: IdentityStore;
  readonly tsa: TimestampAuthority;
  readonly journal: Journal;
}

export interface PaperInput extends MinutesPlace {
  readonly connection: LpseConnection;
  /** Name of the paper in its folder. */
  readonly name: string;
}

/**
 * Safe to repeat: the member's earlier signature over the same paper stays, and gets a timestamp if it has none; then the key is not used.
 * @param input - `sha256` of the paper that the person read
 * @throws minutes/paper-not-found, minutes/paper-changed, minutes/foreign-signer; identity/*; certificate/* when the signer is not trusted
 */
export async function signMinutes(
  needs: SignMinutesNeeds,
  input: PaperInput & { readonly sha256: string; readonly identityId: string },
  options: CallOptions = {},
): Promise<{ readonly signature: string; readonly outcome: Kept }> {
  const { connection, identityId } = input;
  const { folder, paper } = await requirePaper(needs, input, input.name);
  if (paper.sha256 !== input.sha256) throw new CodedError('minutes/paper-changed');
  const { certificate, chain } = await needs.identities.load(identityId);
  const scope = scopeOf(input, paper);
  const asked = await askMembers(needs, { ...scope, connection }, options);
  requireMember(asked, certificate);
  await requireGoodNow(needs, { certificate, chain, connection }, options);
  const { intermediates, trust } = connection;
  const answers = await collectRevocation(needs.revocation, [certificate, ...chain, ...intermediates], options);
  const make = async () =>
    signContent({
      content: paper.bytes,
      detached: true,
      signers: [
        { key: await needs.identities.unlockSigning(identityId), signingTime: timeAt(connection, needs.clock) },
      ],
      crls: answers.crls.map(({ der }) => der),
    });
  const kept = await keepSignature(needs, { scope, folder, paper, certificate, make, trust, asked, answers }, options);
  await note(needs, input, { event: 'minutes.signed', paper, certificate, outcome: kept.outcome });
  return kept;
}

/**
 * Another member's `.p7s` over the same paper; with a timestamp of our own, made now, where the TSA answers. One of the same member that
 * is there already stays. The time that can be proven for it is this computer's, so that its signer must be good now (decision 0008).
 * @throws signature/* when it is none over this paper, minutes/foreign-signer, minutes/signer-refused
 */
export async function addMinutesSignature(
  needs: SignMinutesNeeds,
  input: PaperInput & { readonly p7s: Uint8Array },
  options: CallOptions = {},
): Promise<{ readonly signature: string; readonly holder: string; readonly outcome: Kept }> {
  const { p7s, connection } = input;
  const { folder, paper } = await requirePaper(needs, input, input.name);
  const { certificate, certificates } = readMinutesSignature(p7s, paper.bytes);
  const scope = scopeOf(input, paper);
  const asked = await askMembers(needs, { ...scope, connection }, options);
  requireMember(asked, certificate);
  const { trust } = connection;
  const intermediates = [...certificates, ...connection.intermediates];
  // Past the cache: a revocation of minutes ago matters.
  const fresh = { ...options, fresh: true };
  const answers = await collectRevocation(needs.revocation, [certificate, ...intermediates], fresh);
  requireSigner(certificate, { anchors: trust.ams, at: timeAt(connection, needs.clock), intermediates, ...answers });
  const make = () => Promise.resolve(p7s);
  const kept = await keepSignature(needs, { scope, folder, paper, certificate, make, trust, asked, answers }, options);
  await note(needs, input, { event: 'minutes.signature-added', paper, certificate, outcome: kept.outcome });
  return { ...kept, holder: holderOf(certificate) };
}

/** Every signature beside the paper. @throws minutes/paper-not-found; trust/* when the policy is not good */
export async function verifyMinutes(
  needs: SignMinutesNeeds,
  input: PaperInput,
  options: CallOptions = {},
): Promise<CheckReport> {
  const { connection } = input;
  const { folder, paper } = await requirePaper(needs, input, input.name);
  const scope = scopeOf(input, paper);
  const { members, path, policySha256, serial } = await askMembers(needs, { ...scope, connection }, options);
  const { intermediates, trust } = connection;
  const signers = paper.signatures.flatMap(({ p7s, timestamp, signer }) =>
    signer === null
      ? []
      : [...readMinutesSignature(p7s, paper.bytes).certificates, ...stampCertificates({ timestamp, p7s, trust })],
  );
  const answers = await collectRevocation(needs.revocation, [...signers, ...intermediates], options);
  const beside = listsOfProof(await readProof(needs, { folder, scope }));
  return checkMinutes({
    ...{ paper: paper.bytes, signatures: paper.signatures, members, trust, at: timeAt(connection, needs.clock) },
    path: withLists(withLists({ ...path, intermediates }, answers), beside),
    proven: { id: 'minutes-policy', outcome: 'passed', facts: { policySha256, serial, members: members.size } },
  });
}

function scopeOf({ kdTender, envelopeId }: PaperInput, { versiTender }: FolderPaper): EnvelopeScope {
  return { kdTender, versiTender, envelopeId };
}

function requireMember({ members }: AskedMembers, { sha256: certificateSha256 }: Certificate): void {
  if (!members.has(certificateSha256)) throw new CodedError('minutes/foreign-signer', { certificateSha256 });
}

function requireSigner(certificate: Certificate, path: Omit<Parameters<typeof requireTrusted>[2], 'revocation'>): void {
  try {
    requireTrusted(certificate, SIGNING_USAGE, { ...path, revocation: 'required' });
  } catch (cause) {
    const { code, details } = codedFailure(cause);
    throw new CodedError('minutes/signer-refused', { ...details, why: code }, { cause });
  }
}

/** What stayed as it was is no event. */
async function note(
  { journal }: Pick<SignMinutesNeeds, 'journal'>,
  { kdTender }: Pick<PaperInput, 'kdTender'>,
  about: {
    readonly event: string;
    readonly paper: { readonly sha256: string };
    readonly certificate: Certificate;
    readonly outcome: Kept;
  },
): Promise<void> {
  const { event, paper, certificate, outcome } = about;
  if (outcome === 'kept' || outcome === 'kept-unstamped') return;
  const facts = {
    paperSha256: paper.sha256,
    certificateSha256: certificate.sha256,
    timestamped: outcome !== 'signed-unstamped',
  };
  await journal.append({ event: outcome === 'stamped' ? 'minutes.stamped' : event, bidId: null, kdTender, facts });
}
