// What the modules of the reference LPSE share: typed objects, made once in server.ts. NOT FOR PRODUCTION.
import type { KeyObject } from 'node:crypto';
import type { RevokedEntry } from '../pki/build-crl.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import type { Limits } from '../../app/protocol/discovery.ts';
import type { Account, Role } from '../../app/protocol/login.ts';
import type { LogLeaf } from '../../app/protocol/log.ts';
import type { ProcurementPackage, Slot, Stage } from '../../app/protocol/packages.ts';
import type { SealingPolicy } from '../../app/protocol/policy.ts';
import type { EnvelopeId } from '../../app/protocol/primitives.ts';
import type { Json } from '../../crypto/canonical-json.ts';
import type { MovableClock } from './clock.ts';
import type { Kms } from './kms/kms.ts';
import type { Stores } from './database.ts';
import type { ListArchive } from './trust/list-archive.ts';

export interface LpseContext {
  readonly config: LpseConfig;
  readonly clock: MovableClock;
  readonly stores: Stores;
  readonly keys: LpseKeys;
  readonly log: TransparencyLog;
  readonly tsa: TimestampService;
  readonly ams: CertificateService;
  readonly kms: Kms;
  /** Revocation lists of every authority, over time. */
  readonly listArchive: ListArchive;
  readonly accounts: AccountLookup;
  readonly accessLog: AccessLogWriter;
  readonly devices: DeviceLookup;
  readonly nonces: NonceService;
  readonly packages: PackageLookup;
  readonly policies: PolicyLookup;
  readonly outbox: Outbox;
  /** Filled by the modules of bids; the defaults mean "no bids yet, no faults". */
  readonly hooks: LpseHooks;
}

export interface LpseConfig {
  readonly dir: string;
  readonly testMode: boolean;
  /** `https://127.0.0.1:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  readonly name: string;
  readonly kdLpse: number;
  readonly timeZone: 'WIB' | 'WITA' | 'WIT';
  readonly limits: Limits;
  readonly minimumClientVersion: string;
  /** scrypt cost of new passwords: 2^17; test mode may lower it. */
  readonly scryptCost: number;
  /** Requests per minute and address on each login route. */
  readonly loginRequestsPerMinute: number;
  /** How long a lock-out lasts after five wrong attempts. */
  readonly lockOutMs: number;
  /** Life of an access token. */
  readonly accessTokenMs: number;
  /** When certificates of people end that end early, by account. */
  readonly certificatesUntil: Readonly<Record<string, Date>>;
  /** How often authorities issue revocation lists; null: each list spans all the time there is. */
  readonly listsEveryMs: number | null;
}

export interface LpseKeys {
  /** Signs policies, receipts, refusals, time, registrations. */
  readonly lpse: SigningKey;
  readonly tsa: SigningKey;
  /** Ed25519. */
  readonly log: KeyObject;
  /** Roots, each a separate trust domain; the KMS keeps its own. */
  readonly anchors: Readonly<Record<AnchorName, Certificate>>;
  /** CRLs of the LPSE's and the TSA's roots; those of the AMS are the AMS's. */
  crls(): readonly Buffer[];
  /** AES-256-GCM with a key of this installation; `purpose` is bound as additional data. */
  readonly atRest: AtRestCipher;
}

export const ANCHOR_NAMES = ['tls', 'lpse', 'ams', 'tsa'] as const;
export type AnchorName = (typeof ANCHOR_NAMES)[number];

export interface AtRestCipher {
  seal(plain: Uint8Array, purpose: string): Buffer;
  open(sealed: Uint8Array, purpose: string): Buffer;
}

export interface TransparencyLog {
  /** `name` and origin of the checkpoints. */
  readonly origin: string;
  readonly verifierKey: string;
  readonly size: number;
  /**
   * Durable when it returns. `once`: a key under which a leaf is appended at most one time; a second call answers the first
   * leaf's index and leaves the log as it is, so that a caller may repeat itself after a crash.
   */
  append(leaf: LogLeaf, once?: string): AppendedLeaf;
  find(once: string): AppendedLeaf | null;
  /** Signed note over the newest tree, or over an earlier size. */
  checkpoint(size?: number): string;
  /** Sibling hashes in lower-case hex, leaf to root. */
  inclusionProof(index: number, size?: number): string[];
  consistencyProof(from: number, to: number): string[];
  /** Bytes of leaves `start` up to `end`, which is not included. */
  entries(start: number, end: number): Buffer[];
}

export interface AppendedLeaf {
  readonly index: number;
  /** The leaf as it stands in the log; with `once`, the one appended first. */
  readonly leaf: LogLeaf;
}

export interface TimestampService {
  readonly up: boolean;
  /** The whole TimeStampResp over a SHA-256, or null while the TSA is down. */
  stamp(sha256: Uint8Array): Promise<Buffer | null>;
  /** Answers an RFC 3161 request. @throws service/unavailable while the TSA is down */
  respond(requestDer: Uint8Array): Promise<Buffer>;
  setUp(up: boolean): void;
  /** Its root's next list says so, until the server ends. */
  revoke(): void;
  revoked(): readonly RevokedEntry[];
}

/** Profiles of people; the KMS's certificates have their own authority. */
export type PersonProfile = 'bidder' | 'member-signing' | 'member-encryption' | 'auditor-encryption';

export interface AmsCertificate {
  readonly certificate: Certificate;
  readonly accountId: string;
  readonly profile: PersonProfile | 'quorum';
  readonly revokedAt: Date | null;
}

export interface CertificateService {
  /** Issuing CA and what lies between it and the root. */
  readonly chain: readonly Certificate[];
  readonly anchor: Certificate;
  /** Newest first; revoked and expired ones are included. */
  certificatesOf(accountId: string): readonly AmsCertificate[];
  /** Newest certificate of this profile that is valid at `at` and not revoked, or null. */
  currentOf(accountId: string, profile: PersonProfile, at: Date): AmsCertificate | null;
  bySha256(sha256: string): AmsCertificate | null;
  /** Whose certificate this is, whatever its state; null when the AMS did not issue it. */
  ownerOf(certificate: Certificate): string | null;
  /** Issues for a key made elsewhere; the subject comes from the account. */
  issue(accountId: string, profile: PersonProfile, publicKey: KeyObject): AmsCertificate;
  /** Certificate of a quorum key, asked for by the committee's leader. */
  issueQuorum(leaderAccountId: string, commonName: string, publicKey: KeyObject): AmsCertificate;
  revoke(certificate: Certificate, reason: RevocationReason): Date;
  /** Present CRLs of every CA of the AMS. */
  crls(): readonly Buffer[];
}

export type RevocationReason =
  'unspecified' | 'keyCompromise' | 'affiliationChanged' | 'superseded' | 'cessationOfOperation';

/** Scope of one KMS key pair (crypto/SPEC.md 4). */
export interface EnvelopeScope {
  readonly kdTender: string;
  readonly versiTender: number;
  readonly envelopeId: EnvelopeId;
}

export interface EnvelopeKeyService {
  /** Signs releases. */
  readonly signer: Certificate;
  /** Root of the KMS's own authority. */
  readonly anchor: Certificate;
  /** CRL of that authority, published at /crl/kms.crl. */
  crl(): Buffer;
  /** Made on first demand, the same ever after. */
  certificatesFor(scope: EnvelopeScope): Promise<{
    readonly packageCertificate: Certificate;
    readonly rehearsalCertificate: Certificate;
  }>;
  /** Told of every published policy; the KMS verifies it by itself. @throws kms/policy-refused */
  acceptPolicy(policyDer: Uint8Array): void | Promise<void>;
}

/** An account as the server knows it. */
export interface AccountRecord {
  readonly accountId: string;
  readonly userType: 'PENYEDIA' | 'NON_PENYEDIA';
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  readonly npwp: string | null;
  readonly bidderId: string | null;
  /** Pokja of a committee member, e.g. "Pokja Pemilihan 7". */
  readonly committee: string | null;
}

export interface AccountLookup {
  find(accountId: string): AccountRecord | null;
  findUser(userType: string, userId: string): AccountRecord | null;
  findBidder(bidderId: string): AccountRecord | null;
  all(): readonly AccountRecord[];
  /** As it travels. */
  toAccount(record: AccountRecord): Account;
}

/** Who makes a request. */
export interface Caller {
  readonly account: AccountRecord;
  readonly sessionId: string;
  /** SPKI DER of the device key the session is bound to. */
  readonly devicePublicKey: Buffer;
}

export interface AccessLogWriter {
  note(accountId: string, event: string, address: string, outcome: string): void;
}

export interface RegisteredDevice {
  readonly accountId: string;
  readonly certificate: Certificate;
  readonly deviceCertificateSha256: string;
  /** CMS SignedData by the LPSE over `DeviceRegistration`. */
  readonly registration: Buffer;
  readonly validFrom: Date;
  readonly revokedAt: Date | null;
}

export interface DeviceLookup {
  find(accountId: string, deviceCertificateSha256: string): RegisteredDevice | null;
}

export interface NonceService {
  /**
   * Uses up a nonce; runs on the `lpse` database, so it may stand inside a caller's transaction there.
   * @throws access/nonce-used when it is unknown, used, expired or another account's
   */
  consume(accountId: string, nonce: string): void;
}

export interface PackageRecord {
  readonly kdTender: string;
  readonly versiTender: number;
  readonly mode: 'CA' | 'NON_CA';
  readonly fields: PackageFields;
  readonly envelopes: readonly EnvelopeRecord[];
  readonly stages: readonly Stage[];
  /** Account ids, leader first; one officer in a NON_CA package of a Pejabat Pengadaan. */
  readonly officials: readonly string[];
  readonly participants: readonly { readonly kdPeserta: string; readonly bidderId: string }[];
  /** Members' lock of a CA package; the threshold of a quorum, else null. */
  readonly quorumThreshold: number | null;
  readonly padding: '1MiB' | null;
}

/** The fields of `ProcurementPackage` that do not depend on caller, time or bids. */
export type PackageFields = Omit<
  ProcurementPackage,
  'tahap_saat_ini' | 'jadwal' | 'sampul' | 'peran' | 'kd_peserta' | 'mode' | 'kd_tender' | 'versi_tender'
>;

export interface EnvelopeRecord {
  readonly envelopeId: EnvelopeId;
  readonly nama: string;
  readonly slots: readonly Slot[];
  readonly carriesPrice: boolean;
  /** `kd_akt` of the stage whose end is the deadline. */
  readonly uploadStage: string;
  /** `kd_akt` of the stage in which it is opened. */
  readonly openingStage: string;
}

export interface PackageLookup {
  find(kdTender: string): PackageRecord | null;
  /** @throws package/not-found */
  require(kdTender: string): PackageRecord;
  all(): readonly PackageRecord[];
  /** Start and end of a stage. @throws package/not-found when the package has no such stage */
  stage(record: PackageRecord, kdAkt: string): Stage;
  /** Whether server time lies in [tgl_awal, tgl_akhir) of the stage. */
  isRunning(record: PackageRecord, kdAkt: string, at: Date): boolean;
  /** Deadline in force: the newest published policy's, before the first one the schedule's. */
  closesAt(kdTender: string, envelopeId: EnvelopeId): Date;
  /** Beginning of the stage in which the envelope is opened. @throws package/not-found */
  opensAt(kdTender: string, envelopeId: string): Date;
  participant(record: PackageRecord, bidderId: string | null): { readonly kdPeserta: string } | null;
}

export interface PublishedPolicy {
  readonly kdTender: string;
  readonly serial: number;
  /** SHA-256 of the canonical JSON. */
  readonly policySha256: string;
  /** CMS SignedData. */
  readonly der: Buffer;
  readonly policy: SealingPolicy;
  readonly publishedAt: Date;
  readonly logIndex: number;
}

export interface PolicyLookup {
  newest(kdTender: string): PublishedPolicy | null;
  bySha256(policySha256: string): PublishedPolicy | null;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly link: string | null;
  readonly sentAt: string;
}

export interface Outbox {
  send(mail: Omit<Mail, 'sentAt'>): void;
  all(): readonly Mail[];
}

export interface LpseHooks {
  /** Live bids of an envelope. */
  submissionCount: (scope: EnvelopeScope) => number;
  /** `policySha256` named by each live bid of an envelope. */
  livePolicies: (scope: EnvelopeScope) => readonly string[];
  /** Runs before every request outside the management interface; may wait or throw. */
  beforeRequest: (request: { readonly method: string; readonly url: string }) => Promise<void>;
  /** Body of POST /management/faults; answers the state then in force. */
  setFaults: (body: unknown) => Json;
  /** Called after every move of the clock. */
  clockMoved: () => Promise<void>;
}
