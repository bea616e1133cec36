// What a command's action works with: this computer, and on demand the LPSE, the connection and the account.
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { LpseTrust } from '../../app/ports/trust-store.ts';
import { formatInZone, type Zone } from '../../app/domain/deadline.ts';
import { connectLpse, type LpseConnection } from '../../app/usecases/connect-lpse.ts';
import {
  composeLpse,
  composeProfile,
  findLpse,
  findProfile,
  joinAccount,
  type AccountNeeds,
  type Installation,
  type LpseNeeds,
  type ProfileNeeds,
} from '../compose.ts';
import { withProgress, type Report } from './progress.ts';
import type { Terminal } from './terminal.ts';
import type { Language, Texts } from './texts.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly lang?: Language;
  readonly dataDir?: string;
  readonly lpse?: string;
  readonly account?: string;
  readonly passphraseFd?: number;
  readonly yes?: boolean;
}

export interface ContextParts {
  readonly options: CommonOptions;
  readonly terminal: Terminal;
  readonly text: Texts;
  readonly language: Language;
  readonly installation: Installation;
  readonly signal: AbortSignal;
}

export class CommandContext {
  readonly terminal: Terminal;
  readonly text: Texts;
  readonly language: Language;
  readonly installation: Installation;
  readonly signal: AbortSignal;
  readonly #options: CommonOptions;

  constructor(parts: ContextParts) {
    this.terminal = parts.terminal;
    this.text = parts.text;
    this.language = parts.language;
    this.installation = parts.installation;
    this.signal = parts.signal;
    this.#options = parts.options;
  }

  /** Whether `--lpse` says which one is meant. */
  get namesLpse(): boolean {
    return this.#options.lpse !== undefined;
  }

  /** Without a network and without an account's data. @throws trust/not-pinned, cli/no-lpse */
  async lpse(): Promise<LpseNeeds & { readonly pinned: LpseTrust }> {
    const pinned = await findLpse(this.installation, this.#options.lpse);
    return { ...(await composeLpse(this.installation, pinned)), pinned };
  }

  /** What the account has on this computer; needs no network. @throws cli/no-account */
  async profile(): Promise<ProfileNeeds> {
    return composeProfile(this.installation, await findProfile(this.installation, this.#options.account));
  }

  /** The account with its LPSE, met and verified. @throws cli/no-account, network/*, trust/* */
  async account(): Promise<{ readonly needs: AccountNeeds; readonly connection: LpseConnection }> {
    const profile = await this.profile();
    const trust = await findLpse(this.installation, String(profile.kdLpse));
    const needs = joinAccount(await composeLpse(this.installation, trust), profile);
    return { needs, connection: await this.connect(needs) };
  }

  async connect(needs: LpseNeeds): Promise<LpseConnection> {
    const connection = await connectLpse(needs, {}, { signal: this.signal });
    const { text, terminal } = this;
    if (connection.discovery.reference) terminal.note(text('lpse.reference'));
    if (connection.clockDiffers) {
      terminal.note(text('clock.differs', { seconds: Math.round(Math.abs(connection.offset.offsetMs) / 1000) }));
    }
    if (!connection.log.report.ok) terminal.note(text('log.alarm'));
    return connection;
  }

  progress<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
    return withProgress(this, title, work);
  }

  /** Shows what is about to happen and waits for a yes. @throws cli/confirmation-needed, `AbortError` for a no */
  async confirm(summary: readonly string[]): Promise<void> {
    for (const line of summary) this.terminal.note(line);
    if (this.#options.yes === true) return;
    const answer = await this.terminal.ask(this.text('confirm.question'));
    if (answer === null) throw new CodedError('cli/confirmation-needed');
    if (!/^(ya|y|yes)$/i.test(answer.trim())) throw new DOMException('declined', 'AbortError');
  }

  time(instant: string | Date, zone: Zone): string {
    return formatInZone(new Date(instant), zone, { language: this.language, seconds: true });
  }

  /** A file named on the command line. @throws cli/file-unreadable */
  async readFile(path: string, maxBytes: number): Promise<Buffer> {
    const name = basename(path);
    try {
      const file = await open(path, 'r');
      try {
        const { size } = await file.stat();
        if (size > maxBytes) throw new CodedError('cli/file-unreadable', { name, sizeBytes: size });
        return await file.readFile();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw error instanceof CodedError ? error : new CodedError('cli/file-unreadable', { name }, { cause: error });
    }
  }
}
