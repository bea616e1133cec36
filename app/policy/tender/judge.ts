// The numbered checks of app/protocol/DOSSIER.md 4 in their order, over what was read of a dossier; one whose ground is missing is not made.
import type { MerkleTree } from '../../../crypto/merkle.ts';
import type { OuterManifest } from '../../../crypto/seal/manifest.ts';
import type { VerifierKey } from '../../../crypto/signed-note.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import type { TenderCheckId, TenderRow } from '../../domain/tender-report.ts';
import { CodedError, type ProblemDetails } from '../../errors/coded-error.ts';
import type { PolicyEnvelope } from '../../protocol/policy.ts';
import type { SubmissionLeafBody } from '../../protocol/receipt.ts';
import { codedFailure } from '../run-check.ts';
import { requireComplete, requireManifests, requireReceipts } from './check-bids.ts';
import { requireClosed, requireLogged, requireLogHead, requireOrder, treeOf } from './check-log.ts';
import { envelopeOf, latestClosing, policyFacts, requirePolicies, type JudgedPolicy } from './check-policies.ts';
import { isUnreleased, requireQuorum, requireRelease, requireTechnical } from './check-release.ts';
import { requireOpenedIsSealed, requireReferrals, requireResults, type MemberResult } from './check-results.ts';
import { checkDocuments, type DocumentFiles, type DocumentsQuestion } from './check-documents.ts';
import { checkSealedFiles, type SealedFiles } from './check-sealed-files.ts';
import { checkWitnesses } from './check-witnesses.ts';
import type { Dossier } from './dossier.ts';

export interface JudgedFiles {
  /** What is wrong with form or index; null when nothing is. */
  readonly indexFailure: Error | null;
  readonly sealed: SealedFiles;
  readonly documents: DocumentFiles;
}

export class Judge {
  readonly rows: TenderRow[] = [];
  readonly #dossier: Dossier;
  readonly #files: JudgedFiles;
  readonly #tree: MerkleTree;
  #policies: readonly JudgedPolicy[] | null = null;
  #ordered = false;
  /** Envelopes in their order, for 18. */
  readonly #opened: DocumentsQuestion[] = [];
  #passed: ReadonlySet<string> | null = null;
  #technicalFailed = false;

  constructor(dossier: Dossier, files: JudgedFiles) {
    this.#dossier = dossier;
    this.#files = files;
    this.#tree = treeOf(dossier);
  }

  /** All of them; `kdLpse` is what the dossier says of itself. */
  judge(kdLpse: number, witnesses: readonly VerifierKey[]): readonly TenderRow[] {
    this.#tender(kdLpse);
    for (const envelope of this.#policies?.at(-1)?.policy.envelopes ?? []) this.#envelope(envelope);
    this.#witnesses(witnesses);
    for (const question of this.#opened) this.#documents(question);
    return this.rows;
  }

  /** 1 to 6. */
  #tender(kdLpse: number): void {
    const dossier = this.#dossier;
    const { indexFailure } = this.#files;
    this.#run('tender-index', null, () => {
      if (indexFailure !== null) throw indexFailure;
      if (kdLpse !== dossier.trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse });
      return { kdTender: dossier.kdTender };
    });
    // The others stand on readable leaves: looked at first, reported in the order of their numbers.
    this.#ordered = this.#try(() => requireOrder(dossier)) !== null;
    if (this.#ordered)
      this.#policies = this.#find('tender-policies', null, () => requirePolicies(dossier), policyFacts);
    else this.#skip('tender-policies', null);
    this.#run('tender-log-head', null, () => requireLogHead(dossier, this.#tree));
    this.#run('tender-log-order', null, () => requireOrder(dossier));
    const policies = this.#policies;
    if (policies === null) {
      this.#skip('tender-logged', null);
      this.#skip('tender-technical', null);
      return;
    }
    this.#run('tender-logged', null, () => requireLogged(dossier, policies));
    this.#technical(policies);
  }

  #technical(policies: readonly JudgedPolicy[]): void {
    const committee = envelopeOf(policies, 'file-1');
    if (committee === undefined || envelopeOf(policies, 'file-2') === undefined) {
      this.rows.push({ id: 'tender-technical', envelopeId: null, outcome: 'passed', facts: { needed: false } });
      return;
    }
    const closesAt = latestClosing(policies, 'file-1');
    const live = this.#try(() => requireComplete(this.#dossier, { envelopeId: 'file-1', closesAt }));
    try {
      this.#passed = requireTechnical(this.#dossier, { committee, live });
      this.rows.push(
        this.#passed === null
          ? { id: 'tender-technical', envelopeId: null, outcome: 'missing', code: 'opening/technical-result-missing' }
          : { id: 'tender-technical', envelopeId: null, outcome: 'passed', facts: { passed: this.#passed.size } },
      );
    } catch (error) {
      this.#technicalFailed = true;
      this.#failed('tender-technical', null, error);
    }
  }

  /** 7 to 16. */
  #envelope(envelope: PolicyEnvelope): void {
    const { envelopeId } = envelope;
    const policies = this.#policies ?? [];
    const closesAt = latestClosing(policies, envelopeId);
    const scope = { envelopeId, closesAt };
    if (this.#dossier.leavesOfType('closed', envelopeId).length === 0) {
      this.rows.push({ id: 'tender-closed', envelopeId, outcome: 'missing', code: 'audit/not-closed' });
      return;
    }
    // Closed, and its opening stage not begun when the dossier was made: nobody was told who sent a bid.
    if (this.#dossier.find(`log/${envelopeId}.closed`) === null && this.#isUntold(envelopeId)) {
      this.rows.push({ id: 'tender-closed', envelopeId, outcome: 'missing', code: 'opening/too-early' });
      return;
    }
    this.#run('tender-closed', envelopeId, () => requireClosed(this.#dossier, this.#tree, scope));
    const live = this.#find(
      'tender-complete',
      envelopeId,
      () => requireComplete(this.#dossier, scope),
      (bids) => ({
        inForce: bids.length,
      }),
    );
    const receipts = this.#find(
      'tender-receipts',
      envelopeId,
      () => requireReceipts(this.#dossier, this.#tree, envelopeId),
      (found) => ({
        receipts: found.size,
      }),
    );
    const manifests =
      live === null || receipts === null
        ? this.#skip('tender-manifests', envelopeId)
        : this.#find(
            'tender-manifests',
            envelopeId,
            () => requireManifests(this.#dossier, { envelopeId, live, receipts, policies }),
            (found) => ({ manifests: found.size }),
          );
    const results = this.#opening(envelope, { closesAt, live, manifests });
    const ofEnvelope = (submissionId: string) =>
      this.#dossier.find(`bids/${envelopeId}/${submissionId}/body.json`) !== null;
    const row = checkSealedFiles(this.#files.sealed, { live, receipts, results, ofEnvelope });
    this.rows.push({ id: 'tender-sealed', envelopeId, ...row });
    this.#opened.push({ envelope, manifests, results });
  }

  #isUntold(envelopeId: string): boolean {
    return this.#dossier.leavesOfType('release-requested', envelopeId).length === 0;
  }

  #opening(
    envelope: PolicyEnvelope,
    proven: {
      readonly closesAt: Date;
      readonly live: readonly SubmissionLeafBody[] | null;
      readonly manifests: ReadonlyMap<string, OuterManifest> | null;
    },
  ): readonly MemberResult[] | null {
    const { envelopeId } = envelope;
    const dossier = this.#dossier;
    const { live, manifests } = proven;
    const later = ['tender-quorum', 'tender-results', 'tender-opened', 'tender-referrals'] as const;
    const stop = (...ids: readonly TenderCheckId[]) => {
      for (const id of ids) this.#skip(id, envelopeId);
      return null;
    };
    const passed = this.#passed;
    const price = envelopeId === 'file-2';
    if (live === null || manifests === null || (price && this.#technicalFailed))
      return stop('tender-release', ...later);
    if (dossier.find(`openings/${envelopeId}/release.p7m`) === null && isUnreleased(dossier, envelopeId)) {
      this.rows.push({ id: 'tender-release', envelopeId, outcome: 'missing', code: 'opening/not-released' });
      for (const id of later) this.rows.push({ id, envelopeId, outcome: 'missing', code: 'opening/not-released' });
      return null;
    }
    const due = price ? live.filter(({ bidderId }) => passed?.has(bidderId) ?? false) : live;
    const isCa = this.#policies?.at(-1)?.policy.mode === 'CA';
    const { closesAt } = proven;
    const release = this.#find(
      'tender-release',
      envelopeId,
      () => requireRelease(dossier, { envelope, closesAt, due, manifests, isCa }),
      ({ release: { bids, releasedAt }, mismatched }) => ({
        ...{ bids: bids.length, releasedAt },
        ...(mismatched.length === 0 ? {} : { mismatched: mismatched.slice(0, 20).join(' ') }),
      }),
    );
    if (release === null) return stop(...later);
    const { mismatched } = release;
    this.#run('tender-quorum', envelopeId, () => requireQuorum(dossier, { envelope, released: release.placed }));
    const results = this.#find(
      'tender-results',
      envelopeId,
      () => requireResults(dossier, { envelope, live, due, manifests }),
      (found) => ({
        results: found.length,
      }),
    );
    if (results === null) return stop('tender-opened', 'tender-referrals');
    const isExact = isCa && dossier.leavesOfType('headers-released', envelopeId).length === 1;
    this.#run('tender-opened', envelopeId, () =>
      requireOpenedIsSealed(results, { envelope, manifests, mismatched, isExact }),
    );
    this.#referrals(results, envelopeId);
    return results;
  }

  #referrals(results: readonly MemberResult[], envelopeId: string): void {
    try {
      const { facts, missing } = requireReferrals(this.#dossier, results, envelopeId);
      const row = { id: 'tender-referrals', envelopeId, facts } as const;
      this.rows.push(missing === null ? { ...row, outcome: 'passed' } : { ...row, outcome: 'missing', code: missing });
    } catch (error) {
      this.#failed('tender-referrals', envelopeId, error);
    }
  }

  /** 18 */
  #documents(question: DocumentsQuestion): void {
    const row = checkDocuments(this.#dossier, this.#files.documents, question);
    this.rows.push({ id: 'tender-documents', envelopeId: question.envelope.envelopeId, ...row });
  }

  /** 17 */
  #witnesses(keys: readonly VerifierKey[]): void {
    try {
      const seen = checkWitnesses(this.#dossier, this.#tree, keys);
      const facts = { witnesses: seen.length, ...(seen.length === 0 ? {} : { names: seen.join(' ') }) };
      const row = { id: 'tender-witnesses', envelopeId: null, facts } as const;
      this.rows.push(
        seen.length === 0 ? { ...row, outcome: 'missing', code: 'audit/not-witnessed' } : { ...row, outcome: 'passed' },
      );
    } catch (error) {
      this.#failed('tender-witnesses', null, error);
    }
  }

  #run(id: TenderCheckId, envelopeId: string | null, check: () => ProblemDetails): void {
    this.#find(id, envelopeId, check, (facts) => facts);
  }

  #find<T>(
    id: TenderCheckId,
    envelopeId: string | null,
    find: () => T,
    factsOf: (value: T) => ProblemDetails,
  ): T | null {
    try {
      const value = find();
      this.rows.push({ id, envelopeId, outcome: 'passed', facts: factsOf(value) });
      return value;
    } catch (error) {
      this.#failed(id, envelopeId, error);
      return null;
    }
  }

  #failed(id: TenderCheckId, envelopeId: string | null, error: unknown): void {
    const { code, details } = codedFailure(error);
    this.rows.push({ id, envelopeId, outcome: 'failed', code, facts: details });
  }

  #skip(id: TenderCheckId, envelopeId: string | null): null {
    this.rows.push({ id, envelopeId, outcome: 'not-made' });
    return null;
  }

  #try<T>(find: () => T): T | null {
    try {
      return find();
    } catch (error) {
      if (error instanceof CodedError || isCryptoError(error)) return null;
      throw error;
    }
  }
}
