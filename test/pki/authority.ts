// Certificate authorities for tests and for the reference LPSE: issue by profile, revoke, publish CRLs, answer OCSP.
// Not for production: keys live in memory and nothing is audited.
import type { KeyObject } from 'node:crypto';
import { DerCursor, integerValue, parseDer, readExplicit, readOctets } from '../../crypto/asn1/der-reader.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  buildCertificate,
  crlDistributionPoints,
  keyIdentifier,
  keyUsage,
  ocspAccess,
  randomSerial,
  spkiOf,
  subjectKeyIdentifier,
} from '../../crypto/x509/certificate-builder.ts';
import { encodeName, type AttributeType } from '../../crypto/x509/distinguished-name.ts';
import { readExtensions } from '../../crypto/x509/extensions.ts';
import { buildCrl, type Reason, type RevokedEntry } from './build-crl.ts';
import { buildOcspResponse, type OcspStatus } from './build-ocsp-response.ts';
import { generateKeys, type KeyKind, type KeyPair } from './keys.ts';
import { profileExtensions, type Profile } from './profiles.ts';

export type Subject = string | readonly { readonly type: AttributeType; readonly value: string }[];

/** A certificate with its key, and the intermediates that lead to the root (without it). */
export interface Issued {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
  readonly chain: readonly Certificate[];
}

export interface Validity {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface AuthorityOptions extends Validity {
  /** Common name, or the whole name. */
  readonly subject: Subject;
  readonly key?: KeyKind | KeyPair;
  /** Absent: a self-signed root. */
  readonly parent?: Authority;
  readonly pathLength?: number;
  /** Where this authority publishes its CRL. */
  readonly crlUrl?: string;
  readonly ocspUrl?: string;
  /** More extensions of the CA certificate, as TLVs. */
  readonly extensions?: readonly Uint8Array[];
  /** "Now" for default validities and CRLs. */
  readonly clock?: () => Date;
}

export interface IssueOptions extends Validity {
  readonly subject: Subject;
  readonly key?: KeyKind | KeyPair;
  readonly extensions?: readonly Uint8Array[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const keys = await keysFrom(options.key);
  const { parent, clock = () => new Date() } = options;
  const subjectDer = nameFrom(options.subject);
  const keyId = keyIdentifier(spkiOf(keys.publicKey));
  const der = buildCertificate({
    serial: randomSerial(),
    issuerDer: parent?.certificate.subjectDer ?? subjectDer,
    subjectDer,
    notBefore: options.notBefore ?? new Date(clock().getTime() - DAY),
    notAfter: options.notAfter ?? new Date(clock().getTime() + 3650 * DAY),
    publicKey: keys.publicKey,
    extensions: [
      basicConstraints({ ca: true, ...(options.pathLength === undefined ? {} : { pathLength: options.pathLength }) }),
      keyUsage(['keyCertSign', 'cRLSign']),
      subjectKeyIdentifier(keyId),
      authorityKeyIdentifier(parent?.keyId ?? keyId),
      ...(parent === undefined ? [] : parent.addresses()),
      ...(options.extensions ?? []),
    ],
    signWith: { privateKey: parent?.privateKey ?? keys.privateKey },
  });
  return new Authority(parseCertificate(der), keys.privateKey, options);
}

export class Authority {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
  readonly keyId: Buffer;
  readonly crlUrl: string;
  readonly #ocspUrl: string | undefined;
  readonly #parent: Authority | undefined;
  readonly #clock: () => Date;
  readonly #revoked = new Map<string, RevokedEntry>();
  #crlNumber = 0;

  constructor(certificate: Certificate, privateKey: KeyObject, options: AuthorityOptions) {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.keyId = keyIdentifier(certificate.spkiDer);
    this.crlUrl = options.crlUrl ?? `http://ams.invalid/${certificate.sha256.slice(0, 16)}.crl`;
    this.#ocspUrl = options.ocspUrl;
    this.#parent = options.parent;
    this.#clock = options.clock ?? (() => new Date());
  }

  /** The root above this authority, itself if it is one. */
  get anchor(): Certificate {
    return this.#parent?.anchor ?? this.certificate;
  }

  /** This authority and those above it, without the root. */
  get chain(): readonly Certificate[] {
    return this.#parent === undefined ? [] : [this.certificate, ...this.#parent.chain];
  }

  /** CRL distribution point and OCSP address, as issued certificates carry them. */
  addresses(): Buffer[] {
    return [crlDistributionPoints([this.crlUrl]), ...(this.#ocspUrl === undefined ? [] : [ocspAccess(this.#ocspUrl)])];
  }

  /** A key pair (P-256 unless asked otherwise) and its certificate. */
  async issue(profile: Profile, options: IssueOptions): Promise<Issued> {
    const keys = await keysFrom(options.key);
    const certificate = this.issueFor(profile, keys.publicKey, options);
    return { certificate, privateKey: keys.privateKey, chain: this.chain };
  }

  /** A certificate for a key made elsewhere, e.g. from a request. */
  issueFor(profile: Profile, publicKey: KeyObject, options: Omit<IssueOptions, 'key'>): Certificate {
    return this.issueRaw(publicKey, options, [
      ...profileExtensions(profile, publicKey),
      subjectKeyIdentifier(keyIdentifier(spkiOf(publicKey))),
      authorityKeyIdentifier(this.keyId),
      ...this.addresses(),
      ...(options.extensions ?? []),
    ]);
  }

  /** A certificate with exactly these extensions. */
  issueRaw(publicKey: KeyObject, options: Omit<IssueOptions, 'key'>, extensions: readonly Uint8Array[]): Certificate {
    const now = this.#clock().getTime();
    const der = buildCertificate({
      serial: randomSerial(),
      issuerDer: this.certificate.subjectDer,
      subjectDer: nameFrom(options.subject),
      notBefore: options.notBefore ?? new Date(now - DAY),
      notAfter: options.notAfter ?? new Date(now + 730 * DAY),
      publicKey,
      extensions,
      signWith: { privateKey: this.privateKey },
    });
    return parseCertificate(der);
  }

  revoke(certificate: Certificate, options: { readonly reason?: Reason; readonly at?: Date } = {}): void {
    const { reason = 'unspecified', at = this.#clock() } = options;
    this.#revoked.set(certificate.serialHex, { serialHex: certificate.serialHex, revokedAt: at, reason });
  }

  /** A fresh CRL over everything revoked so far; valid from a minute ago for 30 days unless asked otherwise. */
  crl(
    options: {
      readonly thisUpdate?: Date;
      readonly nextUpdate?: Date | null;
      readonly extensions?: readonly Uint8Array[];
    } = {},
  ): Buffer {
    const thisUpdate = options.thisUpdate ?? new Date(this.#clock().getTime() - MINUTE);
    return buildCrl({
      issuerDer: this.certificate.subjectDer,
      keyId: this.keyId,
      privateKey: this.privateKey,
      thisUpdate,
      nextUpdate: options.nextUpdate === undefined ? new Date(thisUpdate.getTime() + 30 * DAY) : options.nextUpdate,
      number: ++this.#crlNumber,
      revoked: [...this.#revoked.values()],
      extensions: options.extensions ?? [],
    });
  }

  /** CRLs of this authority and of all above it. */
  crls(): Buffer[] {
    return [this.crl(), ...(this.#parent?.crls() ?? [])];
  }

  /**
   * Answers an OCSP request (RFC 6960 4.1) about certificates of this authority. `responder` absent: the authority itself signs.
   * What was never issued here is still `good` unless revoked: the reference authority keeps no register.
   */
  answerOcsp(requestDer: Uint8Array, options: { readonly responder?: Issued; readonly at?: Date } = {}): Buffer {
    const { certIds, nonce } = readOcspRequest(requestDer);
    const at = options.at ?? this.#clock();
    return buildOcspResponse({
      answers: certIds.map(({ der, serialHex }) => ({ certIdDer: der, ...this.statusOf(serialHex) })),
      responder: options.responder ?? this,
      certificates: options.responder === undefined ? [] : [options.responder.certificate],
      producedAt: at,
      thisUpdate: at,
      nextUpdate: new Date(at.getTime() + DAY),
      nonce,
    });
  }

  statusOf(serialHex: string): OcspStatus {
    const entry = this.#revoked.get(serialHex);
    if (entry === undefined) return { status: 'good' };
    return {
      status: 'revoked',
      revokedAt: entry.revokedAt,
      ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    };
  }
}

function readOcspRequest(der: Uint8Array): {
  certIds: { der: Uint8Array; serialHex: string }[];
  nonce: Uint8Array | null;
} {
  const tbs = new DerCursor(new DerCursor(parseDer(der)).next(0x30));
  tbs.optional(0xa0);
  tbs.optional(0xa1);
  const requests = tbs.next(0x30).children;
  const extensions = tbs.optional(0xa2);
  const certIds = requests.map((request) => {
    const certIdNode = new DerCursor(request).next(0x30);
    const serial = certIdNode.children[3];
    if (serial === undefined) throw new Error('CertID without a serial number');
    integerValue(serial.content);
    return { der: certIdNode.bytes, serialHex: Buffer.from(serial.content).toString('hex') };
  });
  const nonce = extensions === null ? undefined : readExtensions(readExplicit(extensions)).get(OID.ocspNonce);
  return { certIds, nonce: nonce === undefined ? null : readOctets(parseDer(nonce.value)) };
}

async function keysFrom(key: KeyKind | KeyPair | undefined): Promise<KeyPair> {
  return key === undefined || typeof key === 'string' ? generateKeys(key) : key;
}

function nameFrom(subject: Subject): Buffer {
  return encodeName(
    typeof subject === 'string'
      ? [
          { type: 'C', value: 'ID' },
          { type: 'CN', value: subject },
        ]
      : subject,
  );
}
