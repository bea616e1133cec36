#!/usr/bin/env node
// Entry of the command `segel`, readable by any Node: it imports nothing native and no package, finds a Node 24 when the
// running one is older (better-sqlite3 crashes there without a message), and otherwise says so. Decision 0002.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED_MAJOR = 24;
const EXIT_USAGE = 2;
/** Set for the child, so that a wrong binary in `.bin` cannot start itself for ever. */
const RELAUNCHED = 'SEGEL_RELAUNCHED';

/** The texts of `program/old-node`; a test holds them equal to app/errors/codes/program.ts. */
const OLD_NODE = {
  id: [
    'Node.js di komputer ini terlalu lama untuk Segel.',
    'Jalankan "npm ci" di folder Segel, atau pasang Node.js 24.',
    'Tidak ada berkas yang disentuh.',
  ],
  en: [
    'The Node.js on this computer is too old for Segel.',
    'Run "npm ci" in the Segel folder, or install Node.js 24.',
    'No file was touched.',
  ],
};

const cliFolder = dirname(fileURLToPath(import.meta.url));
const packageRoot = dirname(dirname(cliFolder));

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  const built = join(packageRoot, 'out', 'main', 'cli', 'cli.js');
  // Developers and tests run the sources, whatever an older build left in `out`.
  const fromBuild = process.env['SEGEL_FROM_SOURCE'] === undefined && existsSync(built);
  const { main } = await import(pathToFileURL(fromBuild ? built : join(cliFolder, 'cli.ts')).href);
  await main();
} else {
  const newer = process.env[RELAUNCHED] === undefined ? findNewerNode() : undefined;
  if (newer === undefined) refuse();
  else relaunch(newer);
}

/** The registry's Node 24, in our own `node_modules` or in one that we were installed into. */
function findNewerNode() {
  // The package's own binary comes first on Windows: `.bin` holds a `.cmd` there, which only a shell can start.
  const windows = process.platform === 'win32';
  const names = windows
    ? [join(`node-win-${process.arch}`, 'bin', 'node.exe'), join('.bin', 'node.exe')]
    : [join('.bin', 'node')];
  for (let folder = packageRoot; ; folder = dirname(folder)) {
    for (const name of names) {
      const candidate = join(folder, 'node_modules', name);
      if (existsSync(candidate)) return candidate;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function relaunch(node) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: inheritedStdio(), env: { ...process.env, [RELAUNCHED]: '1' } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends SIGINT to the child too; once is enough.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  child.on('error', refuse);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? EXIT_USAGE;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}

/** The three standard streams and every descriptor that an option like `--passphrase-fd 3` names. */
function inheritedStdio() {
  const stdio = ['inherit', 'inherit', 'inherit'];
  const args = process.argv.slice(2);
  args.forEach((argument, i) => {
    const match = /^--[a-z-]*fd(?:=(\d+))?$/.exec(argument);
    const fd = Number(match === null ? NaN : (match[1] ?? args[i + 1]));
    if (!Number.isInteger(fd) || fd < 3 || fd > 255) return;
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = 'inherit';
  });
  return stdio;
}

function refuse() {
  const english = process.argv.join(' ').includes('--lang en');
  const both = english ? [OLD_NODE.en, OLD_NODE.id] : [OLD_NODE.id, OLD_NODE.en];
  if (process.argv.includes('--json')) {
    const problem = { code: 'program/old-node', kind: 'fault', retryable: false, details: { node: process.version } };
    console.log(JSON.stringify({ ok: false, problem }));
  }
  console.error([...both.flat(), `program/old-node (${process.version})`].join('\n'));
  process.exitCode = EXIT_USAGE;
}
