import { expect, it } from 'vitest';
import { keyAlarms } from '../../../../renderer/features/committee/key-alarms.ts';
import type { Tender } from '../../../../renderer/features/committee/MemberAlarms.tsx';
import { sampleCommittee } from '../../../doubles/window-samples.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-20T00:00:00Z');
const at = (days: number): string => new Date(NOW + days * DAY_MS).toISOString();

type Alarms = Tender['members'][number]['alarms'];

/** Three members; the alarms are theirs in order. */
function tender(kdTender: string, opensAt: string, alarms: readonly Alarms[]): Tender {
  const { tender: sample } = sampleCommittee();
  return {
    ...sample,
    kdTender,
    envelopes: sample.envelopes.map((envelope) => ({ ...envelope, opensAt })),
    members: sample.members.map((member, i) => ({ ...member, alarms: alarms[i] ?? [] })),
  };
}

const revoked: Alarms = [{ kind: 'revoked', key: 'opening', envelopeId: null }];
const failed: Alarms = ['file-1', 'file-2'].map((envelopeId) => ({ kind: 'failed', key: 'opening', envelopeId }));

it('tells a dead key once, with every tender that it holds up and the nearest opening', () => {
  const found = keyAlarms([tender('2', at(5), [[], revoked]), tender('1', at(2), [[], revoked])], NOW);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ name: 'Agus Pranoto', kind: 'revoked', opensAt: at(2) });
  expect(found[0]?.tenders.map(({ kdTender }) => kdTender)).toEqual(['2', '1']);
});

it('puts the nearest opening first, and a tender with two envelopes once', () => {
  const found = keyAlarms([tender('1', at(5), [revoked]), tender('2', at(1), [[], [], failed])], NOW);
  expect(found.map(({ kind }) => kind)).toEqual(['failed', 'revoked']);
  expect(found[0]?.tenders).toHaveLength(1);
});

it('says nothing of rehearsals that are still to come, of silent servers, and of openings that are over', () => {
  const waiting: Alarms = [
    { kind: 'not-rehearsed', key: 'opening', envelopeId: 'satu' },
    { kind: 'unknown', key: 'signing', envelopeId: null },
  ];
  expect(keyAlarms([tender('1', at(1), [waiting]), tender('2', at(-1), [revoked])], NOW)).toEqual([]);
});
