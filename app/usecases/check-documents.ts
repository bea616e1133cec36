// UC-07 Preflight: look at every chosen document and list everything that is wrong with it, with a repair where there is one.
import type { BidDocument, Letter } from '../domain/bid.ts';
import type { PriceTable } from '../domain/price-table.ts';
import { codedFailure } from '../policy/run-check.ts';
import {
  checkDocuments as judge,
  type EnvelopeRules,
  type Examined,
  type Preflight,
} from '../policy/check-documents.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { draftTable } from './draft-table.ts';

const HEAD_BYTES = 8 << 10;
const TAIL_BYTES = 64 << 10;

/** Reads heads and tails; only files of equal size are read as a whole, to find copies. Nothing is changed. */
export async function checkDocuments(
  { documents }: { readonly documents: DocumentStore },
  input: {
    readonly documents: readonly BidDocument[];
    readonly letter: Letter | null;
    readonly rules: EnvelopeRules;
    readonly priceTable?: PriceTable | undefined;
  },
  options: RunOptions<ByteProgress> = {},
): Promise<Preflight> {
  const seen = await Promise.all(input.documents.map((document) => examine(documents, document)));
  const twins = twinSizes(seen);
  const examined: Examined[] = [];
  for (const one of seen) {
    options.signal?.throwIfAborted();
    examined.push('facts' in one && twins.has(one.facts.sizeBytes) ? await withDigest(documents, one, options) : one);
  }
  return judge(examined, input.letter, input.rules, await tableToJudge(documents, input));
}

/** A document that is not there any more is a finding of its own. */
async function tableToJudge(
  store: DocumentStore,
  input: Parameters<typeof draftTable>[1],
): Promise<PriceTable | 'malformed' | null> {
  try {
    return await draftTable(store, input);
  } catch (error) {
    return codedFailure(error).code === 'price/schedule-malformed' ? 'malformed' : null;
  }
}

type Seen = Extract<Examined, { readonly facts: unknown }>;

async function examine(store: DocumentStore, document: BidDocument): Promise<Examined> {
  try {
    const facts = await store.stat(document.sourcePath);
    const readable = facts.kind === 'file' && facts.sizeBytes > 0;
    const head = readable ? await store.read(document.sourcePath, 0, HEAD_BYTES) : Buffer.alloc(0);
    const tail = readable ? await store.read(document.sourcePath, -TAIL_BYTES, TAIL_BYTES) : Buffer.alloc(0);
    return { document, facts, head, tail, sha256: null };
  } catch (error) {
    return { document, code: codedFailure(error).code };
  }
}

async function withDigest(store: DocumentStore, seen: Seen, options: RunOptions<ByteProgress>): Promise<Examined> {
  try {
    return { ...seen, sha256: await store.digest(seen.document.sourcePath, options) };
  } catch (error) {
    return { document: seen.document, code: codedFailure(error).code };
  }
}

/** Sizes above zero that more than one file has. */
function twinSizes(seen: readonly Examined[]): ReadonlySet<number> {
  const sizes = seen.flatMap((one) => ('facts' in one && one.facts.sizeBytes > 0 ? [one.facts.sizeBytes] : []));
  return new Set(sizes.filter((size, i) => sizes.indexOf(size) !== i));
}
