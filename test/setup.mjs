// `pretest`: what the tests use beyond npm packages. On Debian as root it installs what is missing; elsewhere it says
// what will be skipped and why. Never fails: a test that misses its tool is skipped with a reason.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** command -> Debian package, and the tests that need it. */
const TOOLS = [
  { command: 'openssl', debian: 'openssl', tests: 'interoperability with openssl, PKITS oracle, auditor commands' },
  { command: 'unzip', debian: 'unzip', tests: "the auditor's command list" },
  { command: 'gfcombine', debian: 'libgfshare-bin', tests: 'quorum shares joined by an independent tool' },
  { command: 'python3', debian: 'python3', tests: 'independent recomputation of log proofs' },
  { command: 'sha256sum', debian: 'coreutils', tests: 'digest lists of exports' },
  { command: 'chromium', debian: 'chromium', tests: 'the window in a real browser' },
  { command: 'Xvfb', debian: 'xvfb', tests: 'the window on a display in memory' },
  { command: 'pdftoppm', debian: 'poppler-utils', tests: 'PDFs read by another program' },
  { command: 'zbarimg', debian: 'zbar-tools', tests: "the receipt's QR code read by a scanner" },
  { command: 'age', debian: 'age', tests: 'bench only' },
  { command: 'gpg', debian: 'gnupg', tests: 'bench only' },
];

function onPath(command) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return (process.env.PATH ?? '').split(delimiter).some((folder) =>
    extensions.some((extension) => {
      try {
        accessSync(join(folder, command + extension), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

const missing = TOOLS.filter(({ command }) => !onPath(command));
if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get')) {
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`Installing for the tests: ${missing.map((tool) => tool.debian).join(', ')}`);
  apt('-q', 'update');
  apt('-q', 'install', '-y', '--no-install-recommends', ...missing.map((tool) => tool.debian));
}
for (const { command, debian, tests } of TOOLS.filter(({ command }) => !onPath(command))) {
  console.log(`Not found: ${command} (Debian package ${debian}). Skipped: ${tests}.`);
}
