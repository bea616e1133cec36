// Rehearsal (crypto/SPEC.md 11): a canary to the rehearsal key and the real openers, signed by the KMS. It unlocks only canaries
// whose manifest digest it issued; a real bid named here is refused and logged, and could not be opened with this key anyway.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { PolicyEnvelope, SealingPolicy } from '../../../app/protocol/policy.ts';
import { openAttached, rewrapHeader, sealAttached } from '../../../crypto/cms/attached.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { headerName } from '../../../crypto/seal/entry-names.ts';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import type { DocumentSource } from '../../../crypto/seal/io.ts';
import { REHEARSAL_PREFIX, type SealContext } from '../../../crypto/seal/manifest.ts';
import { sealEnvelope, type SealResult } from '../../../crypto/seal/seal-envelope.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { EnvelopeScope } from '../context.ts';
import { createMemorySink } from '../memory-sink.ts';
import type { Noting } from './kms.ts';
import type { KmsRoom } from './room.ts';

export interface Canary {
  /** The whole container. */
  readonly container: Buffer;
  readonly manifestSha256: string;
  /** What only the opened canary shows. */
  readonly innerSha256: string;
}

export interface UnlockedHeader {
  readonly id: string;
  /** DER of the unlocked header. */
  readonly header: Buffer;
}

export interface Canaries {
  /** @throws rehearsal/unavailable from the hour on; kms/unknown-envelope */
  issue(id: EnvelopeScope): Promise<Canary>;
  /**
   * @param session - NON_CA: the certificate that the headers are re-wrapped to, which guards nothing here: a canary has no secret
   * @throws rehearsal/not-issued when the KMS did not make a canary of this manifest for this envelope
   * @throws opening/session-missing in NON_CA mode without a session
   */
  unlock(id: EnvelopeScope, manifestSha256: string, session: Certificate | null): Promise<readonly UnlockedHeader[]>;
}

type Lock = readonly [id: string, lockBase64: string];

export function createCanaries(room: KmsRoom, noting: Noting): Canaries {
  const insert = room.store.prepare('INSERT INTO kms_canaries VALUES (?, ?, ?, ?, ?, ?)');
  const select = room.store.prepare<[string, string, number, string], { locks: string }>(
    `SELECT locks FROM kms_canaries
     WHERE manifest_sha256 = ? AND kd_tender = ? AND versi_tender = ? AND envelope_id = ?`,
  );
  const issue = async (id: EnvelopeScope): Promise<Canary> => {
    const { policy, envelope } = room.policies.newest(id);
    const hour = room.policies.hourOf(id);
    if (hour === null || room.now() >= hour) throw new CodedError('rehearsal/unavailable');
    const { container, result } = await sealCanary(room, policy, envelope);
    const locks = JSON.stringify(await locksOf(container, result));
    const { manifestSha256, innerSha256 } = result;
    insert.run(manifestSha256, id.kdTender, id.versiTender, id.envelopeId, locks, room.now().toISOString());
    room.journal.write('canary-issued', { ...id, manifestSha256 });
    return { container, manifestSha256, innerSha256 };
  };
  const unlock: Canaries['unlock'] = async (id, manifestSha256, session) => {
    const row = select.get(manifestSha256, id.kdTender, id.versiTender, id.envelopeId);
    if (row === undefined) throw new CodedError('rehearsal/not-issued', { manifestSha256 });
    const key = room.keys.rehearsalKey(id);
    // Written by `issue` above.
    const locks = JSON.parse(row.locks) as readonly Lock[];
    const isSingleLock = room.policies.newest(id).policy.mode === 'NON_CA';
    if (isSingleLock && session === null) throw new CodedError('opening/session-missing');
    const headers = await Promise.all(
      locks.map(async ([name, base64]) => {
        const lock = Buffer.from(base64, 'base64');
        const opened = isSingleLock && session !== null ? rewrapHeader(lock, key, session) : openAttached(lock, key);
        return { id: name, header: await opened };
      }),
    );
    room.journal.write('canary-unlocked', { ...id, manifestSha256 });
    return headers;
  };
  return {
    issue: (id) => noting('canary', () => issue(id)),
    unlock: (id, manifestSha256, session) => noting('canary-unlock', () => unlock(id, manifestSha256, session)),
  };
}

async function sealCanary(room: KmsRoom, policy: SealingPolicy, envelope: PolicyEnvelope) {
  const { openers } = envelope;
  // One lock: the rehearsal key stands where the package key stands in a bid.
  const single = openers === null ? [envelope.rehearsalCertificate] : [];
  const opening = openers?.kind === 'quorum' ? [openers.certificate] : (openers?.certificates ?? single);
  const recipients = opening.map(certificateOf);
  const evidence = sealAttached(Buffer.from('{}'), [certificateOf(policy.auditorCertificate)]);
  const now = room.now();
  const file = createMemorySink();
  const result = await sealEnvelope(
    {
      context: canaryContext(room, { policy, envelope, recipients, evidence, now }),
      purpose: 'rehearsal',
      mode: policy.mode,
      recipients,
      packageCertificate: certificateOf(envelope.rehearsalCertificate),
      padding: policy.padding,
      carriesPrice: envelope.carriesPrice,
      ...(envelope.carriesPrice ? { bidLetter: { price: '0', currency: 'IDR', validityDays: 1 } } : {}),
      documents: [canaryDocument(`Latihan pembukaan ${policy.kdTender}, ${now.toISOString()}\n`)],
      evidence,
      signer: room.signer,
    },
    { sink: file.sink, workspace: createInlineWorkspace() },
  );
  return { container: file.bytes(), result };
}

function canaryContext(
  room: KmsRoom,
  given: {
    readonly policy: SealingPolicy;
    readonly envelope: PolicyEnvelope;
    readonly recipients: readonly Certificate[];
    readonly evidence: Buffer;
    readonly now: Date;
  },
): SealContext {
  const { policy, envelope, recipients, evidence, now } = given;
  const { kdLpse, kdTender, versiTender, namaPaket, serial } = policy;
  const { envelopeId, closesAt } = envelope;
  return {
    kdLpse,
    kdTender: `${REHEARSAL_PREFIX}${kdTender}`,
    versiTender,
    namaPaket,
    envelopeId,
    closesAt,
    bidder: { bidderId: 'KMS', npwp: '', name: 'Latihan KMS', certificateSha256: room.signer.certificate.sha256 },
    policySerial: serial,
    policySha256: room.policies.newest({ kdTender, versiTender, envelopeId }).policySha256,
    recipients: recipients.map(({ sha256 }) => sha256),
    packageCertificateSha256: certificateOf(envelope.rehearsalCertificate).sha256,
    revision: 1,
    supersedes: null,
    evidenceSha256: sha256Hex(evidence),
    client: { version: 'kms', platform: 'kms' },
    createdAt: now.toISOString(),
  };
}

function canaryDocument(text: string) {
  const bytes = Buffer.from(text, 'utf8');
  const source: DocumentSource = { ...bytesSource(bytes), requireUnchanged: () => Promise.resolve() };
  return { name: 'latihan.txt', originalName: 'latihan.txt', slot: 'latihan', mediaType: 'text/plain', source };
}

async function locksOf(container: Buffer, { manifest }: SealResult): Promise<Lock[]> {
  const source = bytesSource(container);
  const layout = await readContainer(source);
  return Promise.all(
    manifest.objects.map(async ({ id, headerLockSha256, headerSha256 }) => {
      const lock = await readPart(source, layout.entry(headerName(id, layout.mode)));
      if (sha256Hex(lock) !== (headerLockSha256 ?? headerSha256)) throw new CodedError('defect/unexpected');
      return [id, lock.toString('base64')] as const;
    }),
  );
}

function certificateOf(base64: string): Certificate {
  return parseCertificate(Buffer.from(base64, 'base64'));
}
