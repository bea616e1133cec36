// A quorum opens: the leader's computer gets two of three shares; one bid is damaged on the LPSE's disk, is referred with its
// evidence and stated upon, while the other opens; the minutes are drawn up and signed by two members.
import { join } from 'node:path';
import { formatRupiah } from '../../app/domain/money.ts';
import { contributeShare } from '../../app/usecases/contribute-share.ts';
import { drawUpMinutes, exportResults } from '../../app/usecases/draw-up-minutes.ts';
import { offerSession, requestRelease } from '../../app/usecases/lead-opening.ts';
import { openBids, type OpenedBid } from '../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { referBid } from '../../app/usecases/refer-bid.ts';
import { signMinutes, verifyMinutes } from '../../app/usecases/sign-minutes.ts';
import { CLIENT_VERSION } from '../../main/client-version.ts';
import { PAPER_ADAPTERS } from '../../main/compose-papers.ts';
import type { Account } from './account.ts';
import type { Committees } from './committees.ts';
import type { Envelope } from './opening.ts';
import type { Opener } from './people.ts';
import { lookAgain, type Station } from './station.ts';

export interface QuorumOutcome {
  readonly opened: number;
  /** Referred to the LPSE, and stated upon. */
  readonly referred: number;
  /** Every check of the signed minutes held. */
  readonly minutesSigned: boolean;
}

export async function openByQuorum(
  { quorum: [leader, second], helpdesk }: Committees,
  envelope: Envelope,
  account: Account,
): Promise<QuorumOutcome> {
  const lead = await memberInput(leader, envelope);
  const room = await offerSession(leader.station.needs, lead);
  await requestRelease(leader.station.needs, lead);
  const sessionCertificateSha256 = room.sessionCertificate?.sha256 ?? '';
  account.say(`${leader.station.account.name} memimpin; sertifikat sesi ${sessionCertificateSha256.slice(0, 16)}...`);
  for (const holder of [leader, second]) {
    const own = await memberInput(holder, envelope);
    const encryptionIdentityId = holder.encryption ?? '';
    await contributeShare(holder.station.needs, { ...own, encryptionIdentityId, sessionCertificateSha256 });
    account.say(`${holder.station.account.name} menyumbangkan bagian kunci`);
  }
  const baseDir = join(leader.station.dir, 'pembukaan');
  const { bids } = await openBids(leader.station.needs, { ...lead, encryptionIdentityId: null, baseDir });
  let referred = 0;
  for (const bid of bids)
    referred += await follow(leader, helpdesk, { bid, openingId: room.answer.openingId, account });
  const minutesSigned = await putOnPaper({ leader, second, baseDir }, envelope, account);
  return { opened: bids.filter(({ outcome }) => outcome.kind === 'opened').length, referred, minutesSigned };
}

async function memberInput({ station, signing }: Opener, envelope: Envelope) {
  await lookAgain(station);
  return { connection: station.connection, ...envelope, identityId: signing };
}

/** 1 when the bid did not open and the LPSE has said what is the matter. */
async function follow(
  leader: Opener,
  helpdesk: Station,
  about: { readonly bid: OpenedBid; readonly openingId: string; readonly account: Account },
): Promise<number> {
  const { bid, openingId, account } = about;
  const { outcome, n, submissionId, bidderName } = bid;
  if (outcome.kind === 'opened') {
    account.say(`${bidderName}: terbuka, ${formatRupiah(outcome.price ?? '0')}`);
    return 0;
  }
  if (outcome.kind !== 'not-opened') throw new Error(`${bidderName}: ${outcome.code}`);
  const { reason } = outcome;
  account.say(`${bidderName}: tidak terbuka (${reason}); yang lain jalan terus`);
  const { needs, connection } = leader.station;
  const signerSha256 = (await needs.identities.load(leader.signing)).certificate.sha256;
  const given = { connection, openingId, n, submissionId, reason, signerSha256 };
  await referBid(needs, given);
  const text = 'Berkas rusak di penyimpanan LPSE; sidiknya berbeda dari tanda terima. Bukan kesalahan penyedia.';
  await helpdesk.needs.lpse.stateOnBid(openingId, n, { canBeOpened: false, text });
  const { statement } = await referBid(needs, given);
  account.say(`  dirujuk ke LPSE; keterangan bertanda tangan: ${statement?.text ?? 'TIDAK ADA'}`);
  return statement === null ? 0 : 1;
}

async function putOnPaper(
  { leader, second, baseDir }: { readonly leader: Opener; readonly second: Opener; readonly baseDir: string },
  envelope: Envelope,
  account: Account,
): Promise<boolean> {
  const { needs, connection } = leader.station;
  const papers = { ...needs, ...PAPER_ADAPTERS };
  const results = await loadOpeningResults(needs, { connection, ...envelope, baseDir });
  const language = 'id' as const;
  await exportResults(papers, { results, formats: ['xlsx', 'json', 'csv'], language, baseDir });
  const common = { results, zone: 'WIB' as const, language, clientVersion: CLIENT_VERSION, baseDir };
  await drawUpMinutes(papers, { ...common, stage: 'draft', format: 'docx' });
  const { file } = await drawUpMinutes(papers, { ...common, stage: 'final', format: 'pdf' });
  account.say(`Berita Acara: ${file.name}, SHA-256 ${file.sha256.slice(0, 16)}...`);
  const place = { connection, ...envelope, baseDir, name: file.name };
  for (const { station, signing } of [leader, second]) {
    // The second member signs the same file, handed over; each with the own key at the own computer.
    const signer = { ...needs, identities: station.needs.identities };
    await signMinutes(signer, { ...place, sha256: file.sha256, identityId: signing });
    account.say(`${station.account.name} menandatangani Berita Acara`);
  }
  const { ok, checks } = await verifyMinutes(needs, place);
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  account.say(`tanda tangan diperiksa: ${passed} dari ${checks.length} lulus${ok ? '' : ' - TIDAK SAH'}`);
  return ok;
}
