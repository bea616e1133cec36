// A member's signature beside the minutes, which never becomes weaker: one that is there stays, and is only ever given a timestamp.
import { sha256 } from '../../crypto/encoding.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { namesEqual } from '../../crypto/x509/distinguished-name.ts';
import { proofName } from '../domain/minutes-names.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { listsOfProof } from '../policy/minutes-members.ts';
import { judgeStamp, stampCertificates, type StampStanding } from '../policy/minutes-timestamp.ts';
import { collectRevocation, type RevocationAnswers } from './collect-revocation.ts';
import { fetchTimestamp } from './fetch-timestamp.ts';
import {
  readProof,
  signatureName,
  timestampName,
  writeIntoFolder,
  type FolderNeeds,
  type FolderPaper,
} from './minutes-folder.ts';
import type { AskedMembers } from './minutes-members.ts';

export interface KeepNeeds extends FolderNeeds {
  readonly revocation: RevocationSource;
  readonly tsa: TimestampAuthority;
}

/**
 * What became of it. `signed`: new, with a timestamp. `signed-unstamped`: new, and no timestamp was to be had. `stamped`: the one that
 * was there has a timestamp now. `kept`: the one that was there has one already. `kept-unstamped`: it has none, and none was to be had.
 */
export type Kept = 'signed' | 'signed-unstamped' | 'stamped' | 'kept' | 'kept-unstamped';

export interface KeepInput {
  readonly scope: EnvelopeScope;
  readonly folder: string;
  readonly paper: FolderPaper;
  /** The signer's: a member's, and good now. */
  readonly certificate: Certificate;
  /** Called only when no signature of that certificate over the paper is there. */
  readonly make: () => Promise<Uint8Array>;
  readonly trust: LpseTrust;
  readonly asked: AskedMembers;
  /** The answers by which the signer is good. */
  readonly answers: RevocationAnswers;
}

export async function keepSignature(
  needs: KeepNeeds,
  { scope, folder, paper, certificate, make, trust, asked, answers }: KeepInput,
  options: CallOptions = {},
): Promise<{ readonly signature: string; readonly outcome: Kept }> {
  const signature = signatureName(paper.name, certificate.sha256);
  const known = paper.signatures.find(
    ({ name, signer }) => name === signature && signer?.certificateSha256 === certificate.sha256,
  );
  const p7s = known?.p7s ?? (await make());
  const proof = await readProof(needs, { folder, scope });
  const about = { p7s, trust, earlier: listsOfProof(proof) };
  const before = await stampAnswers(needs, { ...about, timestamp: known?.timestamp ?? null }, options);
  const holds = before.standing === 'good' || before.standing === 'unjudged';
  const fetched = holds ? NOTHING : await fetchStamp(needs, about, options);
  if (known === undefined) {
    // Of whatever lay here without being a signature: it says nothing about this one.
    await needs.output.remove(needs.output.pathIn(folder, timestampName(signature)));
  }
  const newer = [answers, before.fresh, fetched.fresh];
  await writeIntoFolder(needs, folder, [
    ...(known === undefined ? [{ name: signature, bytes: p7s }] : []),
    ...(fetched.der === null ? [] : [{ name: timestampName(signature), bytes: fetched.der }]),
    { name: proofName(scope), bytes: renewedProof(asked, { newer, earlier: about.earlier }) },
  ]);
  if (known === undefined) return { signature, outcome: fetched.der === null ? 'signed-unstamped' : 'signed' };
  return { signature, outcome: holds ? 'kept' : fetched.der === null ? 'kept-unstamped' : 'stamped' };
}

interface StampAbout {
  readonly p7s: Uint8Array;
  readonly trust: LpseTrust;
  /** What the proof beside the paper holds. */
  readonly earlier: RevocationAnswers;
}

interface Fetched {
  /** Null when the service is down, or its key was revoked: then there is nothing to keep but the list that says so. */
  readonly der: Buffer | null;
  readonly fresh: RevocationAnswers;
}
const NOTHING: Fetched = { der: null, fresh: { crls: [], ocsp: [] } };

async function fetchStamp(needs: KeepNeeds, about: StampAbout, options: CallOptions): Promise<Fetched> {
  const { p7s, trust } = about;
  const fetched = await fetchTimestamp(needs.tsa, { sha256: sha256(p7s), trust }, options);
  if (fetched === null) return NOTHING;
  const { standing, fresh } = await stampAnswers(needs, { ...about, timestamp: fetched.der }, options);
  return { der: standing === 'refused' ? null : fetched.der, fresh };
}

/** Judged by the newest lists of the TSA's side, and by earlier ones where those cannot be fetched now. */
async function stampAnswers(
  { revocation }: KeepNeeds,
  { p7s, trust, earlier, timestamp }: StampAbout & { readonly timestamp: Uint8Array | null },
  options: CallOptions,
): Promise<{ readonly standing: StampStanding; readonly fresh: RevocationAnswers }> {
  const certificates = stampCertificates({ timestamp, p7s, trust });
  // Past the cache: a revocation of minutes ago matters.
  const fresh = await collectRevocation(revocation, certificates, { ...options, fresh: true });
  const archived = { crls: [...fresh.crls, ...earlier.crls], ocsp: [...fresh.ocsp, ...earlier.ocsp] };
  return { standing: judgeStamp({ timestamp, p7s, trust, archived }).standing, fresh };
}

/** Of now; lists of issuers who were not asked now stay, since other signatures may need them. */
function renewedProof(
  asked: AskedMembers,
  { newer, earlier }: { readonly newer: readonly RevocationAnswers[]; readonly earlier: RevocationAnswers },
): Buffer {
  const crls = newer.flatMap((answers) => answers.crls);
  const known = [...crls, ...(asked.path.crls ?? [])];
  const others = earlier.crls.filter((old) => !known.some(({ issuer }) => namesEqual(issuer, old.issuer)));
  return asked.proof({ crls: [...crls, ...others], ocsp: newer.flatMap(({ ocsp }) => ocsp) });
}
