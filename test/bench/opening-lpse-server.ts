// A reference LPSE with many bids in its quorum tender, in a process of its own; its clock then stands an hour after the deadline.
// `opening-lpse-server.ts BIDS BYTES`, started by opening-lpse.ts.
import { randomBytes } from 'node:crypto';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { Trial } from '../lpse/trial/trial.ts';
import { addBids } from './many-bids.ts';

/** What the server says when it is ready, and again whenever it is asked what it has cost. */
export interface ServerState {
  readonly dir: string;
  readonly trustDir: string;
  /** Of this process, since its start. */
  readonly cpuSeconds: number;
}

const DOCUMENTS = 4;
const target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' } as const;

const [bids = 0, documentBytes = 0] = process.argv.slice(2).map(Number);
const trial = await Trial.start();
const documents = () =>
  Array.from({ length: DOCUMENTS }, (_, i) => [`dokumen-${i + 1}.pdf`, randomBytes(documentBytes)] as const);
await addBids(trial, target, { bids, atOnce: 4, documents });
await trial.advanceTo(new Date(trial.closesAt(target.kdTender, target.envelopeId).getTime() + 3_600_000));
process.on('message', () => process.send?.(state()));
process.on('disconnect', () => void trial.stop());
process.send?.(state());

function state(): ServerState {
  const { user, system } = process.cpuUsage();
  return { dir: trial.dir, trustDir: trial.server.trustDir, cpuSeconds: (user + system) / 1e6 };
}
