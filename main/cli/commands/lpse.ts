// `segel lpse add|list`: whom this computer believes. Anchors come from the operator as files, never from the server itself.
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { parsePem } from '../../../crypto/encoding.ts';
import { parseVerifierKey } from '../../../crypto/checkpoint.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { nameText } from '../../../crypto/x509/distinguished-name.ts';
import { composeStranger } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { plain, table } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

const MAX_BYTES = 1 << 20;
const ROLES = ['lpse', 'ams', 'kms', 'tsa'] as const;

/** `trust.json` in the operator's folder; the files beside it hold the certificates. */
const AnchorsFolder = z.object({
  baseUrl: z.url({ protocol: /^https$/ }),
  kdLpse: z.int().positive(),
  name: z.string().max(200),
  logVerifierKey: z.string().max(1000),
  anchors: z.object({
    ...{ lpse: z.string(), ams: z.string(), kms: z.string(), tsa: z.string() },
    /** Absent where the TLS certificate comes from a public authority. */
    tls: z.string().optional(),
  }),
});

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
  const { trust, tlsAnchors } = await readAnchors(context, folder);
  if (trust.baseUrl !== address)
    throw new CodedError('trust/anchor-changed', { which: 'address', expected: trust.baseUrl });
  const stranger = composeStranger(installation, { baseUrl: address, tlsAnchors });
  const discovery = await stranger.discover({ signal });
  if (discovery.kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: discovery.kdLpse });
  if (discovery.logVerifierKey !== trust.logVerifierKey) throw new CodedError('trust/anchor-changed', { which: 'log' });
  await context.confirm([
    text('lpse.about', { name: plain(trust.name), code: trust.kdLpse, address }),
    ...ROLES.flatMap((role) =>
      trust[role].map((anchor) => `  ${role.padEnd(5)} ${anchor.sha256}  ${plain(nameText(anchor.subject))}`),
    ),
    text('lpse.compare'),
  ]);
  await installation.trust.pin(trust);
  if (tlsAnchors !== null) await installation.trust.pinTlsAnchors(trust.kdLpse, tlsAnchors);
  const { kdLpse, name, baseUrl } = trust;
  return { value: { kdLpse, name, baseUrl }, lines: [text('lpse.added', { name: plain(name) })] };
}

async function readAnchors(
  context: CommandContext,
  folder: string,
): Promise<{ readonly trust: LpseTrust; readonly tlsAnchors: string | null }> {
  const facts = parseFolder(await context.readFile(join(folder, 'trust.json'), MAX_BYTES));
  const read = async (file: string) => (await context.readFile(join(folder, file), MAX_BYTES)).toString('utf8');
  const certificates = async (file: string) => parsePem(await read(file), 'CERTIFICATE').map(parseCertificate);
  const [lpse, ams, kms, tsa] = await Promise.all(ROLES.map((role) => certificates(facts.anchors[role])));
  const { kdLpse, name, logVerifierKey } = facts;
  parseVerifierKey(logVerifierKey);
  const baseUrl = facts.baseUrl.replace(/\/$/, '');
  const trust = {
    ...{ kdLpse, name, baseUrl, logVerifierKey },
    ...{ lpse: required(lpse), ams: required(ams), kms: required(kms), tsa: required(tsa) },
    pinnedAt: new Date().toISOString(),
  };
  requireSeparate(trust);
  return { trust, tlsAnchors: facts.anchors.tls === undefined ? null : await read(facts.anchors.tls) };
}

function parseFolder(bytes: Buffer): z.infer<typeof AnchorsFolder> {
  try {
    return AnchorsFolder.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new CodedError('cli/anchors-needed', { file: 'trust.json' }, { cause });
  }
}

function required(anchors: readonly Certificate[] | undefined): readonly Certificate[] {
  if (anchors === undefined || anchors.length === 0) throw new CodedError('cli/anchors-needed');
  return anchors;
}

/** An LPSE that could issue its members' certificates could name its own openers (protocol.md 3). */
function requireSeparate({ lpse, ams }: LpseTrust): void {
  const own = new Set(lpse.map(({ sha256 }) => sha256));
  if (ams.some(({ sha256 }) => own.has(sha256))) throw new CodedError('cli/anchors-needed', { why: 'lpse=ams' });
}
