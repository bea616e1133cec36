// `segel identity import|list|export|remove|enrol`: certificates with their keys on this computer.
import { resolve } from 'node:path';
import type { StoredIdentity } from '../../../app/ports/identity-store.ts';
import { nameText } from '../../../crypto/x509/distinguished-name.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs } from '../present.ts';
import type { AddCommand } from '../program.ts';
import { chooseIdentity } from '../choose-identity.ts';
import { addEnrol } from './enrolment.ts';

const MAX_P12_BYTES = 2 << 20;

export const addIdentity: AddCommand = (parent, run, text) => {
  const family = parent.command('identity').description(text('help.identity'));

  const bring = family.command('import <file>').description(text('help.identity-import'));
  bring.action((file: string) =>
    run(bring, async (context) => {
      const { identities } = await context.profile();
      const bytes = await context.readFile(resolve(file), MAX_P12_BYTES);
      const passphrase = await context.terminal.askSecret(text('passphrase.file'));
      try {
        return shown(await identities.importPkcs12(bytes, passphrase), context);
      } finally {
        passphrase.wipe();
      }
    }),
  );

  addEnrol(family, run, text);

  const list = family.command('list').description(text('help.identity-list'));
  list.action(() =>
    run(list, async (context) => {
      const { identities } = await context.profile();
      const all = await identities.list();
      return all.length === 0 ? { value: [], lines: [text('identity.none')] } : shown(all, context);
    }),
  );

  const save = family.command('export <file>').description(text('help.identity-export'));
  save.option('--identity <digest>', text('option.identity'));
  save.action((file: string) =>
    run(save, async (context) => {
      const { identities, output } = await context.profile();
      const { identityId } = await chooseIdentity(identities, save.opts<{ identity?: string }>().identity);
      const passphrase = await context.terminal.askSecret(text('passphrase.file'));
      try {
        const path = resolve(file);
        const folder = await output.folder(resolve(path, '..'));
        const written = await output.write(
          folder,
          path.slice(folder.length + 1),
          await identities.exportPkcs12(identityId, passphrase),
        );
        return { value: { path: written }, lines: [text('identity.exported')] };
      } finally {
        passphrase.wipe();
      }
    }),
  );

  const drop = family.command('remove <digest>').description(text('help.identity-remove'));
  drop.action((digest: string) =>
    run(drop, async (context) => {
      const { identities } = await context.profile();
      const chosen = await chooseIdentity(identities, digest);
      await context.confirm([text('identity.remove', { label: chosen.label }), text('identity.remove-warning')]);
      await identities.remove(chosen.identityId);
      return { value: { identityId: chosen.identityId }, lines: [text('identity.removed')] };
    }),
  );
};

function shown(identities: readonly StoredIdentity[], { text }: CommandContext) {
  const value = identities.map(({ identityId, label, source, certificate }) => ({
    ...{ identityId, label, source },
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    serialHex: certificate.serialHex,
  }));
  const lines = value.flatMap((one) => [
    ...pairs([
      [text('label.holder'), one.subject],
      [text('label.issuer'), one.issuer],
      [text('label.valid'), `${one.notBefore} - ${one.notAfter}`],
      [text('label.source'), text(`source.${one.source}`)],
      ['SHA-256', one.identityId],
    ]),
    '',
  ]);
  return { value, lines: lines.slice(0, -1) };
}
