// The small parts of a dossier by what they are; nothing here is judged, only found and parsed.
import type { z } from 'zod';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCrl, type Crl } from '../../../crypto/x509/crl.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { DOSSIER_INDEX_MAX_BYTES, DossierIndex } from '../../protocol/dossier.ts';
import { LogLeaf } from '../../protocol/log.ts';
import type { ReceiptBundle } from '../../protocol/receipt.ts';
import type { PathContext } from '../signed-message.ts';
import type { LpseTrust } from '../../ports/trust-store.ts';

export interface PlacedLeaf {
  readonly index: number;
  readonly leaf: LogLeaf;
}

export class Dossier {
  readonly trust: LpseTrust;
  readonly kdTender: string;
  readonly versiTender: number;
  /** Bytes of each leaf. */
  readonly leaves: readonly Buffer[];
  readonly certificates: readonly Certificate[];
  readonly #parts: ReadonlyMap<string, Buffer>;
  readonly #crls: readonly Crl[];
  readonly #createdAt: string;
  #read: readonly PlacedLeaf[] | null = null;
  #until: number | null = null;

  constructor(
    parts: ReadonlyMap<string, Buffer>,
    about: { readonly trust: LpseTrust } & Pick<DossierIndex, 'kdTender' | 'versiTender' | 'createdAt'>,
  ) {
    this.#parts = parts;
    this.trust = about.trust;
    this.kdTender = about.kdTender;
    this.versiTender = about.versiTender;
    this.#createdAt = about.createdAt;
    this.leaves = linesOf(parts.get('log/leaves.jsonl') ?? Buffer.alloc(0));
    this.certificates = this.names(/^certificates\//).flatMap((name) =>
      readable(() => parseCertificate(this.part(name))),
    );
    this.#crls = this.names(/^revocation\/.*\.crl$/).flatMap((name) => readable(() => parseCrl(this.part(name))));
  }

  names(pattern: RegExp): string[] {
    return [...this.#parts.keys()].filter((name) => pattern.test(name));
  }

  find(name: string): Buffer | null {
    return this.#parts.get(name) ?? null;
  }

  /** @throws audit/part-missing */
  part(name: string): Buffer {
    const bytes = this.#parts.get(name);
    if (bytes === undefined) throw new CodedError('audit/part-missing', { entry: name });
    return bytes;
  }

  /** Canonical JSON of a known shape. @throws audit/part-missing, audit/dossier-malformed, json/* */
  json<T>(name: string, schema: z.ZodType<T>): T {
    return parseAs(this.part(name), schema, name);
  }

  /** Leaves of this version of the tender. @throws audit/log-disorder when one of the log is of no known form */
  tenderLeaves(): readonly PlacedLeaf[] {
    return (this.#read ??= readLeaves(this.leaves)).filter(
      ({ leaf }) => leaf.kdTender === this.kdTender && leaf.versiTender === this.versiTender,
    );
  }

  allLeaves(): readonly PlacedLeaf[] {
    return (this.#read ??= readLeaves(this.leaves));
  }

  leavesOfType(type: LogLeaf['type'], envelopeId?: string): readonly PlacedLeaf[] {
    const ofEnvelope = ({ leaf }: PlacedLeaf) => envelopeId === undefined || leaf.envelopeId === envelopeId;
    return this.tenderLeaves().filter((placed) => placed.leaf.type === type && ofEnvelope(placed));
  }

  /** How a path is judged at a time, by the lists of the dossier. @throws as `allLeaves` */
  pathAt(anchors: readonly Certificate[], at: Date): PathContext {
    return { anchors, at, ...this.archive(), revocation: 'required', intermediates: this.certificates };
  }

  /** Every list, and the moment until which there could have been a newer one: nobody makes a dossier older than its log. */
  archive(): { readonly crls: readonly Crl[]; readonly archivedUntil: Date } {
    this.#until ??= this.allLeaves().reduce(
      (latest, { leaf }) => Math.max(latest, Date.parse(leaf.time)),
      Date.parse(this.#createdAt),
    );
    return { crls: this.#crls, archivedUntil: new Date(this.#until) };
  }

  /** A receipt as it lay beside the sealed file: named answers that the dossier does not hold are absent. */
  receiptBundle(stem: string, named: readonly string[]): ReceiptBundle {
    const revocation = named.flatMap((digest) =>
      (['crl', 'ocsp'] as const).flatMap((kind) => {
        const der = this.find(`revocation/${digest}.${kind}`);
        return der === null ? [] : [{ kind, der: der.toString('base64') }];
      }),
    );
    return {
      receipt: this.part(`${stem}.json`).toString('base64'),
      signature: this.part(`${stem}.p7s`).toString('base64'),
      timestamp: this.find(`${stem}.tsr`)?.toString('base64') ?? null,
      revocation,
    };
  }
}

/** `dossier.json`. @throws audit/dossier-malformed, json/* */
export function parseIndex(bytes: Uint8Array): DossierIndex {
  return parseAs(bytes, DossierIndex, 'dossier.json', DOSSIER_INDEX_MAX_BYTES);
}

function parseAs<T>(bytes: Uint8Array, schema: z.ZodType<T>, entry: string, maxBytes?: number): T {
  const parsed = schema.safeParse(parseCanonicalJson(bytes, maxBytes));
  if (!parsed.success) throw new CodedError('audit/dossier-malformed', { why: 'form', entry });
  return parsed.data;
}

function readLeaves(leaves: readonly Buffer[]): readonly PlacedLeaf[] {
  return leaves.map((bytes, index) => {
    const parsed = LogLeaf.safeParse(canonicalOrNull(bytes));
    if (!parsed.success) throw new CodedError('audit/log-disorder', { why: 'form', index });
    return { index, leaf: parsed.data };
  });
}

function canonicalOrNull(bytes: Buffer): unknown {
  try {
    return parseCanonicalJson(bytes);
  } catch (error) {
    if (isCryptoError(error)) return null;
    throw error;
  }
}

function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

/** Unreadable ones count as absent: paths that need them fail. */
function readable<T>(parse: () => T): T[] {
  try {
    return [parse()];
  } catch (error) {
    if (isCryptoError(error)) return [];
    throw error;
  }
}
