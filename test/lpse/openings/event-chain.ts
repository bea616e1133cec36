// The events of a package's openings: leaves of the log from each envelope's `closed` on, in their order, each with the digest of
// the one before. A function of the log alone, so that a restart tells nobody anything else.
import { LogLeaf } from '../../../app/protocol/log.ts';
import { OPENING_EVENT_KINDS, type OpeningEvent } from '../../../app/protocol/watch.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { TransparencyLog } from '../context.ts';

type ReadableLog = Pick<TransparencyLog, 'size' | 'entries'>;

export interface EventChains {
  /** Events of the package after this place, as far as the log has them now. */
  after(kdTender: string, sequence: number): readonly OpeningEvent[];
}

export function createEventChains(log: ReadableLog): EventChains {
  const chains = new Map<string, OpeningEvent[]>();
  const closed = new Set<string>();
  let read = 0;
  const take = (bytes: Buffer, logIndex: number): void => {
    const leaf = LogLeaf.parse(JSON.parse(bytes.toString('utf8')));
    const { kdTender, versiTender, envelopeId, time, body } = leaf;
    const kind = OPENING_EVENT_KINDS.find((one) => one === leaf.type);
    if (kind === undefined || envelopeId === null || body === undefined) return;
    const envelope = `${kdTender}/${versiTender}/${envelopeId}`;
    if (kind === 'closed') closed.add(envelope);
    if (!closed.has(envelope)) return;
    const chain = chains.get(kdTender) ?? [];
    chains.set(kdTender, chain);
    const last = chain.at(-1);
    chain.push({
      format: 'segel-opening-event/1',
      kdTender,
      versiTender,
      sequence: chain.length + 1,
      previousSha256: last === undefined ? '0'.repeat(64) : sha256Hex(encodeCanonicalJson(last)),
      ...{ logIndex, kind, envelopeId, time, facts: body },
    });
  };
  return {
    after(kdTender, sequence) {
      if (log.size > read) {
        const start = read;
        log.entries(start, log.size).forEach((bytes, i) => take(bytes, start + i));
        read = log.size;
      }
      return (chains.get(kdTender) ?? []).slice(sequence);
    },
  };
}
