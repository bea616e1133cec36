// One certificate chain vector: inputs of a path validation and the verdict that is due. Language-neutral JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodePem, parsePem } from '../../../crypto/encoding.ts';
import type { CryptoCode } from '../../../crypto/errors.ts';
import { parseCertificate, type Certificate, type KeyUsage } from '../../../crypto/x509/certificate.ts';
import type { PolicyInputs } from '../../../crypto/x509/check-policies.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { parseOcspResponse } from '../../../crypto/x509/ocsp.ts';
import type { PathInput } from '../../../crypto/x509/validate-path.ts';

/** A case as the script makes it. */
export interface ChainCase {
  /** `standard::area::what`, e.g. `rfc5280::path-length::exceeded`. */
  readonly id: string;
  /** One sentence: the rule. */
  readonly rule: string;
  readonly expected: 'accepted' | CryptoCode;
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  readonly at: Date;
  readonly crls?: readonly Uint8Array[];
  readonly ocsp?: readonly Uint8Array[];
  readonly options?: ChainOptions;
  /** Why `openssl verify -x509_strict` may refuse what we accept. */
  readonly opensslRefusesBecause?: string;
}

export interface ChainOptions {
  /** Default `required`. */
  readonly revocation?: PathInput['revocation'];
  readonly revocationAt?: string;
  readonly requiredKeyUsage?: readonly KeyUsage[];
  readonly requiredPurpose?: string;
  readonly policies?: PolicyInputs;
}

/** A case as it is stored. */
export interface ChainVector {
  readonly id: string;
  readonly rule: string;
  readonly expected: string;
  /** ISO 8601. */
  readonly at: string;
  readonly options: ChainOptions;
  readonly leaf: string;
  readonly intermediates: string;
  readonly anchors: string;
  readonly crls: string;
  /** Base64 of DER. */
  readonly ocsp: readonly string[];
  readonly opensslRefusesBecause?: string;
}

const VECTORS_PATH = path.join(import.meta.dirname, 'chains.json');

export function writeVectors(cases: readonly ChainCase[]): void {
  writeFileSync(VECTORS_PATH, `${JSON.stringify(cases.map(toVector), null, 2)}\n`);
}

export function readVectors(): readonly ChainVector[] {
  return JSON.parse(readFileSync(VECTORS_PATH, 'utf8')) as ChainVector[];
}

export function toVector(chain: ChainCase): ChainVector {
  const pem = (label: string, ders: readonly Uint8Array[]) => ders.map((der) => encodePem(label, der)).join('');
  const certificates = (list: readonly Certificate[]) =>
    pem(
      'CERTIFICATE',
      list.map(({ der }) => der),
    );
  const { id, rule, expected, at, options = {}, opensslRefusesBecause } = chain;
  return {
    id,
    rule,
    expected,
    at: at.toISOString(),
    options,
    leaf: certificates([chain.leaf]),
    intermediates: certificates(chain.intermediates),
    anchors: certificates(chain.anchors),
    crls: pem('X509 CRL', chain.crls ?? []),
    ocsp: (chain.ocsp ?? []).map((der) => Buffer.from(der).toString('base64')),
    ...(opensslRefusesBecause === undefined ? {} : { opensslRefusesBecause }),
  };
}

/** DER of the parts of a vector. */
export function vectorDer(vector: ChainVector) {
  const ders = (label: string, pem: string) => (pem === '' ? [] : parsePem(pem, label));
  const [leaf] = ders('CERTIFICATE', vector.leaf);
  if (leaf === undefined) throw new Error(`${vector.id} has no leaf`);
  return {
    leaf,
    intermediates: ders('CERTIFICATE', vector.intermediates),
    anchors: ders('CERTIFICATE', vector.anchors),
    crls: ders('X509 CRL', vector.crls),
    at: new Date(vector.at),
  };
}

/** The validator's input. */
export function pathInput(vector: ChainVector): PathInput {
  const { leaf, intermediates, anchors, crls, at } = vectorDer(vector);
  const { revocation = 'required', revocationAt, ...rest } = vector.options;
  return {
    leaf: parseCertificate(leaf),
    intermediates: intermediates.map(parseCertificate),
    anchors: anchors.map(parseCertificate),
    crls: crls.map(parseCrl),
    ocsp: vector.ocsp.map((der) => parseOcspResponse(Buffer.from(der, 'base64'))),
    at,
    revocation,
    ...(revocationAt === undefined ? {} : { revocationAt: new Date(revocationAt) }),
    ...rest,
  };
}
