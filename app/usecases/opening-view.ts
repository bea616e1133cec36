// UC-18 Watch an opening: which envelopes there are to open, and one room as people see it: who has done what, what the log says,
// which bids are there, which stay sealed. Looking starts nothing that the LPSE has not started.
import { sha256Hex } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import { openingState, type OpeningEvent, type OpeningState } from '../domain/opening-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import { leavesOf, liveBids } from '../policy/live-set.ts';
import { readSigned } from '../policy/signed-message.ts';
import { ContributionStatement, SessionStatement } from '../protocol/openings.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import type { SubmissionLeafBody } from '../protocol/receipt.ts';
import { readMemberResults } from './member-results.ts';
import type { OpeningRoom } from './opening-room.ts';

export interface OpeningOfPackage {
  readonly envelopeId: string;
  readonly envelopeName: string;
  readonly carriesPrice: boolean;
  readonly closesAt: string;
  readonly opensAt: string;
  readonly stageName: string;
  readonly submissionCount: number;
  readonly state: OpeningState;
}

/** The envelopes of a package, in their order. @param events - of this tender, of every version, from the log */
export function openingsOf(
  { jadwal, sampul, versi_tender: version }: ProcurementPackage,
  { events, now }: { readonly events: readonly OpeningEvent[]; readonly now: Date },
): readonly OpeningOfPackage[] {
  return sampul.map(({ envelopeId, nama, carriesPrice, closesAt, opensAtStage, submissionCount }) => {
    const opensAt = jadwal.find(({ nama_tahapan: name }) => name === opensAtStage)?.tgl_awal ?? closesAt;
    const own = events.filter(({ versiTender }) => versiTender === version);
    const state = openingState({ envelopeId, opensAt, now, events: own });
    const facts = { envelopeId, carriesPrice, closesAt, opensAt, submissionCount, state };
    return { ...facts, envelopeName: nama, stageName: opensAtStage };
  });
}

export interface Opener {
  readonly name: string;
  /** Of the signing certificate. */
  readonly certificateSha256: string;
  readonly leads: boolean;
  readonly contributed: boolean;
  /** Bids with a signed result of this member. */
  readonly results: number;
}

export interface NotOpenedHere {
  readonly tombstones: readonly (SubmissionLeafBody & { readonly fate: 'superseded' | 'withdrawn' })[];
  /** Bidders whose File II stays sealed. */
  readonly staysSealed: readonly string[];
}

/**
 * Every member whom the policy names, in its order, with what the LPSE has of each under a valid signature.
 * @param memory - whatever lives as long as the connection (member-results.ts)
 */
export function openersOfRoom(room: OpeningRoom, memory: object): readonly Opener[] {
  const { answer, envelope, sessionCertificate, due } = room;
  const leader = answer.session === null ? null : signerOf(answer.session, SessionStatement)?.signerSha256;
  const gave = new Set(
    answer.contributions.flatMap((contribution) => {
      const read = signerOf(contribution, ContributionStatement);
      const toUs = read?.value.sessionCertificateSha256 === sessionCertificate?.sha256;
      return read !== null && toUs ? [read.signerSha256] : [];
    }),
  );
  const opened = due === null ? null : new Set(due.map(({ submissionId }) => submissionId));
  // By member the bids, each once: a result may be posted anew, and one of a bid that is not due counts for nothing.
  const judged = new Map<string, Set<string>>();
  for (const [submissionId, results] of readMemberResults(room, memory)) {
    if (opened?.has(submissionId) === false) continue;
    for (const { certificate } of results)
      judged.set(certificate.sha256, (judged.get(certificate.sha256) ?? new Set()).add(submissionId));
  }
  return envelope.signers.map((der) => {
    const certificateSha256 = sha256Hex(Buffer.from(der, 'base64'));
    return {
      name: holderName(der),
      certificateSha256,
      leads: leader === certificateSha256,
      contributed: gave.has(certificateSha256),
      results: judged.get(certificateSha256)?.size ?? 0,
    };
  });
}

/** What was filed and is not opened here, derived from the closed log. @throws trust/log-incomplete */
export function notOpenedIn({ answer, entries, envelope, policy, due }: OpeningRoom): NotOpenedHere {
  const { kdTender, envelopeId, bodies } = answer;
  const { versiTender } = policy;
  const { filed } = leavesOf(entries, { kdTender, versiTender, envelopeId, closesAt: new Date(envelope.closesAt) });
  const live = liveBids(filed, bodies);
  const inForce = new Set(live.map(({ submissionId }) => submissionId));
  const opened = new Set((due ?? live).map(({ submissionId }) => submissionId));
  const withdrawn = new Set(bodies.flatMap((body) => ('withdrawnAt' in body ? [body.submissionId] : [])));
  return {
    tombstones: bodies.flatMap((body) => {
      if ('withdrawnAt' in body || inForce.has(body.submissionId)) return [];
      return [{ ...body, fate: withdrawn.has(body.submissionId) ? ('withdrawn' as const) : ('superseded' as const) }];
    }),
    staysSealed: live.flatMap(({ submissionId, bidderId }) => (opened.has(submissionId) ? [] : [bidderId])),
  };
}

/** Names by the digest of a member's certificate: of signing, and of encryption where that is the holder's. */
export function memberNames({ signers, openers }: PolicyEnvelope): ReadonlyMap<string, string> {
  const own = openers === null ? [] : openers.kind === 'quorum' ? openers.holders : openers.certificates;
  return new Map([...signers, ...own].map((der) => [sha256Hex(Buffer.from(der, 'base64')), holderName(der)]));
}

/** Who a certificate (DER, base64) is for. */
function holderName(der: string): string {
  const { subject } = parseCertificate(Buffer.from(der, 'base64'));
  return shortName(subject);
}

/** Null when it is not even signed by one: it then counts for nobody. */
function signerOf<T>(der: string, schema: Parameters<typeof readSigned<T>>[1]) {
  try {
    const { value, signers } = readSigned(Buffer.from(der, 'base64'), schema);
    const [signer] = signers;
    return signer === undefined || signers.length !== 1 ? null : { value, signerSha256: signer.certificate.sha256 };
  } catch (error) {
    if (error instanceof CryptoError || error instanceof CodedError) return null;
    throw error;
  }
}
