// npm run bench:opening:lpse -- [--bids 250 --bytes 65536 --profile]: a whole opening of many small bids through the reference LPSE
// in another process, from entering the room to the last signed result and the table; then what following the room costs.
// Prints Markdown; what was found is in README.md. NODE_OPTIONS=--cpu-prof profiles both processes.
import { fork, type ChildProcess } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { subscribe } from 'node:diagnostics_channel';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contributeShare } from '../../app/usecases/contribute-share.ts';
import { offerSession, requestRelease } from '../../app/usecases/lead-opening.ts';
import { openBids } from '../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { RoomFollower } from '../../app/usecases/follow-room.ts';
import { enterOpening } from '../../app/usecases/opening-room.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import type { ServerState } from './opening-lpse-server.ts';

const SERVER = fileURLToPath(new URL('opening-lpse-server.ts', import.meta.url));
const scope = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' } as const;

const { values: options } = parseArgs({
  options: { bids: { type: 'string', default: '250' }, bytes: { type: 'string', default: '65536' } },
});

interface Row {
  readonly what: string;
  readonly requests: number;
  readonly kib: number;
  readonly seconds: number;
  readonly clientCpu: number;
  readonly serverCpu: number;
}

const rows: Row[] = [];
/** Answers so far, and their bytes where they said how many. */
const answers = { requests: 0, kib: 0 };
subscribe('http.client.response.finish', (message) => {
  // Node's documented message of this channel.
  const { headers } = (message as { readonly response: IncomingMessage }).response;
  answers.requests += 1;
  answers.kib += Number(headers['content-length'] ?? 0) / 1024;
});
const server = fork(SERVER, [options.bids, options.bytes]);
try {
  const setUp = performance.now();
  const ready = await nextMessage(server);
  console.log(
    `${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}, load ${loadavg().join(' ')}\n\n` +
      `${options.bids} bids of 4 documents of ${options.bytes} bytes; made in ${seconds(setUp).toFixed(0)} s\n`,
  );
  const [leader, member] = [await openStation(ready, 'hendra.gunawan'), await openStation(ready, 'nur.aini')];
  await wholeOpening(leader, member);
  await leader.close();
  await member.close();
  print();
} finally {
  if (server.connected) server.disconnect();
}

async function wholeOpening(leader: Station, member: Station): Promise<void> {
  const [lead, other] = [await signing(leader), await signing(member)];
  const baseDir = join(leader.dir, 'dibuka');
  await timed('enter the room', () => enterOpening(leader.needs, lead));
  const { sessionCertificate } = await timed('offer the session', () => offerSession(leader.needs, lead));
  const sessionCertificateSha256 = sessionCertificate?.sha256 ?? '';
  for (const [station, input] of [
    [leader, lead],
    [member, other],
  ] as const) {
    const encryptionIdentityId = station.opening?.identityId ?? '';
    await timed('contribute', () =>
      contributeShare(station.needs, { ...input, encryptionIdentityId, sessionCertificateSha256 }),
    );
  }
  await timed('release', () => requestRelease(leader.needs, lead));
  const { bids } = await timed('open all, results signed and logged', () =>
    openBids(leader.needs, { ...lead, encryptionIdentityId: null, baseDir }),
  );
  const done = bids.filter(({ outcome, resultPosted }) => outcome.kind === 'opened' && resultPosted).length;
  if (done !== Number(options.bids)) throw new Error(`${done} bids opened`);
  await timed('table of results', () => loadOpeningResults(leader.needs, { ...lead, baseDir }));
  rows.push(total('in all'));
  await timed('open all again', () => openBids(leader.needs, { ...lead, encryptionIdentityId: null, baseDir }));
  await timed('enter the room again', () => enterOpening(leader.needs, lead));
  const follower = new RoomFollower(member.needs);
  await timed('follow the room, first look', () => follower.look({ ...other, ask: false }));
  await timed('follow the room, nothing new', () => follower.look({ ...other, ask: false }));
}

async function signing(station: Station) {
  return { ...scope, connection: await station.connect(), identityId: station.signing?.identityId ?? '' };
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [own, theirs, before, started] = [process.cpuUsage(), await serverCpu(), { ...answers }, performance.now()];
  const result = await work();
  const took = seconds(started);
  const { user, system } = process.cpuUsage(own);
  const clientCpu = (user + system) / 1e6;
  const [requests, kib] = [answers.requests - before.requests, answers.kib - before.kib];
  rows.push({ what, seconds: took, clientCpu, serverCpu: (await serverCpu()) - theirs, requests, kib });
  return result;
}

function total(what: string): Row {
  const sum = (of: Exclude<keyof Row, 'what'>) => rows.reduce((so, row) => so + row[of], 0);
  const [clientCpu, serverCpu, requests, kib] = [sum('clientCpu'), sum('serverCpu'), sum('requests'), sum('kib')];
  return { what, seconds: sum('seconds'), clientCpu, serverCpu, requests, kib };
}

function print(): void {
  console.log('| what | s | CPU s here | CPU s of the LPSE | answers | KiB |\n|---|---|---|---|---|---|');
  for (const { what, seconds: took, clientCpu, serverCpu, requests, kib } of rows) {
    const times = [took, clientCpu, serverCpu].map((one) => one.toFixed(2));
    console.log(`| ${what} | ${[...times, requests, kib.toFixed(0)].join(' | ')} |`);
  }
  console.log(`\nload afterwards ${loadavg().join(' ')}`);
}

async function serverCpu(): Promise<number> {
  server.send('state');
  return (await nextMessage(server)).cpuSeconds;
}

function nextMessage(child: ChildProcess): Promise<ServerState> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the server has ended'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      // Sent by opening-lpse-server.ts.
      resolve(message as ServerState);
    });
  });
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
