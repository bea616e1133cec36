import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { composeInstallation, composeProfile } from '../../../main/compose.ts';
import { dataFolder, profileFolder } from '../../../main/adapters/data-folder.ts';
import { enterProfile } from '../../../main/adapters/profile-presence.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const script = fileURLToPath(new URL('./profile-process.ts', import.meta.url));
const sealed = '10001-file-1-r1-0123abcd.sampul';
let children: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(children.map(kill));
  children = [];
});

/** A process that has begun a sealed file, waited for. */
async function seals(name = sealed, lock = at('in-use'), folder = at('sealed')): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, lock, folder, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('ready\n');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Opens the profile and leaves it: how many were removed. */
async function open(): Promise<number> {
  const { removed, leave } = await enterProfile(at('in-use'), at('sealed'));
  leave();
  return removed;
}

it('removes what a killed process left unfinished, once nobody works with the profile', async () => {
  const killed = await seals();
  const working = await seals('10001-file-2-r1-89abcdef.sampul');
  await kill(killed);
  expect(await open()).toBe(0);
  expect(readdirSync(at('sealed'))).toHaveLength(2);
  await kill(working);
  expect(await open()).toBe(2);
  expect(readdirSync(at('sealed'))).toEqual([]);
});

it('counts itself as somebody at work until it leaves', async () => {
  const { leave } = await enterProfile(at('in-use'), at('sealed'));
  await kill(await seals());
  expect(await open()).toBe(0);
  leave();
  expect(await open()).toBe(1);
});

it('leaves everything else where it is: finished files, other names, folders, links and what they lead to', async () => {
  mkdirSync(at('sealed'));
  mkdirSync(at('sealed', `${sealed}.000000000000.part`));
  writeFileSync(at('elsewhere'), 'precious');
  symlinkSync(at('elsewhere'), at('sealed', `${sealed}.111111111111.part`));
  const kept = [sealed, 'surat.pdf.part', `${sealed}.part`, `${sealed}.0123456789ab.part.bak`, '.tmp'];
  for (const name of kept) writeFileSync(at('sealed', name), 'x');
  writeFileSync(at('sealed', `${sealed}.222222222222.part`), 'x');
  writeFileSync(at('sealed', '.0123456789abcdef.tmp'), 'x');
  expect(await open()).toBe(2);
  expect(readdirSync(at('sealed')).sort()).toEqual(
    [...kept, `${sealed}.000000000000.part`, `${sealed}.111111111111.part`].sort(),
  );
  expect(readFileSync(at('elsewhere'), 'utf8')).toBe('precious');
});

it('looks into no folder that is a link', async () => {
  mkdirSync(at('other'));
  writeFileSync(at('other', `${sealed}.222222222222.part`), 'x');
  symlinkSync(at('other'), at('sealed'));
  expect(await open()).toBe(0);
  expect(readdirSync(at('other'))).toHaveLength(1);
});

it('happens when a profile is opened, and not while another opening of it lasts', async () => {
  const folder = profileFolder(dataFolder(at('data')), 'a'.repeat(24));
  const account = {
    ...{ accountId: 'a', userId: 'u', name: 'N', role: 'bidder' as const, organisation: 'PT A', npwp: null },
    ...{ bidderId: 'b', maskedEmail: '', totpEnabled: false },
  };
  const started = async () => {
    const prompt = { ask: () => Promise.reject(new Error('not asked')) };
    const installation = await composeInstallation({ dataDir: at('data'), prompt });
    await composeProfile(installation, { kdLpse: 1, account, folder });
    return installation;
  };
  const first = await started();
  await kill(await seals(sealed, folder.presence, folder.sealed));
  await (await started()).close();
  expect(readdirSync(folder.sealed)).toHaveLength(1);
  await first.close();
  await (await started()).close();
  expect(readdirSync(folder.sealed)).toEqual([]);
});
