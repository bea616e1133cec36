// Whom to believe, as an LPSE's operator hands it over: a folder with `trust.json` and PEM files, or one JSON file that holds the
// certificates itself. Without such a file, what the LPSE publishes is shown for comparison with its operator's own words.
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { LpseTrust } from '../../app/ports/trust-store.ts';
import type { Discovery } from '../../app/protocol/discovery.ts';
import { parseVerifierKey } from '../../crypto/checkpoint.ts';
import { parsePem } from '../../crypto/encoding.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { readBounded } from './private-files.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const MAX_BYTES = 1 << 20;
export const ANCHOR_ROLES = ['lpse', 'ams', 'kms', 'tsa'] as const;

/** A file name beside this file, or the PEM itself. */
const PemOrFile = z.string().max(MAX_BYTES);
const AnchorsFile = z.object({
  baseUrl: z.url({ protocol: /^https$/ }),
  kdLpse: z.int().positive(),
  name: z.string().max(200),
  logVerifierKey: z.string().max(1000),
  anchors: z.object({
    ...{ lpse: PemOrFile, ams: PemOrFile, kms: PemOrFile, tsa: PemOrFile },
    /** Absent where the TLS certificate comes from a public authority. */
    tls: PemOrFile.optional(),
  }),
});

export interface OperatorAnchors {
  readonly trust: LpseTrust;
  /** PEM; null when the system's own list decides. */
  readonly tlsAnchors: string | null;
}

/** @param path - the folder, its `trust.json`, or the single file @throws ipc/anchors-incomplete, certificate/malformed, pem/malformed */
export async function readOperatorAnchors(path: string): Promise<OperatorAnchors> {
  const facts = await storing(() => unlessMissing(stat(path)));
  const file = facts?.isDirectory() === true ? join(path, 'trust.json') : path;
  const { kdLpse, name, baseUrl, logVerifierKey, anchors } = parseFile(await readBounded(file, MAX_BYTES));
  parseVerifierKey(logVerifierKey);
  const read = (value: string) => (value.includes('-----BEGIN ') ? Promise.resolve(value) : readBeside(file, value));
  const [lpse, ams, kms, tsa] = await Promise.all(
    ANCHOR_ROLES.map(async (role) => parsePem(await read(anchors[role]), 'CERTIFICATE').map(parseCertificate)),
  );
  const trust = toTrust({ kdLpse, name, baseUrl, logVerifierKey }, { lpse, ams, kms, tsa });
  return { trust, tlsAnchors: anchors.tls === undefined ? null : await read(anchors.tls) };
}

/** What an LPSE publishes about itself, reached over a TLS certificate of a public authority. @throws ipc/anchors-incomplete */
export function publishedAnchors(baseUrl: string, discovery: Discovery): OperatorAnchors {
  const { kdLpse, name, logVerifierKey, certificates } = discovery;
  const chain = certificates.chain.map(fromBase64);
  const rootOf = (leaf: string) => chain.filter((one) => one.sha256 === topOf(fromBase64(leaf), chain)?.sha256);
  const [lpse, kms, tsa] = [rootOf(certificates.lpse), rootOf(certificates.kms), rootOf(certificates.tsa)];
  const used = new Set([...lpse, ...kms, ...tsa].map(({ sha256 }) => sha256));
  // What is left of the published roots can only be the authority of persons.
  const ams = chain.filter((one) => isSelfIssued(one) && !used.has(one.sha256));
  parseVerifierKey(logVerifierKey);
  return { trust: toTrust({ kdLpse, name, baseUrl, logVerifierKey }, { lpse, ams, kms, tsa }), tlsAnchors: null };
}

type Named = Pick<LpseTrust, 'kdLpse' | 'name' | 'baseUrl' | 'logVerifierKey'>;
type Found = Readonly<Record<(typeof ANCHOR_ROLES)[number], readonly Certificate[] | undefined>>;

function toTrust(named: Named, { lpse = [], ams = [], kms = [], tsa = [] }: Found): LpseTrust {
  for (const [role, found] of Object.entries({ lpse, ams, kms, tsa }))
    if (found.length === 0) throw new CodedError('ipc/anchors-incomplete', { role });
  const own = new Set(lpse.map(({ sha256 }) => sha256));
  // An LPSE that could issue its members' certificates could name its own openers (protocol.md 3).
  if (ams.some(({ sha256 }) => own.has(sha256))) throw new CodedError('ipc/anchors-incomplete', { role: 'lpse=ams' });
  const baseUrl = named.baseUrl.replace(/\/$/, '');
  return { ...named, baseUrl, lpse, ams, kms, tsa, pinnedAt: new Date().toISOString() };
}

/** The self-issued end of the issuers' line; undefined when it is not among `chain`. */
function topOf(leaf: Certificate, chain: readonly Certificate[]): Certificate | undefined {
  let current: Certificate | undefined = leaf;
  for (let step = 0; step < chain.length + 1 && current !== undefined; step++) {
    if (isSelfIssued(current)) return current;
    const issuerDer: Uint8Array = current.issuerDer;
    current = chain.find(({ subjectDer }) => Buffer.compare(subjectDer, issuerDer) === 0);
  }
  return undefined;
}

function isSelfIssued({ issuerDer, subjectDer }: Certificate): boolean {
  return Buffer.compare(issuerDer, subjectDer) === 0;
}

function parseFile(bytes: Buffer | null): z.infer<typeof AnchorsFile> {
  try {
    return AnchorsFile.parse(JSON.parse(bytes?.toString('utf8') ?? ''));
  } catch (cause) {
    throw new CodedError('ipc/anchors-incomplete', { role: 'trust.json' }, { cause });
  }
}

/** Only files that lie beside it: the file's author does not choose where we read. */
async function readBeside(file: string, name: string): Promise<string> {
  const bytes = name === basename(name) ? await readBounded(join(dirname(file), name), MAX_BYTES) : null;
  if (bytes === null) throw new CodedError('ipc/anchors-incomplete', { role: name.slice(0, 64) });
  return bytes.toString('utf8');
}

function fromBase64(der: string): Certificate {
  return parseCertificate(Buffer.from(der, 'base64'));
}
