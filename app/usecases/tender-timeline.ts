// UC-22 What the transparency log says of one tender: its leaves, in order, out of the whole tree that its key has signed. Bodies
// that are hidden until the opening stay hidden here.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { LogLeaf } from '../protocol/log.ts';
import { requireTree } from './log-tree.ts';
import { requireHead, type LogNeeds } from './verify-log.ts';

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
  const head = await requireHead(needs, { trust }, options);
  const leaves = await requireTree(needs.lpse, head, options);
  const entries = leaves.flatMap((bytes, index) => {
    const leaf = LogLeaf.safeParse(parseCanonicalJson(bytes));
    return leaf.success && leaf.data.kdTender === kdTender ? [{ index, leaf: leaf.data }] : [];
  });
  return { size: head.size, rootSha256: Buffer.from(head.root).toString('hex'), entries };
}
