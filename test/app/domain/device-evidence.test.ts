// Device records side by side: facts and their weight, never an accusation.
import { describe, expect, it } from 'vitest';
import { sharedFacts, type EvidenceRecord } from '../../../app/domain/device-evidence.ts';
import { DeviceRecord, isLocallyAdministered } from '../../../app/domain/device-record.ts';

function record(
  bidderId: string,
  change: { mac?: string | null; kind?: 'ethernet' | 'virtual'; key?: string; random?: boolean },
): EvidenceRecord {
  const mac = change.mac === undefined ? '00:11:22:33:44:55' : change.mac;
  const opened = DeviceRecord.parse({
    format: 'segel-device-record/1',
    moment: 'sealing',
    capturedAt: '2026-11-20T00:00:00.000Z',
    interfaces: [
      {
        name: 'eth0',
        mac,
        locallyAdministered: change.random ?? false,
        kind: change.kind ?? 'ethernet',
        addresses: [],
        defaultRoute: null,
      },
    ],
    os: { platform: 'linux', release: '6', architecture: 'x64' },
    virtualMachine: null,
    client: { version: '1', platform: 'linux' },
    devicePublicKey: change.key ?? `key-${bidderId}`,
  });
  return {
    submissionId: `s-${bidderId}`,
    bidderId,
    envelopeId: 'satu',
    atSealing: { record: opened, code: null },
    atSending: { record: null, code: 'seal/cannot-open' },
    observedAddress: `10.0.0.${bidderId}`,
    observedPort: 1,
    observedAt: '2026-11-20T00:00:00.000Z',
  };
}

describe('shared facts', () => {
  it('are those of more than one bidder, the device key first', () => {
    const shared = sharedFacts([
      record('1', { key: 'k' }),
      record('2', { key: 'k' }),
      record('3', { mac: 'aa:00:00:00:00:01' }),
    ]);
    expect(shared).toEqual([
      { kind: 'device-key', value: 'k', strength: 'strong', bidderIds: ['1', '2'] },
      { kind: 'mac', value: '00:11:22:33:44:55', strength: 'weak', bidderIds: ['1', '2'] },
    ]);
  });

  it.each([
    ['random', { random: true }],
    ['virtual', { kind: 'virtual' as const }],
    ['missing', { mac: null }],
  ])('do not count %s MAC addresses', (_, change) => {
    expect(sharedFacts([record('1', change), record('2', change)])).toEqual([]);
  });

  it('do not count the records of one bidder twice', () => {
    expect(sharedFacts([record('1', {}), record('1', {})])).toEqual([]);
  });

  it.each([
    ['02:00:00:00:00:00', true],
    ['DA:A1:19:00:00:00', true],
    ['00:1A:2B:00:00:00', false],
    ['zz', false],
  ])('%s was made by software: %s', (mac, expected) => {
    expect(isLocallyAdministered(mac)).toBe(expected);
  });
});
