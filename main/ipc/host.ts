// What the handlers ask of the host that shows the window. Electron and the browser host each make one of these.
import type { CallInput, EventPayload } from '../../app/contract/contract.ts';
import type { EventName } from '../../app/contract/channels.ts';
import type { Handles } from './handles.ts';

export type FilePurpose = CallInput<'files.choose'>['purpose'];
export type LinkId = CallInput<'app.openLink'>['link'];

export interface WindowHost {
  readonly kind: 'electron' | 'browser';
  /** Absolute paths; for `folder` the folder itself. Empty when the user cancelled, and always in the browser host. */
  chooseFiles(purpose: FilePurpose): Promise<readonly string[]>;
  /** Absolute path of a file to write, null when the user cancelled. */
  chooseTarget(suggestedName: string): Promise<string | null>;
  /** Opens one of our own pages in the user's browser. */
  openLink(link: LinkId): Promise<void>;
  /**
   * Shows a folder of ours in the system's file manager; false when the system has none, or would not.
   * @param folder - absolute, a folder; never a file, which the system would run or open
   */
  showFolder(folder: string): Promise<boolean>;
}

/** Pushes an event to the window; nobody waits for it. */
export type SendEvent = <E extends EventName>(event: E, payload: EventPayload<E>) => void;

/** What a file handle stands for: a file or folder to read, or a file to write (`chooseTarget`). */
export interface HeldFile {
  readonly path: string;
}

export type FileHandles = Handles<HeldFile>;

/** A file's handle lives as long as a person may take to fill in a form. */
export const FILE_HANDLE_LIFETIME_MS = 60 * 60_000;
