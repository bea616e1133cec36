// `segel lpse add|list`: whom this computer believes. Anchors come from the operator as files, never from the server itself.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { nameText } from '../../../crypto/x509/distinguished-name.ts';
import { ANCHOR_ROLES, composeStranger, readOperatorAnchors } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, table } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

export const addLpse: AddCommand = (parent, run, text) => {
  const family = parent.command('lpse').description(text('help.lpse'));
  const add = family
    .command('add <address>')
    .description(text('help.lpse-add'))
    .option('--anchors <folder>', text('option.anchors'));
  add.action((address: string) =>
    run(add, (context) => addOne(context, address.replace(/\/$/, ''), add.opts<{ anchors?: string }>().anchors)),
  );

  const list = family.command('list').description(text('help.lpse-list'));
  list.action(() =>
    run(list, async ({ installation }) => {
      const pinned = await installation.trust.list();
      const value = pinned.map(({ kdLpse, name, baseUrl, pinnedAt }) => ({ kdLpse, name, baseUrl, pinnedAt }));
      const lines = table(value.map(({ kdLpse, name, baseUrl }) => [String(kdLpse), plain(name), baseUrl]));
      return { value, lines: lines.length === 0 ? [text('lpse.none')] : lines };
    }),
  );
};

async function addOne(context: CommandContext, address: string, folder: string | undefined): Promise<Outcome> {
  if (folder === undefined) throw new CodedError('cli/anchors-needed');
  const { installation, signal, text } = context;
  const { trust, tlsAnchors } = await readOperatorAnchors(folder);
  if (trust.baseUrl !== address)
    throw new CodedError('trust/anchor-changed', { which: 'address', expected: trust.baseUrl });
  const stranger = composeStranger(installation, { baseUrl: address, tlsAnchors });
  const discovery = await stranger.discover({ signal });
  if (discovery.kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: discovery.kdLpse });
  if (discovery.logVerifierKey !== trust.logVerifierKey) throw new CodedError('trust/anchor-changed', { which: 'log' });
  await context.confirm([
    text('lpse.about', { name: plain(trust.name), code: trust.kdLpse, address }),
    ...ANCHOR_ROLES.flatMap((role) =>
      trust[role].map((anchor) => `  ${role.padEnd(5)} ${anchor.sha256}  ${plain(nameText(anchor.subject))}`),
    ),
    text('lpse.compare'),
  ]);
  await installation.trust.pin(trust);
  if (tlsAnchors !== null) await installation.trust.pinTlsAnchors(trust.kdLpse, tlsAnchors);
  const { kdLpse, name, baseUrl } = trust;
  return { value: { kdLpse, name, baseUrl }, lines: [text('lpse.added', { name: plain(name) })] };
}
