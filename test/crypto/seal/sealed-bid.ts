// A tender in small: members, package key, bidder; bids sealed for it, unlocked as a KMS would, and opened.
import { selfIssuedDeviceCertificate } from '../../../crypto/x509/certificate-builder.ts';
import { openAttached, rewrapHeader, sealAttached } from '../../../crypto/cms/attached.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { softwareDecryptionKey, softwareSigningKey, type SigningKey } from '../../../crypto/keys.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readPart, readContainer } from '../../../crypto/seal/container-reader.ts';
import { headerName } from '../../../crypto/seal/entry-names.ts';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import type { ByteSource } from '../../../crypto/seal/io.ts';
import type { SealContext, SealMode } from '../../../crypto/seal/manifest.ts';
import { openEnvelope, type OpenRequest, type OpenResult } from '../../../crypto/seal/open-envelope.ts';
import { sealEnvelope, type SealDocument, type SealJob, type SealResult } from '../../../crypto/seal/seal-envelope.ts';
import { verifyEnvelope, type EnvelopeReport } from '../../../crypto/seal/verify-envelope.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { createPeople, TEST_NOW, type Opener, type People, type SigningPerson } from '../../pki/cms-people.ts';
import { generateKeys, type KeyKind } from '../../pki/keys.ts';
import { MemoryFolder, memoryDocument, MemorySink } from './memory-io.ts';

export interface Tender {
  readonly people: People;
  readonly members: readonly Opener[];
  readonly packageOpener: Opener;
  readonly bidder: SigningPerson;
  readonly device: SigningKey;
  /** Sealed to some auditor. */
  readonly evidence: Buffer;
}

export async function createTender(memberKeys: readonly KeyKind[] = ['ec-p256', 'rsa-2048']): Promise<Tender> {
  const people = await createPeople();
  const auditor = await people.opener('Auditor');
  const { publicKey, privateKey } = await generateKeys('ec-p256');
  const device = parseCertificate(
    selfIssuedDeviceCertificate({
      publicKey,
      privateKey,
      commonName: 'Perangkat Uji',
      notBefore: new Date(TEST_NOW.getTime() - 86_400_000),
      notAfter: new Date(TEST_NOW.getTime() + 86_400_000),
    }),
  );
  return {
    people,
    members: await Promise.all(memberKeys.map((key, i) => people.opener(`Anggota ${String(i + 1)}`, key))),
    packageOpener: await people.opener('KMS Paket', 'ec-p384'),
    bidder: await people.signer('PT Uji Coba'),
    device: softwareSigningKey(privateKey, device),
    evidence: sealAttached(Buffer.from('{"device":"uji"}'), [auditor.certificate]),
  };
}

export function document(name: string, bytes: Uint8Array, more: Partial<SealDocument> = {}): SealDocument {
  const source = memoryDocument(bytes);
  return { name, originalName: name, slot: 'teknis', mediaType: 'application/pdf', source, ...more };
}

export interface BidOptions {
  readonly mode?: SealMode;
  readonly job?: Partial<SealJob>;
  readonly context?: Partial<SealContext>;
}

/** A job for `documents`, CA mode unless asked otherwise. */
export function sealJob(tender: Tender, documents: readonly SealDocument[], options: BidOptions = {}): SealJob {
  const { mode = 'CA' } = options;
  const signer = options.job?.signer ?? (mode === 'CA' ? tender.bidder.key : tender.device);
  const packageCertificate = options.job?.packageCertificate ?? tender.packageOpener.certificate;
  const members = tender.members.map(({ certificate }) => certificate);
  const recipients = options.job?.recipients ?? (mode === 'CA' ? members : [packageCertificate]);
  const context: SealContext = {
    kdLpse: 119,
    kdTender: '10092474000',
    versiTender: 1,
    namaPaket: 'Pembangunan Jembatan Uji',
    envelopeId: 'satu',
    closesAt: '2026-07-02T03:00:00.000Z',
    bidder: {
      bidderId: 'b-1',
      npwp: '01.234.567.8-901.000',
      name: 'PT Uji Coba',
      certificateSha256: signer.certificate.sha256,
    },
    policySerial: 3,
    policySha256: sha256Hex(Buffer.from('policy')),
    recipients: recipients.map((certificate) => certificate.sha256),
    packageCertificateSha256: packageCertificate.sha256,
    revision: 1,
    supersedes: null,
    evidenceSha256: sha256Hex(tender.evidence),
    client: { version: '0.1.0', platform: 'linux-x64' },
    createdAt: TEST_NOW.toISOString(),
    ...options.context,
  };
  return {
    context,
    purpose: 'bid',
    mode,
    recipients,
    packageCertificate,
    padding: null,
    carriesPrice: true,
    documents,
    bidLetter: { price: '1234567890.50', currency: 'IDR', validityDays: 60 },
    evidence: tender.evidence,
    signer,
    ...options.job,
  };
}

export interface SealedBid {
  readonly bytes: Buffer;
  readonly result: SealResult;
  readonly job: SealJob;
}

export async function sealBid(job: SealJob): Promise<SealedBid> {
  const sink = new MemorySink();
  const result = await sealEnvelope(job, { sink, workspace: createInlineWorkspace() });
  return { bytes: sink.bytes(), result, job };
}

export function verifyBid(tender: Tender, bytes: Uint8Array): Promise<EnvelopeReport> {
  return verifyEnvelope({
    source: bytesSource(bytes),
    workspace: createInlineWorkspace(),
    purpose: 'bid',
    packageCertificate: tender.packageOpener.certificate,
  });
}

/** Headers as the KMS releases them: unlocked (CA), or re-wrapped to `session` (NON_CA). */
export async function releaseHeaders(
  tender: Tender,
  source: ByteSource,
  session?: Opener,
): Promise<Map<string, Buffer>> {
  const layout = await readContainer(source);
  const headers = new Map<string, Buffer>();
  for (let n = 0; n <= layout.documentObjects; n++) {
    const id = String(n).padStart(4, '0');
    const der = await readPart(source, layout.entry(headerName(id, layout.mode)));
    const key = tender.packageOpener.key;
    const released = session === undefined ? openAttached(der, key) : rewrapHeader(der, key, session.certificate);
    headers.set(id, await released);
  }
  return headers;
}

export interface Opening {
  readonly folder: MemoryFolder;
  readonly result: Promise<OpenResult>;
}

/** Opens `bytes` as the first member, against a receipt over `receipted` (default: the same bytes). */
export async function openBid(
  tender: Tender,
  bytes: Buffer,
  options: Partial<OpenRequest> & { readonly receipted?: SealedBid; readonly session?: Opener } = {},
): Promise<Opening> {
  const { receipted, session, ...overrides } = options;
  const folder = new MemoryFolder();
  const [member] = tender.members;
  const opener = session ?? member;
  if (opener === undefined) throw new Error('a tender without members');
  const request: OpenRequest = {
    source: bytesSource(bytes),
    workspace: createInlineWorkspace(),
    expected: {
      purpose: 'bid',
      context: { kdTender: '10092474000', envelopeId: 'satu' },
      recipients: session === undefined ? tender.members.map(({ certificate }) => certificate) : [session.certificate],
      packageCertificate: tender.packageOpener.certificate,
      carriesPrice: true,
      receipt:
        receipted === undefined
          ? null
          : { sealedSha256: sha256Hex(receipted.bytes), manifestSha256: receipted.result.manifestSha256 },
    },
    trust: {
      timestampTime: () => Promise.resolve(TEST_NOW),
      fallbackTime: TEST_NOW,
      requireTrustedSigner: () => Promise.resolve(),
    },
    key: opener.key,
    releasedHeaders: overrides.releasedHeaders ?? (await releaseHeaders(tender, bytesSource(bytes), session)),
    createSink: folder.createSink,
    ...overrides,
  };
  return { folder, result: openEnvelope(request) };
}

/** The session or a member with a key that does not belong to the certificate. */
export async function keyless(opener: Opener): Promise<Opener> {
  const other = await generateKeys('ec-p256');
  return { ...opener, key: softwareDecryptionKey(other.privateKey, opener.certificate) };
}
