// The names of a bid's documents as the bidder wrote them, beside the names that they have on this disk: for people, and for whoever
// compares digests.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import type { OutputStore } from '../ports/output-store.ts';
import type { OpenedDocument } from '../ports/sealer.ts';
import type { OpeningBid } from '../protocol/openings.ts';

const FILE = 'nama-berkas.json';

/** @throws storage/full, storage/failed */
export async function writeNameMap(
  output: OutputStore,
  about: {
    readonly folder: string;
    readonly bid: Pick<OpeningBid, 'submissionId' | 'bidderName'>;
    readonly documents: readonly OpenedDocument[];
  },
): Promise<void> {
  const { submissionId, bidderName } = about.bid;
  const files = about.documents.map(({ name, originalName, slot, sizeBytes, sha256, path }) => ({
    ...{ slot, originalName, sha256, sizeBytes },
    writtenName: path === null ? null : name,
  }));
  const map = { format: 'segel-name-map/1', submissionId, bidderName, files };
  await output.write(about.folder, FILE, encodeCanonicalJson(map));
}
