// `segel keychain`: whether passphrases and tokens may lie in the system's keychain. Opt-in; the default is to ask.
import { Argument } from 'commander';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { chooseSecretStore, KEYCHAIN_CHOICES, type KeychainChoice } from '../../compose.ts';
import type { AddCommand } from '../program.ts';

export const addKeychain: AddCommand = (parent, run, text) => {
  const command = parent.command('keychain').description(text('help.keychain'));
  command.addArgument(new Argument('[choice]', text('argument.keychain')).choices(KEYCHAIN_CHOICES));
  command.action((choice: KeychainChoice | undefined) =>
    run(command, async ({ installation }) => {
      const chosen = choice === undefined ? installation.secrets : await chooseSecretStore(choice);
      if (choice !== undefined) {
        if (chosen.reason === 'no-answer') throw new CodedError('keychain/unavailable', { choice });
        await installation.settings.change({ keychain: choice });
      }
      const { store, reason } = chosen;
      const deviceKey = await installation.device.protection();
      const value = { choice: chosen.choice, backend: store.backend, reason, deviceKey };
      return {
        value,
        lines: [
          text('keychain.choice', { choice: chosen.choice, backend: store.backend ?? '-' }),
          text(`keychain.${reason}`),
          text(`keychain.device-${deviceKey}`),
        ],
      };
    }),
  );
};
