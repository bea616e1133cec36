// Names of files that leave this computer: a person finds them again in a folder of downloads.
import type { BidView } from '../../../app/contract/bids.ts';

export function sealedName({ kdTender, envelopeId, revision }: BidView): string {
  return `${kdTender}-${envelopeId}-${revision}.sampul`;
}

export function draftName({ kdTender, envelopeId }: BidView): string {
  return `draf-${kdTender}-${envelopeId}.segel-draf`;
}
