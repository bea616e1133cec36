// `npm run demo`: the whole job once, on real documents, with the reference LPSE on loopback. Exits 0 only if all of it held.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setLetter } from '../../app/usecases/edit-draft.ts';
import { registerDevice } from '../../app/usecases/register-device.ts';
import { replaceBid } from '../../app/usecases/replace-bid.ts';
import { startLpse, type RunningLpse } from '../lpse/server.ts';
import { Account, inBytes } from './account.ts';
import { prepareBid, sealAndSubmit, type Prepared } from './bidding.ts';
import { seatCommittees, type Committees } from './committees.ts';
import { openAndCompare, tryEarly, type Comparison, type Envelope } from './opening.ts';
import { leaveOutput, type Kept, type Summary } from './output.ts';
import { seatPeople, signDraft, type People } from './people.ts';
import { judgeTender, type JudgedTender } from './dossiers.ts';
import { proveLog, proveReceipt, showDevice } from './proof.ts';
import { openByQuorum, type QuorumOutcome } from './quorum.ts';
import { agreeOnResult, openFirstFile, openSecondFile, tryPricesEarly } from './two-files.ts';

/** Tender, satu file, CA; its committee has no certificates yet. */
const TENDER: Envelope = { kdTender: '10092565000', envelopeId: 'satu' };
/** Pengadaan Langsung, NON_CA; one officer. */
const DIRECT: Envelope = { kdTender: '10092523000', envelopeId: 'satu' };
/** A committee of three shares one key; two of them open. */
const QUORUM: Envelope = { kdTender: '10092551000', envelopeId: 'satu' };
/** Dua file: administrasi dan teknis, lalu harga. */
const TWO_FILES = '10092481000';
/** The connection is cut somewhere after this, inside the large document of the first bid. */
const CUT_AFTER_BYTES = 30_000_000;
/** Into the opening stages of the quorum's package and of File I; then of File II; then of the others, before real time. */
const HOURS_TO_FIRST_OPENINGS = 21;
const HOURS_TO_FILE_2 = 7;
const HOURS_TO_OTHERS = 8;

const account = new Account();

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'segel-demo-'));
  const server = await startLpse({ dir: join(work, 'lpse'), testMode: true });
  let people: People | null = null;
  let committees: Committees | null = null;
  try {
    account.step(
      'LPSE acuan menyala; orang-orang mendapat sertifikat',
      'The reference LPSE runs; people get certificates',
    );
    account.say(`${server.url}, waktu server ${server.clock.now().toISOString()}: jam demo, dua hari di belakang`);
    people = await seatPeople(server, work, account);
    committees = await seatCommittees(server, work, account);
    account.step('Pokja menandatangani kebijakan segel', 'The committee signs the sealing policy');
    await signDraft(people.committee, TENDER.kdTender, account);
    const sent = await bid(server, people);
    const damaged = await bidElsewhere(people);
    const refusedEarly = await refuseEarly(people);
    const quorum = await openQuorum(server, committees, damaged);
    const files = await openFiles(server, committees);
    const openings = await open(server, people, sent);
    const proven = await prove(people, sent.kept);
    const tenders = await judge(server, people, work);
    const summary: Summary = {
      bids: sent.kept.length,
      cutsResumed: sent.cutsResumed,
      refusedEarly,
      logVerified: proven,
      quorum,
      twoFiles: files,
      tenders,
      ...openings,
    };
    const folder = resolve('demo-output');
    await leaveOutput(folder, { server, kept: sent.kept, people, summary });
    const held =
      summary.opened === 5 && summary.mismatches === 0 && summary.cutsResumed > 0 && refusedEarly === 2 && proven;
    const heldElsewhere =
      quorum.opened === 1 && quorum.referred === 1 && quorum.minutesSigned && files.held && tenders.every(isProven);
    account.end(
      held && heldElsewhere
        ? `Semua terbukti. Lihat ${folder}`
        : `ADA YANG TIDAK TERBUKTI. Lihat ${join(folder, 'summary.json')}`,
    );
    process.exitCode = held && heldElsewhere ? 0 : 1;
  } finally {
    for (const station of [...(people?.all ?? []), ...(committees?.all ?? [])]) await station.close();
    await server.close();
    rmSync(work, { recursive: true, force: true });
  }
}

interface Sent {
  readonly kept: readonly Kept[];
  readonly cutsResumed: number;
  /** In force at the deadline: submission -> what its bidder prepared. */
  readonly tender: ReadonlyMap<string, Prepared>;
  readonly direct: ReadonlyMap<string, Prepared>;
}

async function bid(server: RunningLpse, { bidders: [first, second] }: People): Promise<Sent> {
  account.step('Dua penyedia menyegel dan mengirim', 'Two bidders seal and send');
  const one = await prepareBid(first.station, { ...TENDER, price: '11.876.543.210,00', scannedPages: 9 });
  const two = await prepareBid(second.station, { ...TENDER, price: '12.012.000.000,00', scannedPages: 3 });
  const small = await prepareBid(first.station, { ...DIRECT, price: '148.750.000,00', scannedPages: 1 });
  sayDocuments([one, two, small]);
  let cut = false;
  const cutOnce = (sentBytes: number): void => {
    if (cut || sentBytes < CUT_AFTER_BYTES) return;
    cut = true;
    server.management?.setFaults({ cutAfterBytes: 1_000_000 });
  };
  const sentOne = await sealAndSubmit(first, one.draft.bidId, account, cutOnce);
  account.say(`  sambungan diputus setelah ${inBytes(CUT_AFTER_BYTES)} dan dilanjutkan: ${sentOne.cutsResumed} kali`);
  const sentTwo = await sealAndSubmit(second, two.draft.bidId, account);

  account.step('Penyedia kedua mengganti penawarannya', 'The second bidder replaces the bid');
  const next = await replaceBid(second.station.needs, { bidId: sentTwo.bid.bidId });
  await setLetter(second.station.needs, {
    bidId: next.bidId,
    letter: { price: '11.799.000.000,00', validityDays: 90 },
  });
  const sentThree = await sealAndSubmit(second, next.bidId, account);
  account.say(`menggantikan ${sentThree.bid.receipt.supersedes ?? 'TIDAK ADA'}`);

  account.step('Paket NON_CA: disegel dengan kunci perangkat', 'A NON_CA package: sealed with the device key');
  await registerDevice(first.station.needs, first.station);
  const sentFour = await sealAndSubmit({ station: first.station, signing: null }, small.draft.bidId, account);
  return {
    kept: [
      { name: 'karya-tender', bid: sentOne.bid, station: first.station },
      { name: 'cipta-tender-diganti', bid: sentTwo.bid, station: second.station },
      { name: 'cipta-tender', bid: sentThree.bid, station: second.station },
      { name: 'karya-pengadaan-langsung', bid: sentFour.bid, station: first.station },
    ],
    cutsResumed: sentOne.cutsResumed,
    tender: new Map([
      [sentOne.bid.receipt.submissionId, one],
      [sentThree.bid.receipt.submissionId, two],
    ]),
    direct: new Map([[sentFour.bid.receipt.submissionId, small]]),
  };
}

/** Bids for the quorum's package and for two files; answers the upload that will be damaged. */
async function bidElsewhere({ bidders }: People): Promise<string> {
  account.step('Penawaran untuk paket kuorum dan paket dua file', 'Bids for the quorum package and for two files');
  const uploads: string[] = [];
  for (const [i, bidder] of bidders.entries()) {
    const price = `${String(88 + i)}.750.000.000,50`;
    for (const envelope of [
      QUORUM,
      { kdTender: TWO_FILES, envelopeId: 'file-1' },
      { kdTender: TWO_FILES, envelopeId: 'file-2' },
    ]) {
      const { draft } = await prepareBid(bidder.station, { ...envelope, price, scannedPages: 1 });
      await sealAndSubmit(bidder, draft.bidId, account);
    }
    const { submissions } = await bidder.station.needs.lpse.submissions(QUORUM.kdTender);
    uploads.push(...submissions.map(({ uploadId }) => uploadId));
  }
  return uploads[0] ?? '';
}

async function openQuorum(server: RunningLpse, committees: Committees, damaged: string): Promise<QuorumOutcome> {
  account.step(
    'Kuorum dua dari tiga membuka; satu berkas rusak',
    'A quorum of two in three opens; one file is damaged',
  );
  server.management?.setFaults({ flip: { uploadId: damaged, position: 100_000 } });
  account.say('satu bit sebuah penawaran dibalik di cakram LPSE');
  await server.management?.advanceBySeconds(HOURS_TO_FIRST_OPENINGS * 3600);
  return openByQuorum(committees, QUORUM, account);
}

async function openFiles(server: RunningLpse, { files: [first, second] }: Committees) {
  account.step(
    'Dua file: teknis dulu, harga hanya bagi yang lulus',
    'Two files: technical first, prices of those who passed',
  );
  const bidders = await openFirstFile(first, TWO_FILES, account);
  await server.management?.advanceBySeconds(HOURS_TO_FILE_2 * 3600);
  const refused = await tryPricesEarly(first, TWO_FILES);
  account.say(`harga sebelum hasil teknis: ${refused === null ? 'TIDAK DITOLAK' : `ditolak, ${refused}`}`);
  await agreeOnResult([first, second], { kdTender: TWO_FILES, passed: bidders.slice(0, 1) }, account);
  const { prices } = await openSecondFile(second, TWO_FILES, account);
  account.say(`${bidders.length - prices.length} harga tetap tersegel`);
  const held = bidders.length === 2 && prices.length === 1 && refused === 'opening/technical-result-missing';
  return { bidders: bidders.length, pricesOpened: prices.length, held };
}

function sayDocuments(prepared: readonly Prepared[]): void {
  const sizes = prepared.flatMap(({ documents }) => documents.map(({ sizeBytes }) => sizeBytes));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  account.say(`${sizes.length} dokumen, ${inBytes(total)}; yang terbesar ${inBytes(Math.max(...sizes))}`);
}

/** Counts the attempts that LPSE or KMS refused. */
async function refuseEarly({ committee: [member], officer }: People): Promise<number> {
  account.step('Pembukaan sebelum waktunya ditolak', 'Opening before the hour is refused');
  const codes = [await tryEarly(member, TENDER), await tryEarly(officer, DIRECT)];
  for (const code of codes) account.say(code === null ? 'TIDAK DITOLAK' : `ditolak dengan kode ${code}`);
  return codes.filter((code) => code !== null && /^(opening|kms)\//.test(code)).length;
}

async function open(
  server: RunningLpse,
  { committee: [rina, bambang], officer }: People,
  sent: Sent,
): Promise<Pick<Summary, 'opened' | 'mismatches' | 'files'>> {
  account.step(
    'Jam server maju ke pembukaan; dua anggota dan pejabat membuka',
    'The clock moves on; two members and the officer open',
  );
  await server.management?.advanceBySeconds(HOURS_TO_OTHERS * 3600);
  account.say(`waktu server ${server.clock.now().toISOString()}`);
  const originals = (bids: Sent['tender']) => new Map([...bids].map(([id, { documents }]) => [id, documents]));
  const rooms = [
    await openAndCompare(rina, TENDER, originals(sent.tender), account),
    await openAndCompare(bambang, TENDER, originals(sent.tender), account),
    await openAndCompare(officer, DIRECT, originals(sent.direct), account),
  ];
  const files: Comparison[] = rooms.flatMap((room) => room.files);
  const opened = rooms.reduce((sum, room) => sum + room.opened, 0);
  return { opened, mismatches: files.filter(({ equal }) => !equal).length, files };
}

async function prove({ auditor, bidders }: People, kept: readonly Kept[]): Promise<boolean> {
  account.step('Auditor membuka satu catatan perangkat', 'The auditor opens one device record');
  let proven = await showDevice(auditor, TENDER.kdTender, account);
  account.step('Tanda terima dan log diperiksa', 'Receipts and log are verified');
  for (const one of kept) proven = (await proveReceipt(one.station, one, account)) && proven;
  for (const { station } of bidders) proven = (await proveLog(station, account)) && proven;
  return proven;
}

/** Tenders that the auditor took home in one file each. */
async function judge(server: RunningLpse, { auditor }: People, folder: string): Promise<readonly JudgedTender[]> {
  account.step('Seluruh tender dalam satu berkas, dua pemeriksa', 'Whole tenders in one file, two verifiers');
  const judged: JudgedTender[] = [];
  for (const kdTender of [QUORUM.kdTender, TWO_FILES]) {
    judged.push(await judgeTender(auditor, { kdTender, folder, trustDir: server.trustDir }, account));
  }
  return judged;
}

function isProven({ proven, second }: JudgedTender): boolean {
  return proven && second !== false;
}

await main();
