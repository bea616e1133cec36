// What the next policy of a package must say, from the package, its people's certificates and the KMS's keys.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Openers, PolicyEnvelope, SealingPolicy } from '../../../app/protocol/policy.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { equalBytes } from '../../../crypto/encoding.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import type { Clock } from '../clock.ts';
import type {
  AccountLookup,
  AmsCertificate,
  CertificateService,
  EnvelopeKeyService,
  EnvelopeRecord,
  LpseConfig,
  PackageRecord,
  PolicyLookup,
} from '../context.ts';
import { stageOf } from './package-store.ts';
import { isDealtTo, type DealingStore, type StoredDealing } from './dealings.ts';

export interface DraftNeeds {
  readonly config: LpseConfig;
  readonly clock: Clock;
  readonly ams: CertificateService;
  readonly kms: EnvelopeKeyService;
  readonly accounts: AccountLookup;
  readonly policies: PolicyLookup;
  readonly dealings: DealingStore;
}

/**
 * The policy that should be in force, with the next serial.
 * @throws policy/members-incomplete when somebody has no valid certificate, or a quorum has no dealing yet
 */
export async function composePolicy(needs: DraftNeeds, record: PackageRecord): Promise<SealingPolicy> {
  const { config, clock, policies } = needs;
  const { kdTender, versiTender, mode, padding, fields } = record;
  const people = peopleOf(needs, record);
  const envelopes: PolicyEnvelope[] = [];
  for (const envelope of record.envelopes) envelopes.push(await composeEnvelope(needs, record, { envelope, people }));
  return {
    format: 'segel-policy/1',
    kdLpse: config.kdLpse,
    kdTender,
    versiTender,
    namaPaket: fields.nama_paket,
    mode,
    envelopes,
    padding,
    limits: fields.limits,
    auditorCertificate: toBase64(auditorOf(needs).certificate),
    issuedAt: toInstant(clock.now()),
    serial: (policies.newest(kdTender)?.serial ?? 0) + 1,
  };
}

/** True when they say the same apart from the moment and the number. */
export function saysTheSame(a: SealingPolicy, b: SealingPolicy): boolean {
  const neutral = { issuedAt: '', serial: 0 };
  return equalBytes(encodeCanonicalJson({ ...a, ...neutral }), encodeCanonicalJson({ ...b, ...neutral }));
}

interface People {
  readonly signers: readonly Certificate[];
  /** Empty in NON_CA mode. */
  readonly openers: readonly Certificate[];
}

function peopleOf({ ams, clock }: DraftNeeds, { officials, mode }: PackageRecord): People {
  const at = clock.now();
  const pairs = officials.map((accountId) => ({
    signer: ams.currentOf(accountId, 'member-signing', at),
    opener: mode === 'CA' ? ams.currentOf(accountId, 'member-encryption', at) : null,
  }));
  const missing = pairs.filter(({ signer, opener }) => signer === null || (mode === 'CA' && opener === null)).length;
  if (missing > 0) throw new CodedError('policy/members-incomplete', { missing, members: officials.length });
  return {
    signers: pairs.flatMap(({ signer }) => signer?.certificate ?? []),
    openers: pairs.flatMap(({ opener }) => opener?.certificate ?? []),
  };
}

async function composeEnvelope(
  { kms, policies, dealings }: DraftNeeds,
  record: PackageRecord,
  { envelope, people }: { readonly envelope: EnvelopeRecord; readonly people: People },
): Promise<PolicyEnvelope> {
  const { kdTender, versiTender } = record;
  const { envelopeId, nama, slots, carriesPrice, uploadStage, openingStage } = envelope;
  const keys = await kms.certificatesFor({ kdTender, versiTender, envelopeId });
  const newest = policies.newest(kdTender)?.policy;
  const before = newest?.versiTender === versiTender ? newest.envelopes : [];
  const published = before.find((item) => item.envelopeId === envelopeId);
  const scheduled = stageOf(record, uploadStage).tgl_akhir;
  return {
    envelopeId,
    nama,
    slots: [...slots],
    carriesPrice,
    // Once published, a deadline only moves later.
    closesAt: published !== undefined && published.closesAt > scheduled ? published.closesAt : scheduled,
    opensAtStage: stageOf(record, openingStage).nama_tahapan,
    packageCertificate: toBase64(keys.packageCertificate),
    rehearsalCertificate: toBase64(keys.rehearsalCertificate),
    openers: openersOf(record, people, dealings.latest({ kdTender, versiTender, envelopeId })),
    signers: people.signers.map(toBase64),
  };
}

function openersOf(
  { mode, quorumThreshold }: PackageRecord,
  people: People,
  dealt: StoredDealing | null,
): Openers | null {
  if (mode === 'NON_CA') return null;
  if (quorumThreshold === null) return { kind: 'members', certificates: people.openers.map(toBase64) };
  // A policy never names a holder to whom no share was dealt.
  const holders = people.openers.map(({ sha256 }) => sha256);
  if (dealt?.content.threshold !== quorumThreshold || !isDealtTo(dealt.content, holders)) {
    throw new CodedError('policy/members-incomplete', { dealing: false });
  }
  return {
    kind: 'quorum',
    certificate: toBase64(dealt.certificate),
    threshold: quorumThreshold,
    holders: people.openers.map(toBase64),
  };
}

function auditorOf({ accounts, ams, clock }: DraftNeeds): AmsCertificate {
  for (const { accountId, role } of accounts.all()) {
    const found = role === 'auditor' ? ams.currentOf(accountId, 'auditor-encryption', clock.now()) : null;
    if (found !== null) return found;
  }
  throw new CodedError('policy/members-incomplete', { auditor: false });
}

const toBase64 = ({ der }: Certificate): string => der.toString('base64');
