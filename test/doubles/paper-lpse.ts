// An LPSE on paper: real keys, certificates, log and signatures, and no server. It signs whatever a test wants to have signed,
// lies included, so that every rule of the readers can be broken one at a time.
import { generateKeyPairSync } from 'node:crypto';
import type { LpseTrust } from '../../app/ports/trust-store.ts';
import type { PolicyEnvelope, SealingPolicy } from '../../app/protocol/policy.ts';
import type { Receipt, ReceiptBundle, SubmissionLeafBody } from '../../app/protocol/receipt.ts';
import { hiddenLeafHash } from '../../app/policy/log-leaf.ts';
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { encodeCheckpoint, encodeVerifierKey, signNote } from '../../crypto/checkpoint.ts';
import { mergeSignatures, signContent } from '../../crypto/cms/sign.ts';
import { sha256, sha256Hex } from '../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { inclusionProof, leafHash, rootOf } from '../../crypto/merkle.ts';
import { buildTimestampRequest } from '../../crypto/timestamp.ts';
import { parseCrl, type Crl } from '../../crypto/x509/crl.ts';
import { createAuthority, type Authority, type Issued } from '../pki/authority.ts';
import { respond } from '../pki/timestamp-authority.ts';

export const NOW = new Date('2026-11-20T09:00:00.000Z');
export const CLOSES_AT = '2026-11-21T03:00:00.000Z';
const ORIGIN = 'log.kertas.example';
const digest = (text: string) => sha256Hex(Buffer.from(text));

export interface PaperLpse {
  readonly trust: LpseTrust;
  readonly authorities: Readonly<Record<'lpse' | 'ams' | 'kms' | 'tsa', Authority>>;
  readonly lpse: SigningKey;
  /** Of the timestamp authority. */
  readonly tsa: SigningKey;
  readonly members: readonly Issued[];
  readonly openers: readonly Issued[];
  readonly auditor: Issued;
  readonly kms: SigningKey;
  /** Signed head over exactly these leaves. */
  checkpoint(entries: readonly Uint8Array[]): string;
  /** CRLs of every authority. */
  crls(): Crl[];
  policy(change?: Partial<SealingPolicy>): SealingPolicy;
  envelope(change?: Partial<PolicyEnvelope>): PolicyEnvelope;
  /** CMS by the LPSE and the first `members` members, or by exactly these keys. */
  signPolicy(policy: SealingPolicy, signers?: readonly SigningKey[]): Promise<Buffer>;
  receipt(change?: Partial<Receipt>, body?: Partial<SubmissionLeafBody>): Receipt;
  bundle(receipt: Json, change?: Partial<ReceiptBundle>, signer?: SigningKey): Promise<ReceiptBundle>;
}

export async function createPaperLpse(): Promise<PaperLpse> {
  const clock = () => NOW;
  const [lpseCa, ams, kms, tsaCa] = await Promise.all(
    ['LPSE', 'AMS', 'KMS', 'TSA'].map((subject) => createAuthority({ subject, clock })),
  );
  if (lpseCa === undefined || ams === undefined || kms === undefined || tsaCa === undefined)
    throw new Error('authorities');
  const signer = toKey(await lpseCa.issue('lpse-signer', { subject: 'Penanda Tangan LPSE' }));
  const tsa = await tsaCa.issue('tsa', { subject: 'Penanda Waktu' });
  const people = [1, 2, 3].map((n) => [
    { type: 'OU' as const, value: 'Pokja 1' },
    { type: 'CN' as const, value: `Anggota ${n}` },
  ]);
  const members = await Promise.all(people.map((subject) => ams.issue('member-sign', { subject })));
  const openers = await Promise.all(people.map((subject) => ams.issue('member-encrypt', { subject })));
  const auditor = await ams.issue('auditor-encrypt', { subject: 'Auditor' });
  const packageKey = await kms.issue('kms-package', { subject: packageSubject('Sampul') });
  const rehearsalKey = await kms.issue('kms-rehearsal', { subject: packageSubject('Latihan sampul') });
  const log = generateKeyPairSync('ed25519');
  const trust: LpseTrust = {
    kdLpse: 77,
    name: 'LPSE Kertas',
    baseUrl: 'https://lpse.kertas.example',
    lpse: [lpseCa.certificate],
    ams: [ams.certificate],
    kms: [kms.certificate],
    tsa: [tsaCa.certificate],
    logVerifierKey: encodeVerifierKey({ name: ORIGIN, publicKey: log.publicKey }),
    pinnedAt: NOW.toISOString(),
  };
  const paper: PaperLpse = {
    ...{ trust, members, openers, auditor },
    kms: toKey(await kms.issue('kms-signer', { subject: 'Penanda Tangan KMS' })),
    checkpoint: (entries) => {
      const root = rootOf(entries.map((entry) => leafHash(entry)));
      return signNote(encodeCheckpoint({ origin: ORIGIN, size: entries.length, root }), ORIGIN, log.privateKey);
    },
    authorities: { lpse: lpseCa, ams, kms, tsa: tsaCa },
    lpse: signer,
    tsa: toKey(tsa),
    crls: () => [lpseCa, ams, kms, tsaCa].flatMap((one) => one.crls()).map((der) => parseCrl(der)),
    envelope: (change = {}) => ({
      envelopeId: 'satu',
      nama: 'Dokumen Penawaran',
      slots: [{ slot: 'teknis', nama: 'Teknis', wajib: true }],
      carriesPrice: true,
      closesAt: CLOSES_AT,
      opensAtStage: 'PEMBUKAAN',
      packageCertificate: base64(packageKey),
      rehearsalCertificate: base64(rehearsalKey),
      openers: { kind: 'members', certificates: openers.map(base64) },
      signers: members.map(base64),
      ...change,
    }),
    policy: (change = {}) => ({
      format: 'segel-policy/1',
      kdLpse: 77,
      kdTender: '10092474000',
      versiTender: 1,
      namaPaket: 'Paket Kertas',
      mode: 'CA',
      envelopes: [paper.envelope()],
      padding: null,
      limits: { maxUploadBytes: 1000, maxDocuments: 5, maxNameLength: 40 },
      auditorCertificate: base64(auditor),
      issuedAt: NOW.toISOString(),
      serial: 3,
      ...change,
    }),
    signPolicy: async (policy, signers = [signer, ...members.slice(0, 2).map(toKey)]) => {
      const content = encodeCanonicalJson(policy);
      const parts = signers.map((key) =>
        signContent({ content, detached: false, signers: [{ key, signingTime: NOW }] }),
      );
      return mergeSignatures(...(await Promise.all(parts)));
    },
    receipt: (change = {}, bodyChange = {}) => toReceipt(log.privateKey, change, bodyChange),
    bundle: async (receipt, change = {}, by = signer) => {
      const content = encodeCanonicalJson(receipt);
      const signers = [{ key: by, signingTime: NOW }];
      const signature = await signContent({ content, detached: true, signers });
      const request = buildTimestampRequest({ sha256: sha256(signature) });
      const timestamp = await respond(request.der, { key: toKey(tsa), genTime: NOW });
      return {
        receipt: content.toString('base64'),
        signature: signature.toString('base64'),
        timestamp: timestamp.toString('base64'),
        revocation: [],
        ...change,
      };
    },
  };
  return paper;
}

export function toKey({ privateKey, certificate, chain }: Issued): SigningKey {
  return softwareSigningKey(privateKey, certificate, chain);
}

export function base64({ certificate }: Pick<Issued, 'certificate'>): string {
  return certificate.der.toString('base64');
}

function packageSubject(purpose: string) {
  return [
    { type: 'O' as const, value: 'LPSE 77' },
    { type: 'OU' as const, value: 'Tender 10092474000 versi 1' },
    { type: 'CN' as const, value: `${purpose} satu` },
  ];
}

/** A true receipt in a log of three leaves; `bodyChange` makes the entry in the log say something else. */
function toReceipt(
  logKey: Parameters<typeof signNote>[2],
  change: Partial<Receipt>,
  bodyChange: Partial<SubmissionLeafBody>,
): Receipt {
  const facts = {
    submissionId: 'kirim-1',
    bidderId: '701001',
    manifestSha256: digest('manifest'),
    signatureSha256: digest('signature'),
    sealedSha256: digest('sealed'),
    size: 1234,
    receivedAt: '2026-11-20T08:59:59.000Z',
    supersedes: null,
  };
  const body = { salt: Buffer.alloc(32, 7).toString('base64url'), ...facts, ...bodyChange };
  const scope = { kdTender: '10092474000', versiTender: 1, envelopeId: 'satu' as const };
  const leaf = hiddenLeafHash({ type: 'submission-received', ...scope, time: body.receivedAt, body });
  const leaves = [leafHash(Buffer.from('a')), leaf, leafHash(Buffer.from('b'))];
  const checkpoint = signNote(encodeCheckpoint({ origin: ORIGIN, size: 3, root: rootOf(leaves) }), ORIGIN, logKey);
  return {
    format: 'segel-receipt/1',
    kdLpse: 77,
    ...scope,
    sequence: 12,
    ...facts,
    closesAt: CLOSES_AT,
    evidenceSha256: digest('evidence'),
    revocationSha256: [],
    log: {
      origin: ORIGIN,
      index: 1,
      body,
      checkpoint,
      inclusionProof: inclusionProof(leaves, 1).map((hash) => hash.toString('hex')),
    },
    ...change,
  };
}
