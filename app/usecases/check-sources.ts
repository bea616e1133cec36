// UC-10 Before sending: did somebody edit a document after it was sealed? A warning only; what counts is what was sealed.
import type { Bid, SealedDocument } from '../domain/bid.ts';
import type { DocumentFinding } from '../domain/document-finding.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { CodedError } from '../errors/coded-error.ts';
import { requireBid } from './edit-draft.ts';

/** One warning per document whose source now has other bytes. Sources that are gone are no finding. @throws draft/not-found */
export async function checkSources(
  needs: { readonly bids: BidStore; readonly documents: DocumentStore },
  { bidId }: { readonly bidId: string },
  options: RunOptions = {},
): Promise<readonly DocumentFinding[]> {
  const sealed = documentsOf(await requireBid(needs.bids, bidId));
  const findings: DocumentFinding[] = [];
  for (const [index, document] of sealed.entries()) {
    options.signal?.throwIfAborted();
    if (!(await hasChanged(needs.documents, document))) continue;
    const { originalName } = document;
    const code = 'document/newer-than-sealed' as const;
    findings.push({ code, severity: 'warning', index, originalName, facts: {}, repair: null });
  }
  return findings;
}

function documentsOf(bid: Bid): readonly SealedDocument[] {
  return bid.state === 'draft' ? [] : bid.sealed.documents;
}

async function hasChanged(store: DocumentStore, document: SealedDocument): Promise<boolean> {
  try {
    const { sizeBytes } = await store.stat(document.sourcePath);
    return sizeBytes !== document.sizeBytes || (await store.digest(document.sourcePath)) !== document.sha256;
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}
