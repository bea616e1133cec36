// What this server puts into the dossier of a tender (app/protocol/DOSSIER.md 1): small parts in the order of the dossier, each as it
// was signed or logged, nothing made anew but the digests.
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { verifyCheckpoint, parseVerifierKey } from '../../../crypto/checkpoint.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { ReceiptBundle } from '../../../app/protocol/receipt.ts';
import type { LpseContext, PackageRecord } from '../context.ts';
import type { SubmissionModule } from '../submissions/module.ts';
import { decisionOf, type Submission } from '../submissions/submission-book.ts';
import { storedDecision } from '../submissions/withdraw.ts';
import {
  momentsOf,
  openingFactsOf,
  openingRows,
  rehearsalsOf,
  storedDealing,
  technicalResultOf,
  policiesOf,
} from './rows.ts';

export interface DossierPart {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface DossierContents {
  readonly parts: readonly DossierPart[];
  /** In force in the envelopes that may be shown. */
  readonly sealed: readonly Submission[];
}

export interface DossierNeeds {
  readonly context: LpseContext;
  readonly submissions: SubmissionModule;
}

/** Envelopes whose opening stage has begun: from then on the committee knows who sent a bid. */
export function openableEnvelopes({ context, submissions }: DossierNeeds, record: PackageRecord): EnvelopeId[] {
  const now = context.clock.now();
  const { kdTender, versiTender } = record;
  return record.envelopes
    .filter(({ envelopeId, openingStage }) => {
      const closed = submissions.closings.find({ kdTender, versiTender, envelopeId }) !== null;
      return closed && now >= new Date(context.packages.stage(record, openingStage).tgl_awal);
    })
    .map(({ envelopeId }) => envelopeId);
}

export function dossierOf(needs: DossierNeeds, record: PackageRecord): DossierContents {
  const { context, submissions } = needs;
  const { kdTender } = record;
  const shown = openableEnvelopes(needs, record).toSorted();
  const filed = submissions.room.book
    .ofTender(kdTender)
    .filter(({ versiTender }) => versiTender === record.versiTender)
    .filter((one) => shown.includes(one.envelopeId) && decisionOf(one) !== null)
    .toSorted(byText(({ envelopeId, submissionId }) => `${envelopeId}/${submissionId}`));
  const policies = policiesOf(context, record).map(({ serial, der }) => ({
    name: `policies/${String(serial).padStart(6, '0')}.p7m`,
    bytes: der,
  }));
  const bids = filed.flatMap((submission) => bidParts(needs, record, submission));
  const parts = [
    ...policies,
    ...sorted(certificateParts(context)),
    ...sorted(unique([...revocationParts(context, record), ...bids.flatMap(({ revocation }) => revocation)])),
    ...sorted(logParts(needs, record, shown)),
    ...bids.flatMap((bid) => sorted(bid.parts)),
    ...shown.flatMap((envelopeId) => openingParts(needs, record, envelopeId)),
    ...shown.flatMap((envelopeId) => dealingParts(context, kdTender, envelopeId)),
    ...rehearsalsOf(context, record).map((bytes, i) => ({ name: `rehearsals/${numbered(i, 4)}.p7m`, bytes })),
    ...optional('technical-result.p7m', technicalResultOf(context, record)),
  ];
  return { parts, sealed: sealedOf(needs, record) };
}

/** In force in the envelopes that may be shown. */
export function sealedOf(needs: DossierNeeds, record: PackageRecord): readonly Submission[] {
  return openableEnvelopes(needs, record)
    .flatMap((envelopeId) => needs.submissions.room.book.live({ ...record, envelopeId }))
    .toSorted(byText(({ submissionId }) => submissionId));
}

function certificateParts({ ams, kms, keys }: LpseContext): DossierPart[] {
  const authorities = [...ams.chain, ams.anchor, kms.anchor, keys.anchors.lpse, keys.anchors.tsa];
  return unique(
    authorities.map(({ sha256, der }) => ({ name: `certificates/${sha256}.cer`, bytes: Buffer.from(der) })),
  );
}

function revocationParts(context: LpseContext, record: PackageRecord): DossierPart[] {
  return context.listArchive.covering(momentsOf(context, record)).map(crlPart);
}

function crlPart(der: Buffer): DossierPart {
  return { name: `revocation/${sha256Hex(der)}.crl`, bytes: der };
}

function logParts({ context, submissions }: DossierNeeds, record: PackageRecord, shown: readonly EnvelopeId[]) {
  const { log } = context;
  const head = log.checkpoint();
  const { size } = verifyCheckpoint(head, parseVerifierKey(log.verifierKey));
  const closed = shown.flatMap((envelopeId): DossierPart[] => {
    const { kdTender, versiTender } = record;
    const closing = submissions.closings.find({ kdTender, versiTender, envelopeId });
    if (closing === null) return [];
    const from = verifyCheckpoint(closing.checkpoint, parseVerifierKey(log.verifierKey)).size;
    const proof = log.consistencyProof(from, size);
    return [
      { name: `log/${envelopeId}.closed`, bytes: Buffer.from(closing.checkpoint) },
      { name: `log/${envelopeId}.proof.json`, bytes: encodeCanonicalJson({ from, to: size, proof }) },
    ];
  });
  return [{ name: 'log/checkpoint', bytes: Buffer.from(head) }, ...closed];
}

function bidParts({ submissions }: DossierNeeds, { mode }: PackageRecord, submission: Submission) {
  const { submissionId, envelopeId, registration } = submission;
  const { book, receipts } = submissions.room;
  const at = `bids/${envelopeId}/${submissionId}/`;
  const receipt = receipts.find('submission', submissionId);
  const withdrawal = receipts.find('withdrawal', submissionId);
  const outer = book.outerSignatureOf(submissionId);
  const body = (name: string, value: Json | undefined) =>
    value === undefined ? [] : [{ name: `${at}${name}`, bytes: encodeCanonicalJson(value) }];
  const parts = [
    ...body('body.json', decisionOf(submission)?.body),
    ...receiptParts(`${at}receipt`, receipt),
    ...optional(`${at}manifest.json`, book.manifestOf(submissionId)),
    ...optional(`${at}manifest.p7s`, outer?.signature ?? null),
    ...optional(`${at}manifest.tsr`, outer?.timestamp ?? null),
    ...optional(`${at}registration.p7m`, registration),
    ...(mode === 'CA'
      ? []
      : book.locksOf(submissionId).map(({ id, der }) => ({ name: `${at}headers/${id}.p7m`, bytes: der }))),
    ...(withdrawal === null ? [] : body('withdrawal-body.json', storedDecision(submissions.room, submissionId).body)),
    ...receiptParts(`${at}withdrawal`, withdrawal),
  ];
  return { parts, revocation: [...revocationOf(receipt), ...revocationOf(withdrawal)] };
}

function receiptParts(stem: string, bundle: ReceiptBundle | null): DossierPart[] {
  if (bundle === null) return [];
  const bytes = (text: string) => Buffer.from(text, 'base64');
  return [
    { name: `${stem}.json`, bytes: bytes(bundle.receipt) },
    { name: `${stem}.p7s`, bytes: bytes(bundle.signature) },
    ...optional(`${stem}.tsr`, bundle.timestamp === null ? null : bytes(bundle.timestamp)),
  ];
}

function revocationOf(bundle: ReceiptBundle | null): DossierPart[] {
  return (bundle?.revocation ?? []).map(({ der }) => crlPart(Buffer.from(der, 'base64')));
}

function openingParts({ context }: DossierNeeds, record: PackageRecord, envelopeId: EnvelopeId): DossierPart[] {
  const opening = openingRows(context, record, envelopeId);
  if (opening === null) return [];
  const at = `openings/${envelopeId}/`;
  return sorted([
    { name: `${at}opening.json`, bytes: encodeCanonicalJson(openingFactsOf(context, opening)) },
    ...optional(`${at}session.p7m`, opening.session),
    ...opening.contributions.map((bytes, i) => ({ name: `${at}contributions/${numbered(i, 2)}.p7m`, bytes })),
    ...optional(`${at}release.p7m`, opening.release),
    ...opening.results.map((bytes, i) => ({ name: `${at}results/${numbered(i, 4)}.p7m`, bytes })),
    ...opening.referrals.flatMap(({ submissionId, result, statement }) => [
      { name: `${at}referrals/${submissionId}.result.p7m`, bytes: result },
      ...optional(`${at}referrals/${submissionId}.statement.p7m`, statement),
    ]),
  ]);
}

function dealingParts(context: LpseContext, kdTender: string, envelopeId: EnvelopeId): DossierPart[] {
  const stored = storedDealing(context, kdTender, envelopeId);
  if (stored === null) return [];
  const { threshold, commitment, shares } = stored.content;
  const facts = {
    envelopeId,
    dealingSha256: sha256Hex(stored.dealing),
    certificate: stored.certificate.toString('base64'),
    threshold,
    commitment,
    holders: shares.map(({ holderCertificateSha256 }) => holderCertificateSha256),
  };
  return [{ name: `dealings/${envelopeId}.json`, bytes: encodeCanonicalJson(facts) }];
}

function optional(name: string, bytes: Buffer | null): DossierPart[] {
  return bytes === null ? [] : [{ name, bytes }];
}

function unique(parts: readonly DossierPart[]): DossierPart[] {
  return [...new Map(parts.map((part) => [part.name, part])).values()];
}

function sorted(parts: readonly DossierPart[]): DossierPart[] {
  return parts.toSorted(byText(({ name }) => name));
}

function byText<T>(textOf: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => (textOf(a) < textOf(b) ? -1 : 1);
}

function numbered(index: number, digits: number): string {
  return String(index + 1).padStart(digits, '0');
}
