// Keychains: chosen by the user, honest when they do not answer, and the real one where a session bus can be had.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../crypto/secret.ts';
import { chooseSecretStore } from '../../../main/adapters/choose-secret-store.ts';
import { KeyringSecretStore } from '../../../main/adapters/keyring-secret-store.ts';
import { noSecretStore } from '../../../main/adapters/no-secret-store.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const SESSION_BUS = 'dbus-run-session';
const onPath = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const hasKeyring = onPath('gnome-keyring-daemon') && onPath(SESSION_BUS) && onPath('busctl');
const hasBus = process.env.DBUS_SESSION_BUS_ADDRESS !== undefined;

describe('chooseSecretStore', () => {
  it('uses no keychain until somebody chooses one', async () => {
    expect(await chooseSecretStore('ask')).toEqual({ store: noSecretStore, choice: 'ask', reason: 'not-chosen' });
  });

  it.skipIf(process.platform !== 'linux' || hasBus)(
    'asks instead when the chosen one does not answer (needs no session bus)',
    async () => {
      const chosen = await chooseSecretStore('keyring');
      expect([chosen.reason, chosen.store.backend]).toEqual(['no-answer', null]);
      const store = new KeyringSecretStore();
      expect(await store.get('x')).toBeNull();
      expect(await store.set('x', Secret.fromText('y'))).toBe(false);
      await store.delete('x');
    },
  );

  it('does without keytar where it was not built', async () => {
    const chosen = await chooseSecretStore('keytar');
    expect(['no-answer', 'chosen']).toContain(chosen.reason);
    expect(chosen.store.backend).toBe(chosen.reason === 'chosen' ? 'keytar' : null);
  });
});

/** A session bus with an unlocked keyring, gone when the command ends. */
const IN_KEYRING = `eval "$(printf '\\n' | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"
for i in 1 2 3 4 5 6 7 8 9 10; do busctl --user status org.freedesktop.secrets >/dev/null 2>&1 && break; sleep 0.2; done
"$@"`;

describe('KeyringSecretStore', () => {
  it.skipIf(!hasKeyring)('keeps bytes in the Secret Service and gives them back (needs gnome-keyring and dbus)', () => {
    const home = at();
    const script = fileURLToPath(new URL('./keyring-round-trip.ts', import.meta.url));
    const run = spawnSync(SESSION_BUS, ['--', 'bash', '-c', IN_KEYRING, '_', process.execPath, script], {
      env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: home },
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(run.stdout.trim().split('\n').at(-1)).toBe('chosen Secret Service 00ff0a-sandi true');
  });
});
