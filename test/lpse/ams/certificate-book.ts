// Certificates of people, issued by the AMS's issuing CA, with their owners and their revocation (app/protocol/SPEC.md 8).
import type { KeyObject } from 'node:crypto';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { Authority, Subject } from '../../pki/authority.ts';
import type { RevokedEntry } from '../../pki/build-crl.ts';
import type { Profile } from '../../pki/profiles.ts';
import type { Clock } from '../clock.ts';
import type {
  AccountLookup,
  AccountRecord,
  AmsCertificate,
  CertificateService,
  PersonProfile,
  RevocationReason,
} from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { createCrlPublisher, type CrlPublisher, type CrlTerms, type Span } from '../trust/crl-publisher.ts';

/** Which profile of `test/pki` each kind of certificate is. */
const PKI_PROFILES: Readonly<Record<AmsCertificate['profile'], Profile>> = {
  bidder: 'bidder',
  'member-signing': 'member-sign',
  'member-encryption': 'member-encrypt',
  'auditor-encryption': 'auditor-encrypt',
  quorum: 'quorum-encrypt',
};

export interface CertificateBookNeeds {
  readonly store: Store;
  readonly issuing: Authority;
  readonly root: Authority;
  readonly accounts: AccountLookup;
  readonly clock: Clock;
  readonly span: Span;
  readonly lists: CrlTerms;
  /** Ends of certificates that end before the span does, by account. */
  readonly until: Readonly<Record<string, Date>>;
}

interface Row {
  readonly sha256: string;
  readonly serial_hex: string;
  readonly account_id: string;
  readonly profile: AmsCertificate['profile'];
  readonly der: Buffer;
  readonly revoked_at: string | null;
  readonly reason: RevocationReason | null;
}

export interface CertificateBook extends CertificateService {
  bySerial(serialHex: string): AmsCertificate | null;
  readonly rootCrl: CrlPublisher;
  readonly issuingCrl: CrlPublisher;
}

export function createCertificateBook(needs: CertificateBookNeeds): CertificateBook {
  const { store, issuing, root, accounts, clock, span, lists, until } = needs;
  migrate(store, MIGRATIONS);
  const sql = prepare(store);
  const revoked = (): RevokedEntry[] => sql.revoked.all().map(toEntry);
  for (const row of sql.revoked.all()) revokeAt(issuing, row);
  const issuingCrl = createCrlPublisher(issuing, lists, revoked);
  const rootCrl = createCrlPublisher(root, lists);

  const add = (accountId: string, profile: AmsCertificate['profile'], issued: Certificate): AmsCertificate => {
    sql.insert.run(issued.sha256, issued.serialHex, accountId, profile, issued.der, toInstant(clock.now()));
    return { certificate: issued, accountId, profile, revokedAt: null };
  };
  const issueFor = (
    profile: AmsCertificate['profile'],
    publicKey: KeyObject,
    subject: Subject,
    notAfter = span.to,
  ): Certificate => issuing.issueFor(PKI_PROFILES[profile], publicKey, { subject, notBefore: span.from, notAfter });
  const certificatesOf = (accountId: string): AmsCertificate[] => sql.ofAccount.all(accountId).map(toCertificate);
  return {
    chain: issuing.chain,
    anchor: issuing.anchor,
    certificatesOf,
    currentOf: (accountId, profile, at) =>
      certificatesOf(accountId).find((entry) => entry.profile === profile && isCurrent(entry, at)) ?? null,
    bySha256: (sha256) => toCertificateOrNull(sql.bySha256.get(sha256)),
    bySerial: (serialHex) => toCertificateOrNull(sql.bySerial.get(serialHex)),
    ownerOf: ({ sha256 }) => sql.bySha256.get(sha256)?.account_id ?? null,
    issue(accountId, profile, publicKey) {
      const account = accounts.find(accountId);
      if (account === null) throw new CodedError('access/not-found');
      return add(accountId, profile, issueFor(profile, publicKey, subjectOf(account, profile), until[accountId]));
    },
    issueQuorum(leaderAccountId, commonName, publicKey) {
      const leader = accounts.find(leaderAccountId);
      if (leader === null) throw new CodedError('access/not-found');
      const subject = personalName(leader, [{ type: 'CN', value: commonName }]);
      return add(leaderAccountId, 'quorum', issueFor('quorum', publicKey, subject));
    },
    revoke(certificate, reason) {
      const at = new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
      sql.revoke.run(toInstant(at), reason, certificate.sha256);
      const row = sql.bySha256.get(certificate.sha256);
      if (row === undefined || row.revoked_at === null) throw new CodedError('access/not-found');
      revokeAt(issuing, row);
      return new Date(row.revoked_at);
    },
    crls: () => [issuingCrl(), rootCrl()],
    issuingCrl,
    rootCrl,
  };
}

const MIGRATIONS = [
  {
    name: 'ams/certificates',
    sql: `CREATE TABLE certificates (sha256 TEXT PRIMARY KEY, serial_hex TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL,
        profile TEXT NOT NULL, der BLOB NOT NULL, issued_at TEXT NOT NULL, revoked_at TEXT, reason TEXT) STRICT;
      CREATE INDEX certificates_account ON certificates (account_id)`,
  },
];

function prepare(store: Store) {
  return {
    insert: store.prepare('INSERT INTO certificates VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)'),
    bySha256: store.prepare<[string], Row>('SELECT * FROM certificates WHERE sha256 = ?'),
    bySerial: store.prepare<[string], Row>('SELECT * FROM certificates WHERE serial_hex = ?'),
    ofAccount: store.prepare<[string], Row>('SELECT * FROM certificates WHERE account_id = ? ORDER BY rowid DESC'),
    revoked: store.prepare<[], Row>(
      'SELECT * FROM certificates WHERE revoked_at IS NOT NULL ORDER BY revoked_at, rowid',
    ),
    revoke: store.prepare('UPDATE certificates SET revoked_at = ?, reason = ? WHERE sha256 = ? AND revoked_at IS NULL'),
  };
}

/** Members carry the committee as OU: a policy's signers must all name the same one (app/protocol/SPEC.md 3). */
function subjectOf(account: AccountRecord, profile: PersonProfile): Subject {
  const person = { type: 'CN', value: account.name } as const;
  if (profile !== 'bidder') return personalName(account, [person]);
  const npwp = account.npwp === null ? [] : ([{ type: 'organizationIdentifier', value: account.npwp }] as const);
  return personalName(account, [...npwp, person]);
}

type Attributes = Exclude<Subject, string>;

function personalName({ organisation, committee, accountId }: AccountRecord, rest: Attributes): Subject {
  return [
    { type: 'C', value: 'ID' },
    { type: 'O', value: organisation },
    ...(committee === null ? [] : [{ type: 'OU', value: committee } as const]),
    { type: 'UID', value: accountId },
    ...rest,
  ];
}

function isCurrent({ certificate, revokedAt }: AmsCertificate, at: Date): boolean {
  return revokedAt === null && certificate.notBefore <= at && at <= certificate.notAfter;
}

function toCertificate(row: Row): AmsCertificate {
  return {
    certificate: parseCertificate(row.der),
    accountId: row.account_id,
    profile: row.profile,
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
  };
}

function toCertificateOrNull(row: Row | undefined): AmsCertificate | null {
  return row === undefined ? null : toCertificate(row);
}

function toEntry({ serial_hex: serialHex, revoked_at: revokedAt, reason }: Row): RevokedEntry {
  return { serialHex, revokedAt: new Date(revokedAt ?? 0), reason: reason ?? 'unspecified' };
}

/** For OCSP, which the authority answers from its own memory. */
function revokeAt(issuing: Authority, row: Row): void {
  issuing.revoke(parseCertificate(row.der), {
    reason: row.reason ?? 'unspecified',
    at: new Date(row.revoked_at ?? 0),
  });
}
