// A bidder's side of a trial: seal, upload, submit, withdraw.
import { PolicyAnswer, SealingPolicy } from '../../../app/protocol/policy.ts';
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { SubmissionAnswer, UploadAnswer } from '../../../app/protocol/submissions.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { sha256, sha256Hex } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import type { SealContext } from '../../../crypto/seal/manifest.ts';
import { sealEnvelope } from '../../../crypto/seal/seal-envelope.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { Answer } from '../client.ts';
import { createMemorySink } from '../memory-sink.ts';
import { signedJson, type Person, type Trial } from './trial.ts';

export interface Target {
  readonly kdTender: string;
  readonly envelopeId: EnvelopeId;
}

/** Somebody signed in, with the key that signs bids. */
export interface Bidder {
  readonly person: Person;
  readonly signer: SigningKey;
}

export async function bidder(trial: Trial, userId: string): Promise<Bidder> {
  return { person: await trial.signIn(userId), signer: await trial.signingKey(userId, 'bidder') };
}

/** A sealed file in memory. */
export interface SealedBid {
  readonly bytes: Buffer;
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  readonly signatureSha256: string;
  readonly innerSha256: string;
}

export interface SealOptions {
  readonly signer: SigningKey;
  readonly documents?: readonly (readonly [name: string, content: Uint8Array])[];
  readonly context?: Partial<SealContext>;
}

export async function fetchPolicy({ client }: Person, kdTender: string) {
  const answer = await client.read(PolicyAnswer, client.get(`/api/packages/${kdTender}/policy`));
  const { content } = parseSignedData(Buffer.from(answer.policy, 'base64'));
  return {
    policy: SealingPolicy.parse(parseCanonicalJson(content ?? Buffer.alloc(0))),
    policySha256: answer.policySha256,
  };
}

export async function sealBid(trial: Trial, person: Person, target: Target, options: SealOptions): Promise<SealedBid> {
  const { policy, policySha256 } = await fetchPolicy(person, target.kdTender);
  const envelope = policy.envelopes.find(({ envelopeId }) => envelopeId === target.envelopeId);
  if (envelope === undefined) throw new Error('no such envelope');
  const packageCertificate = certificateOf(envelope.packageCertificate);
  const { openers } = envelope;
  const opening =
    openers?.kind === 'quorum' ? [openers.certificate] : (openers?.certificates ?? [envelope.packageCertificate]);
  const recipients = opening.map(certificateOf);
  const evidence = evidenceOf(policy, 'saat menyegel');
  const file = createMemorySink();
  const documents = options.documents ?? [
    ['penawaran.pdf', Buffer.from(`penawaran ${person.userId} ${Math.random()}`)],
  ];
  const result = await sealEnvelope(
    {
      context: {
        kdLpse: policy.kdLpse,
        kdTender: target.kdTender,
        versiTender: policy.versiTender,
        namaPaket: policy.namaPaket,
        envelopeId: target.envelopeId,
        closesAt: envelope.closesAt,
        bidder: {
          bidderId: person.session.account.bidderId ?? '',
          npwp: person.session.account.npwp ?? '',
          name: person.session.account.organisation,
          certificateSha256: options.signer.certificate.sha256,
        },
        policySerial: policy.serial,
        policySha256,
        recipients: recipients.map(({ sha256: digest }) => digest),
        packageCertificateSha256: packageCertificate.sha256,
        revision: 1,
        supersedes: null,
        evidenceSha256: sha256Hex(evidence),
        client: { version: '0.1.0', platform: 'uji' },
        createdAt: trial.now().toISOString(),
        ...options.context,
      },
      purpose: 'bid',
      mode: policy.mode,
      recipients,
      packageCertificate,
      padding: policy.padding,
      carriesPrice: envelope.carriesPrice,
      ...(envelope.carriesPrice ? { bidLetter: { price: '1000000.00', currency: 'IDR', validityDays: 60 } } : {}),
      documents: documents.map(([name, bytes]) => ({
        name,
        originalName: name,
        slot: envelope.slots[0]?.slot ?? 'dokumen',
        mediaType: 'application/pdf',
        source: { ...bytesSource(bytes), requireUnchanged: () => Promise.resolve() },
      })),
      evidence,
      signer: options.signer,
    },
    {
      workspace: createInlineWorkspace(),
      sink: file.sink,
    },
  );
  const content = file.bytes();
  return {
    bytes: content,
    sealedSha256: sha256Hex(content),
    manifestSha256: result.manifestSha256,
    signatureSha256: sha256Hex(result.signatureDer),
    innerSha256: result.innerSha256,
  };
}

export async function reserve({ client }: Person, target: Target, size: number) {
  return client.read(UploadAnswer, client.post('/api/uploads', { ...target, size }));
}

export interface PatchOptions {
  readonly offset: number;
  /** `null`: no checksum; a value: this one; absent: the right one. */
  readonly checksum?: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One PATCH of tus 1.0. */
export function patch({ client }: Person, url: string, bytes: Uint8Array, options: PatchOptions): Promise<Answer> {
  return client.send('PATCH', url, { bytes, headers: patchHeaders(bytes, options) });
}

export function patchHeaders(bytes: Uint8Array, { offset, checksum = sha256(bytes), headers = {} }: PatchOptions) {
  return {
    'content-type': 'application/offset+octet-stream',
    'tus-resumable': '1.0.0',
    'upload-offset': String(offset),
    ...(checksum === null ? {} : { 'upload-checksum': `sha256 ${checksum.toString('base64')}` }),
    ...headers,
  };
}

export function head({ client }: Person, url: string): Promise<Answer> {
  return client.send('HEAD', url, { headers: { 'tus-resumable': '1.0.0' } });
}

export async function offsetOf(person: Person, url: string): Promise<number> {
  const answer = await head(person, url);
  if (answer.status !== 200) throw new Error(`HEAD ${answer.status}`);
  return Number(answer.headers['upload-offset']);
}

/** Reserves and uploads all of it; answers the upload's id. */
export async function upload(person: Person, target: Target, { bytes }: SealedBid): Promise<string> {
  const { uploadId, uploadUrl } = await reserve(person, target, bytes.length);
  const answer = await patch(person, uploadUrl, bytes, { offset: 0 });
  if (answer.status !== 204) throw new Error(`PATCH ${answer.status} ${answer.code ?? ''}`);
  return uploadId;
}

export interface RequestParts extends Target {
  readonly uploadId: string;
  readonly signer: SigningKey;
}

/** A signed request, base64, ready for POST /api/submissions. */
export async function signRequest(
  trial: Trial,
  person: Person,
  bid: SealedBid,
  { kdTender, envelopeId, uploadId, signer, ...over }: RequestParts & Readonly<Record<string, unknown>>,
): Promise<string> {
  const { policy } = await fetchPolicy(person, kdTender);
  const statement = {
    format: 'segel-submission/1',
    kdLpse: policy.kdLpse,
    kdTender,
    versiTender: policy.versiTender,
    envelopeId,
    uploadId,
    size: bid.bytes.length,
    sealedSha256: bid.sealedSha256,
    manifestSha256: bid.manifestSha256,
    signatureSha256: bid.signatureSha256,
    declarationAccepted: true,
    evidence: evidenceOf(policy, 'saat mengirim').toString('base64'),
    serverNonce: await trial.nonce(person),
    ...(over as Record<string, string>),
  };
  return signedJson(signer, statement, trial.now());
}

export function submit({ client }: Person, request: string): Promise<SubmissionAnswer> {
  return client.read(SubmissionAnswer, client.post('/api/submissions', { request }));
}

/** Seals, uploads, signs and submits. */
export async function sendBid(trial: Trial, person: Person, target: Target, signer: SigningKey) {
  const bid = await sealBid(trial, person, target, { signer });
  const uploadId = await upload(person, target, bid);
  const answer = await submit(person, await signRequest(trial, person, bid, { ...target, uploadId, signer }));
  return { bid, uploadId, answer };
}

/** A bid that lacks nothing but its request: uploaded, and the request signed. */
export async function prepareBid(trial: Trial, { person, signer }: Bidder, where: Target) {
  const bid = await sealBid(trial, person, where, { signer });
  const uploadId = await upload(person, where, bid);
  return { bid, uploadId, request: await signRequest(trial, person, bid, { ...where, uploadId, signer }) };
}

export function fetchSubmission({ person: { client } }: Bidder, submissionId: string): Promise<SubmissionAnswer> {
  return client.read(SubmissionAnswer, client.get(`/api/submissions/${submissionId}`));
}

export async function withdrawBid(
  trial: Trial,
  person: Person,
  given: Target & { readonly submissionId: string; readonly signer: SigningKey },
): Promise<SubmissionAnswer> {
  const { policy } = await fetchPolicy(person, given.kdTender);
  const statement = {
    format: 'segel-withdrawal-request/1',
    kdLpse: policy.kdLpse,
    kdTender: given.kdTender,
    versiTender: policy.versiTender,
    envelopeId: given.envelopeId,
    submissionId: given.submissionId,
    serverNonce: await trial.nonce(person),
  };
  const request = await signedJson(given.signer, statement, trial.now());
  const { client } = person;
  return client.read(SubmissionAnswer, client.post(`/api/submissions/${given.submissionId}/withdraw`, { request }));
}

function evidenceOf(policy: SealingPolicy, when: string): Buffer {
  return sealAttached(Buffer.from(JSON.stringify({ when })), [certificateOf(policy.auditorCertificate)]);
}

function certificateOf(base64: string): Certificate {
  return parseCertificate(Buffer.from(base64, 'base64'));
}
