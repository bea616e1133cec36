// Device records of several bidders side by side: which facts they share, and how weak each of them is as a sign of anything.
// Shared offices, hotspots, virtual machines and random MAC addresses are ordinary; the text says so every time.
import type { ErrorCode } from '../errors/catalogue.ts';
import type { DeviceRecord } from './device-record.ts';

export type OpenedRecord =
  { readonly record: DeviceRecord; readonly code: null } | { readonly record: null; readonly code: ErrorCode };

export interface EvidenceRecord {
  readonly submissionId: string;
  readonly bidderId: string;
  readonly envelopeId: string;
  readonly atSealing: OpenedRecord;
  readonly atSending: OpenedRecord;
  /** What the LPSE saw itself. */
  readonly observedAddress: string;
  readonly observedPort: number;
  readonly observedAt: string;
}

/** `strong`: the same device key. `weak`: could well be chance or a shared place. */
export interface SharedFact {
  readonly kind: 'device-key' | 'mac' | 'observed-address';
  readonly value: string;
  readonly bidderIds: readonly string[];
  readonly strength: 'strong' | 'weak';
}

/** Facts that records of more than one bidder have in common; random, virtual and missing MAC addresses do not count. */
export function sharedFacts(records: readonly EvidenceRecord[]): readonly SharedFact[] {
  const holders = new Map<string, { readonly fact: Omit<SharedFact, 'bidderIds'>; readonly bidders: Set<string> }>();
  for (const record of records) {
    for (const fact of factsOf(record)) {
      const key = `${fact.kind} ${fact.value}`;
      const known = holders.get(key) ?? { fact, bidders: new Set<string>() };
      known.bidders.add(record.bidderId);
      holders.set(key, known);
    }
  }
  return [...holders.values()]
    .filter(({ bidders }) => bidders.size > 1)
    .map(({ fact, bidders }) => ({ ...fact, bidderIds: [...bidders].toSorted() }))
    .toSorted((a, b) => a.strength.localeCompare(b.strength) || a.value.localeCompare(b.value));
}

function factsOf(record: EvidenceRecord): readonly Omit<SharedFact, 'bidderIds'>[] {
  const opened = [record.atSealing.record, record.atSending.record].filter((one) => one !== null);
  const macs = opened.flatMap(({ interfaces }) =>
    interfaces
      .filter(({ kind, locallyAdministered }) => !locallyAdministered && kind !== 'virtual' && kind !== 'loopback')
      .flatMap(({ mac }) => (mac === null ? [] : [mac.toLowerCase()])),
  );
  return [
    ...opened.map(({ devicePublicKey }) => ({
      ...{ kind: 'device-key' as const, value: devicePublicKey, strength: 'strong' as const },
    })),
    ...macs.map((value) => ({ kind: 'mac' as const, value, strength: 'weak' as const })),
    { kind: 'observed-address', value: record.observedAddress, strength: 'weak' },
  ];
}
