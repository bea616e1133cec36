// One document of a bid: nothing has its final name before tag, size and digest hold.
import type { NamedSink } from './io.ts';
import type { InnerDocument, OuterManifest } from './manifest.ts';
import { cannotOpen, openObject, type ObjectOpener } from './open-object.ts';

/**
 * Decrypts all parts into `sink` and commits it; on any failure the sink is aborted.
 * @throws OpenFailure with the class of the reason; other errors are the machine's
 */
export async function openDocument(
  opener: ObjectOpener,
  outer: OuterManifest,
  document: InnerDocument,
  sink: NamedSink,
): Promise<void> {
  const [lane] = opener.workspace.lanes;
  try {
    lane.begin();
    let position = 0;
    for (const id of document.objects) {
      const object = outer.objects.find((candidate) => candidate.id === id);
      if (object === undefined) throw cannotOpen();
      const start = position;
      await openObject(opener, object, {
        lane,
        keep: (piece, at) => withoutPadding(piece, document.size - start - at),
        write: (bytes) => sink.write(bytes),
      });
      position += object.size;
    }
    const digest = (await lane.finish()).sha256.toString('hex');
    if (digest !== document.sha256) throw cannotOpen();
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** The first `leftBytes` of the piece; what follows must be zeros. */
function withoutPadding(piece: Uint8Array, leftBytes: number): Uint8Array {
  if (leftBytes >= piece.length) return piece;
  const kept = Math.max(0, leftBytes);
  if (piece.subarray(kept).some((octet) => octet !== 0)) throw cannotOpen();
  return piece.subarray(0, kept);
}
