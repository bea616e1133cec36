// UC-31 Sign the minutes, take over another member's signature, prove them all. A signature is a detached CAdES-BES file of one
// member beside the paper: members sign on their own computers, at the same time, without passing one file around; each file can
// be checked by itself with openssl. What a signature needs to be judged later (CRLs, a timestamp) is kept with it.
import { signContent } from '../../crypto/cms/sign.ts';
import { sha256 } from '../../crypto/encoding.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import { checkMinutes, holderOf, readMinutesSignature } from '../policy/check-minutes.ts';
import { codedFailure } from '../policy/run-check.ts';
import { requireTrusted, SIGNING_USAGE } from '../policy/signed-message.ts';
import { collectRevocation } from './collect-revocation.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { fetchTimestamp } from './fetch-timestamp.ts';
import { askMembers, type AskedMembers, type MembersNeeds } from './minutes-members.ts';
import {
  proofName,
  requirePaper,
  signatureName,
  timestampName,
  writeIntoFolder,
  type FolderNeeds,
  type MinutesPlace,
} from './minutes-folder.ts';
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
 * Safe to repeat: the member's earlier signature over the same paper is written over.
 * @param input - `sha256` of the paper that the person read
 * @throws minutes/paper-not-found, minutes/paper-changed, minutes/foreign-signer; identity/*; certificate/* when the signer is not trusted
 */
export async function signMinutes(
  needs: SignMinutesNeeds,
  input: PaperInput & { readonly sha256: string; readonly identityId: string },
  options: CallOptions = {},
): Promise<{ readonly signature: string; readonly timestamped: boolean }> {
  const { connection, identityId, kdTender } = input;
  const { folder, paper } = await requirePaper(needs, input, input.name);
  if (paper.sha256 !== input.sha256) throw new CodedError('minutes/paper-changed');
  const { certificate, chain } = await needs.identities.load(identityId);
  const asked = await askMembers(needs, input, options);
  requireMember(asked, certificate);
  await requireGoodNow(needs, { certificate, chain, connection }, options);
  const answers = await collectRevocation(
    needs.revocation,
    [certificate, ...chain, ...connection.intermediates],
    options,
  );
  const key = await needs.identities.unlockSigning(identityId);
  const p7s = await signContent({
    content: paper.bytes,
    detached: true,
    signers: [{ key, signingTime: timeAt(connection, needs.clock) }],
    crls: answers.crls.map(({ der }) => der),
  });
  const stamp = await fetchTimestamp(needs.tsa, { sha256: sha256(p7s), trust: connection.trust }, options);
  const signature = signatureName(paper.name, certificate.sha256);
  await removeStamp(needs, folder, signature);
  await writeIntoFolder(needs, folder, [
    { name: signature, bytes: p7s },
    ...(stamp === null ? [] : [{ name: timestampName(signature), bytes: stamp.der }]),
    { name: proofName(input), bytes: asked.proof(answers) },
  ]);
  const facts = { paperSha256: paper.sha256, certificateSha256: certificate.sha256, timestamped: stamp !== null };
  await needs.journal.append({ event: 'minutes.signed', bidId: null, kdTender, facts });
  return { signature, timestamped: stamp !== null };
}

/**
 * Another member's `.p7s` over the same paper; with a timestamp of our own, made now, where the TSA answers.
 * The time that can be proven for it is this computer's, so that its signer must be good now (decision 0008).
 * @throws signature/* when it is none over this paper, minutes/foreign-signer, minutes/signer-refused
 */
export async function addMinutesSignature(
  needs: SignMinutesNeeds,
  input: PaperInput & { readonly p7s: Uint8Array },
  options: CallOptions = {},
): Promise<{ readonly signature: string; readonly holder: string }> {
  const { p7s, connection, kdTender } = input;
  const { folder, paper } = await requirePaper(needs, input, input.name);
  const { certificate, certificates } = readMinutesSignature(p7s, paper.bytes);
  const { sha256: certificateSha256 } = certificate;
  const asked = await askMembers(needs, input, options);
  requireMember(asked, certificate);
  const signature = signatureName(paper.name, certificateSha256);
  const known = paper.signatures.find(({ name }) => name === signature);
  const holder = holderOf(certificate);
  if (known?.p7s.equals(p7s) === true) return { signature, holder };
  const intermediates = [...certificates, ...connection.intermediates];
  // Past the cache: a revocation of minutes ago matters.
  const answers = await collectRevocation(needs.revocation, [certificate, ...intermediates], {
    ...options,
    fresh: true,
  });
  const at = timeAt(connection, needs.clock);
  requireSigner(certificate, { anchors: connection.trust.ams, at, intermediates, ...answers });
  const stamp = await fetchTimestamp(needs.tsa, { sha256: sha256(p7s), trust: connection.trust }, options);
  await removeStamp(needs, folder, signature);
  await writeIntoFolder(needs, folder, [
    { name: signature, bytes: p7s },
    ...(stamp === null ? [] : [{ name: timestampName(signature), bytes: stamp.der }]),
    { name: proofName(input), bytes: asked.proof(answers) },
  ]);
  const facts = { paperSha256: paper.sha256, certificateSha256 };
  await needs.journal.append({ event: 'minutes.signature-added', bidId: null, kdTender, facts });
  return { signature, holder };
}

/** Every signature beside the paper. @throws minutes/paper-not-found; trust/* when the policy is not good */
export async function verifyMinutes(
  needs: SignMinutesNeeds,
  input: PaperInput,
  options: CallOptions = {},
): Promise<CheckReport> {
  const { connection } = input;
  const { paper } = await requirePaper(needs, input, input.name);
  const { members, path, policySha256, serial } = await askMembers(needs, input, options);
  const signers = paper.signatures.flatMap(({ p7s, signer }) =>
    signer === null ? [] : readMinutesSignature(p7s, paper.bytes).certificates,
  );
  const { intermediates, trust } = connection;
  const answers = await collectRevocation(needs.revocation, [...signers, ...intermediates], options);
  const { crls = [], ocsp = [] } = path;
  return checkMinutes({
    ...{ paper: paper.bytes, signatures: paper.signatures, members, trust, at: timeAt(connection, needs.clock) },
    path: { intermediates, crls: [...crls, ...answers.crls], ocsp: [...ocsp, ...answers.ocsp] },
    proven: { id: 'minutes-policy', outcome: 'passed', facts: { policySha256, serial, members: members.size } },
  });
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

/** A timestamp of the signature that was there before says nothing about the new one. */
async function removeStamp({ output }: FolderNeeds, folder: string, signature: string): Promise<void> {
  await output.remove(output.pathIn(folder, timestampName(signature)));
}
