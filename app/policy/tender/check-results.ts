// Checks 13 to 15 of app/protocol/DOSSIER.md: what the members found, that it is what was sealed, and what became of the rest.
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import type { OuterManifest } from '../../../crypto/seal/manifest.ts';
import { CodedError, type ProblemDetails } from '../../errors/coded-error.ts';
import type { z } from 'zod';
import { LpseStatement, ResultStatement } from '../../protocol/openings.ts';
import type { PolicyEnvelope } from '../../protocol/policy.ts';
import type { SubmissionLeafBody } from '../../protocol/receipt.ts';
import { readSigned, requireSoleSigner } from '../signed-message.ts';
import { incomplete } from './check-log.ts';
import type { OpeningFacts } from '../../protocol/dossier.ts';
import { requireSealedName } from '../check-sealed.ts';
import { openingOf, refused, requireMember } from './check-release.ts';
import type { Dossier } from './dossier.ts';
import { requireEach } from './each.ts';

export type MemberResult = z.infer<typeof ResultStatement> & { readonly resultSha256: string };

/** 13: one outcome for each bid, on which its members agree. */
export function requireResults(
  dossier: Dossier,
  about: {
    readonly envelope: PolicyEnvelope;
    readonly live: readonly SubmissionLeafBody[];
    readonly due: readonly SubmissionLeafBody[];
    readonly manifests: ReadonlyMap<string, OuterManifest>;
  },
): readonly MemberResult[] {
  const { envelope, due } = about;
  const { envelopeId } = envelope;
  const { openingId, bids } = openingOf(dossier, envelopeId);
  requireSignedNames(bids, about);
  const logged = dossier.leavesOfType('opening-result', envelopeId);
  const names = dossier.names(new RegExp(`^openings/${envelopeId}/results/`));
  if (names.length !== logged.length)
    throw incomplete('opening-result', { logged: logged.length, present: names.length });
  const seen = new Set<string>();
  const results: MemberResult[] = [];
  requireEach(
    names,
    (name) => name.slice(-8, -4),
    (name) => {
      const message = readSigned(dossier.part(name), ResultStatement);
      const { value, contentSha256 } = message;
      const signer = message.signers[0]?.certificate.sha256 ?? '';
      const leaf = logged.find(
        ({ leaf: { body } }) => body?.resultSha256 === contentSha256 && body.memberCertificateSha256 === signer,
      );
      if (leaf === undefined) throw incomplete('opening-result', { entry: name });
      requireMember(dossier, message, { envelope, at: new Date(leaf.leaf.time) });
      const bid = due.find(({ submissionId }) => submissionId === value.submissionId);
      const ours =
        value.openingId === openingId &&
        value.kdTender === dossier.kdTender &&
        value.envelopeId === envelopeId &&
        value.manifestSha256 === bid?.manifestSha256;
      if (!ours) throw refused('result');
      const key = `${signer}/${value.submissionId}`;
      if (seen.has(key)) throw refused('two results of one member');
      seen.add(key);
      results.push({ ...value, resultSha256: contentSha256 });
    },
  );
  requireAgreed(results, due);
  return results;
}

/** Every bid in force once, under the names that its bidder signed: results know it by an identifier that nobody reads. */
function requireSignedNames(
  bids: OpeningFacts['bids'],
  about: { readonly live: readonly SubmissionLeafBody[]; readonly manifests: ReadonlyMap<string, OuterManifest> },
): void {
  const listed = new Map(bids.map((bid) => [bid.submissionId, bid]));
  if (listed.size !== bids.length || listed.size !== about.live.length) throw refused('list of bids');
  requireEach(
    about.live,
    ({ submissionId }) => submissionId,
    ({ submissionId, bidderId }) => {
      const bid = listed.get(submissionId);
      const manifest = about.manifests.get(submissionId);
      if (bid?.bidderId !== bidderId || manifest === undefined) throw refused('list of bids');
      requireSealedName(manifest.context, bid);
    },
  );
}

function requireAgreed(results: readonly MemberResult[], due: readonly SubmissionLeafBody[]): void {
  requireEach(
    due,
    ({ submissionId }) => submissionId,
    ({ submissionId }) => {
      const outcomes = results
        .filter((result) => result.submissionId === submissionId)
        .map(({ outcome }) => encodeCanonicalJson(outcome).toString('utf8'));
      if (outcomes.length === 0) throw new CodedError('audit/results-missing');
      if (new Set(outcomes).size > 1) throw new CodedError('audit/results-differ');
    },
  );
}

/** 14 */
export function requireOpenedIsSealed(
  results: readonly MemberResult[],
  about: {
    readonly envelope: PolicyEnvelope;
    readonly manifests: ReadonlyMap<string, OuterManifest>;
    /** Submissions with a header that was released as the empty string. */
    readonly mismatched: readonly string[];
    /** Every header of the others is, bit for bit, the sealed one, and there was no other release before. */
    readonly isExact: boolean;
  },
): ProblemDetails {
  const { envelope, manifests, mismatched, isExact } = about;
  let opened = 0;
  requireEach(
    results,
    ({ submissionId }) => submissionId,
    ({ submissionId, outcome }) => {
      // A bid that its committee put away for headers that were what they should be.
      const isBlamed = outcome.kind === 'not-opened' && outcome.reason === 'lock-release-mismatch';
      if (isBlamed && isExact && !mismatched.includes(submissionId))
        throw new CodedError('audit/opened-differs', { field: 'reason' });
      if (outcome.kind !== 'opened') return;
      // Nobody can: a bid counts as opened when every document did.
      if (mismatched.includes(submissionId)) throw new CodedError('audit/opened-differs', { field: 'header' });
      if (outcome.innerSha256 !== manifests.get(submissionId)?.inner.sha256)
        throw new CodedError('audit/opened-differs', { field: 'innerSha256' });
      if ((outcome.price !== null) !== envelope.carriesPrice)
        throw new CodedError('audit/opened-differs', { field: 'price' });
      opened++;
    },
  );
  return { results: opened };
}

/** 15: what is honestly absent is answered as its code. */
export function requireReferrals(
  dossier: Dossier,
  results: readonly MemberResult[],
  envelopeId: string,
): { readonly facts: ProblemDetails; readonly missing: 'audit/not-referred' | 'audit/no-statement' | null } {
  const failed = results.filter(({ outcome }) => outcome.kind === 'not-opened');
  const bids = [...new Set(failed.map(({ submissionId }) => submissionId))];
  const at = `openings/${envelopeId}/referrals/`;
  const [silent, open]: [string[], string[]] = [[], []];
  requireEach(
    dossier.names(new RegExp(`^${at}`)),
    (name) => name,
    (name) => {
      if (!bids.includes(name.slice(at.length).split('.')[0] ?? '')) throw refused('referral of another bid');
    },
  );
  requireEach(
    bids,
    (submissionId) => submissionId,
    (submissionId) => {
      const referred = dossier.find(`${at}${submissionId}.result.p7m`);
      const statement = dossier.find(`${at}${submissionId}.statement.p7m`);
      const logged = dossier
        .leavesOfType('bid-referred', envelopeId)
        .some(({ leaf }) => leaf.body?.submissionId === submissionId);
      const stated = dossier
        .leavesOfType('bid-stated', envelopeId)
        .find(({ leaf }) => leaf.body?.submissionId === submissionId);
      if (referred === null) {
        if (logged) throw incomplete('bid-referred', { submissionId });
        silent.push(submissionId);
        return;
      }
      const { contentSha256 } = readSigned(referred, ResultStatement);
      if (!logged || !failed.some(({ resultSha256 }) => resultSha256 === contentSha256)) throw refused('referral');
      if (statement === null) {
        if (stated !== undefined) throw incomplete('bid-stated', { submissionId });
        open.push(submissionId);
        return;
      }
      requireStatement(dossier, statement, { submissionId, envelopeId, logged: stated?.leaf.body?.statementSha256 });
    },
  );
  const facts = { notOpened: bids.length, ...(bids.length === 0 ? {} : { submissions: bids.slice(0, 20).join(' ') }) };
  return { facts, missing: silent.length > 0 ? 'audit/not-referred' : open.length > 0 ? 'audit/no-statement' : null };
}

function requireStatement(
  dossier: Dossier,
  der: Buffer,
  wanted: { readonly submissionId: string; readonly envelopeId: string; readonly logged: unknown },
): void {
  const message = readSigned(der, LpseStatement);
  const { value } = message;
  const path = dossier.pathAt(dossier.trust.lpse, new Date(value.statedAt));
  requireSoleSigner(message, 'audit/statement-refused', { ...path, revocation: 'if-available' });
  const ours =
    value.kdTender === dossier.kdTender &&
    value.envelopeId === wanted.envelopeId &&
    value.submissionId === wanted.submissionId;
  if (!ours) throw refused('statement');
  if (wanted.logged !== message.contentSha256) throw incomplete('bid-stated', { submissionId: wanted.submissionId });
}
