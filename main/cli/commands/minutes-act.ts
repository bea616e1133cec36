// What the commands about minutes work with: the account, and the folder of an opening.
import { resolve } from 'node:path';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { readFolder, type FolderPaper, type MinutesPlace } from '../../../app/usecases/minutes-folder.ts';
import { findProfile, type AccountNeeds } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';

export interface Act extends MinutesPlace {
  readonly needs: AccountNeeds;
  readonly connection: LpseConnection;
}

/** @param about - `opened`: folder of opened bids; the account's own when absent */
export async function enterFolder(
  context: CommandContext,
  about: { readonly kdTender: string; readonly envelopeId: string; readonly opened: string | undefined },
): Promise<Act> {
  const { needs, connection } = await context.account();
  const { kdTender, envelopeId, opened } = about;
  const { folder } = await findProfile(context.installation, needs.account.userId);
  return { needs, connection, kdTender, envelopeId, baseDir: resolve(opened ?? folder.opened) };
}

/** The named paper, or the only one that is to be signed. @throws minutes/paper-not-found, cli/ambiguous */
export async function choosePaper(act: Act, { paper }: { readonly paper?: string }): Promise<FolderPaper> {
  const { papers } = await readFolder(act.needs, act);
  const found = papers.filter(({ name, kind }) => (paper === undefined ? kind === 'final' : name === paper));
  const [first, ...more] = found;
  if (first === undefined) throw new CodedError('minutes/paper-not-found');
  if (more.length > 0) throw new CodedError('cli/ambiguous', { papers: found.map(({ name }) => name).join(', ') });
  return first;
}
