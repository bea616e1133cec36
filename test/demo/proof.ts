// What can be proven afterwards: receipts, the log, and the device record that only the auditor reads.
import { isLocallyAdministered, type DeviceRecord } from '../../app/domain/device-record.ts';
import { readEvidence } from '../../app/usecases/read-evidence.ts';
import { verifyLog } from '../../app/usecases/verify-log.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import type { Account } from './account.ts';
import type { Kept } from './output.ts';
import { lookAgain, type Station } from './station.ts';

/** Against the sealed file, the anchors and the log of today. */
export async function proveReceipt(station: Station, { name, bid }: Kept, account: Account): Promise<boolean> {
  const { needs } = station;
  const input = { folder: bid.receipt.folder, sealedPath: bid.sealed.path };
  const { report } = await verifyReceipt({ ...needs, log: needs.lpse }, input);
  const passed = report.checks.filter(({ outcome }) => outcome === 'passed').length;
  account.say(`${name}: ${passed} dari ${report.checks.length} pemeriksaan lulus${report.ok ? '' : ' - TIDAK SAH'}`);
  return report.ok;
}

export async function proveLog(station: Station, account: Account): Promise<boolean> {
  await lookAgain(station);
  const { report, checkpoint } = await verifyLog(station.needs, station.connection);
  const verdict = report.ok ? 'hanya bertambah sejak terakhir dilihat' : 'ALARM';
  account.say(`log dilihat ${station.account.organisation}: ${checkpoint?.size ?? 0} catatan, ${verdict}`);
  return report.ok;
}

/** The first record of the tender, in words. True when it opened. */
export async function showDevice(auditor: Station, kdTender: string, account: Account): Promise<boolean> {
  const [identity] = await auditor.needs.identities.list();
  const { records } = await readEvidence(auditor.needs, { kdTender, identityId: identity?.identityId ?? '' });
  const [first] = records;
  const record = first?.atSending.record ?? null;
  if (first === undefined || record === null) {
    account.say(`catatan tidak terbuka: ${first?.atSending.code ?? 'tidak ada catatan'}`);
    return false;
  }
  account.say(`pengiriman ${first.submissionId}; LPSE melihat ${first.observedAddress} port ${first.observedPort}`);
  account.say(`MAC: ${macs(record)}`);
  account.say(`IP: ${addresses(record)}`);
  account.say(
    `sistem ${record.os.platform} ${record.os.architecture}; mesin virtual: ${record.virtualMachine ?? 'tidak terlihat'}`,
  );
  return true;
}

function macs({ interfaces }: DeviceRecord): string {
  const known = interfaces.flatMap(({ name, mac, kind }) =>
    mac === null || kind === 'loopback'
      ? []
      : [`${mac} (${name}${isLocallyAdministered(mac) ? ', buatan perangkat lunak' : ''})`],
  );
  return known.length === 0 ? 'tidak tersedia' : known.join(', ');
}

function addresses({ interfaces }: DeviceRecord): string {
  const known = interfaces.filter(({ kind }) => kind !== 'loopback').flatMap((one) => one.addresses);
  return known.length === 0 ? 'tidak tersedia' : known.join(', ');
}
