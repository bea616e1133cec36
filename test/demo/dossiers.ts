// A whole tender in one file, judged without the LPSE by two programs that share no line: ours, and a small one in Python.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportTender } from '../../app/usecases/export-tender.ts';
import { verifyTender } from '../../app/usecases/verify-tender.ts';
import { inBytes, type Account } from './account.ts';
import { lookAgain, type Station } from './station.ts';
import { statSync } from 'node:fs';

const SECOND_VERIFIER = fileURLToPath(new URL('../interop/verify_tender.py', import.meta.url));

export interface JudgedTender {
  readonly kdTender: string;
  readonly path: string;
  readonly proven: boolean;
  /** The second verifier's word; null where Python or openssl is not installed. */
  readonly second: boolean | null;
}

/** @param folder - where the file goes; @param trustDir - anchors as the operator handed them over */
export async function judgeTender(
  auditor: Station,
  about: { readonly kdTender: string; readonly folder: string; readonly trustDir: string },
  account: Account,
): Promise<JudgedTender> {
  const { kdTender, folder, trustDir } = about;
  await lookAgain(auditor);
  const { needs, connection, installation, dir } = auditor;
  const { dossiers } = installation;
  const path = join(folder, `tender-${kdTender}.zip`);
  const input = { connection, kdTender, path, workDir: join(dir, 'dossiers'), withSealed: true, witnessed: [] };
  const { entries, sealedFiles } = await exportTender({ ...needs, dossiers }, input);
  account.say(`${kdTender}: ${entries} bagian, ${sealedFiles} berkas tersegel, ${inBytes(statSync(path).size)}`);
  const { report } = await verifyTender({ ...needs, dossiers }, { path, trust: connection.trust, witnesses: [] });
  const passed = report.checks.filter(({ outcome }) => outcome === 'passed').length;
  account.say(
    `  segel verify: ${passed} dari ${report.checks.length} pemeriksaan lulus${report.ok ? '' : ' - TIDAK TERBUKTI'}`,
  );
  for (const { number, id, outcome } of report.checks)
    if (outcome === 'failed') account.say(`    ${number}. ${id} gagal`);
  const second = judgedBySecond(path, trustDir);
  account.say(
    `  pemeriksa kedua (Python dan openssl): ${second === null ? 'tidak terpasang di sini' : second ? 'terbukti' : 'TIDAK TERBUKTI'}`,
  );
  return { kdTender, path, proven: report.ok, second };
}

function judgedBySecond(path: string, trustDir: string): boolean | null {
  const installed = ['python3', 'openssl'].every((command) => spawnSync(command, ['--version']).error === undefined);
  if (!installed) return null;
  return spawnSync('python3', [SECOND_VERIFIER, '--trust', trustDir, path]).status === 0;
}
