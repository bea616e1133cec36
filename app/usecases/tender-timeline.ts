// UC-22 What the transparency log says of one tender: its leaves, in order, out of the whole tree that its key has signed. Bodies
// that are hidden until the opening stay hidden here.
import { leafHash, rootOf } from '../../crypto/merkle.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { LogLeaf } from '../protocol/log.ts';
import { readLog } from './read-log.ts';
import type { LogNeeds } from './verify-log.ts';

export interface Timeline {
  /** Leaves of the tree that was proven, and its root. */
  readonly size: number;
  readonly rootSha256: string;
  /** Of the tender; `index` is the place in the log, from 0. */
  readonly entries: readonly { readonly index: number; readonly leaf: LogLeaf }[];
}

/** @throws log/checkpoint-invalid, log/forked, log/proof-invalid; a leaf that is none of ours stays out of the list */
export async function tenderTimeline(
  needs: LogNeeds,
  { trust, kdTender }: { readonly trust: LpseTrust; readonly kdTender: string },
  options: CallOptions = {},
): Promise<Timeline> {
  const leaves = await readLog(needs, { trust, known: [] }, options);
  const entries = leaves.flatMap((bytes, index) => {
    const leaf = LogLeaf.safeParse(parseCanonicalJson(bytes));
    return leaf.success && leaf.data.kdTender === kdTender ? [{ index, leaf: leaf.data }] : [];
  });
  const root = rootOf(leaves.map((leaf) => leafHash(leaf)));
  return { size: leaves.length, rootSha256: Buffer.from(root).toString('hex'), entries };
}
