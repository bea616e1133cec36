// Answers `audit.*`: device evidence opened with the auditor's own key, and what the log says of a tender. The LPSE logs each look.
import { basename } from 'node:path';
import type { CallInput } from '../../app/contract/contract.ts';
import type { TimelineView } from '../../app/contract/audit.ts';
import { readEvidence, type EvidenceView } from '../../app/usecases/read-evidence.ts';
import { tenderTimeline, type Timeline } from '../../app/usecases/tender-timeline.ts';
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { writePrivateFile } from '../adapters/private-files.ts';
import type { AreaHandlers } from './area.ts';
import { toFacts } from './bid-view.ts';
import { dossierHandlers } from './dossier-handlers.ts';
import { until, type Program } from './program.ts';
import { compareFile } from './witness-comparison.ts';

export function auditHandlers(program: Program): AreaHandlers<'audit'> {
  return {
    ...dossierHandlers(program),
    'audit.evidence': async (input, { signal }) => {
      const { records, shared } = await evidence(program, input, signal);
      return { records: [...records], shared: shared.map((fact) => ({ ...fact, bidderIds: [...fact.bidderIds] })) };
    },

    'audit.exportEvidence': async ({ to, ...input }, caller) => {
      const target = program.files.resolve(to, caller).path;
      const view = await evidence(program, input, caller.signal);
      const { kdTender } = input;
      const content = { format: 'segel-device-evidence/1', kdTender, records: view.records, shared: view.shared };
      // Through JSON: the view is data, and canonical bytes are the same on every computer.
      await writePrivateFile(target, encodeCanonicalJson(JSON.parse(JSON.stringify(content)) as Json));
      return { shownAs: basename(target) };
    },

    'audit.timeline': async ({ kdTender }, caller) => {
      const { needs, connection } = await program.online();
      return toView(await tenderTimeline(needs, { trust: connection.trust, kdTender }, until(caller)));
    },

    'audit.compareWitness': (input, caller) => compareFile(program, { ...input, receiptHead: null }, caller),
  };
}

async function evidence(
  program: Program,
  { kdTender, identityId, passphrase }: CallInput<'audit.evidence'>,
  signal: AbortSignal,
): Promise<EvidenceView> {
  const { needs } = await program.online();
  return program.passphrase.with(passphrase, () => readEvidence(needs, { kdTender, identityId }, { signal }));
}

function toView({ size, rootSha256, entries }: Timeline): TimelineView {
  return {
    size,
    rootSha256,
    entries: entries.map(({ index, leaf: { time, type, envelopeId, body } }) => ({
      ...{ index, time, type, envelopeId, hidden: body === undefined, facts: toFacts(body ?? {}) },
    })),
  };
}
