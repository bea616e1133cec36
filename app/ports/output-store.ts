// Folders and files that we write for people: opened bids, exports. Files 0600, folders 0700, temp -> fsync -> rename;
// names come from strangers and are made safe by the caller (`crypto/seal/document-name.ts`); links are never followed.

export interface OutputStore {
  /** Makes (or finds) a folder below `base` by safe names, one per level. @throws storage/full, storage/failed, storage/unsafe-target */
  folder(base: string, ...names: readonly string[]): Promise<string>;
  /** Path of a file in a folder made by `folder`; nothing is written. */
  pathIn(folder: string, name: string): string;
  /** Writes or replaces one file durably and returns its path. @throws storage/full, storage/failed */
  write(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  /** Null when it does not exist. At most 64 MiB. */
  read(path: string): Promise<Buffer | null>;
  /** Size in bytes; null when it does not exist. */
  sizeOf(path: string): Promise<number | null>;
  remove(path: string): Promise<void>;
  /**
   * Gives files of ours the system's mark for what came from strangers (Mark of the Web, quarantine), where it has one.
   * @param origin - URL that they came from; shown by the system
   * @returns false when the system keeps no such marks
   */
  markForeign(paths: readonly string[], origin: string): Promise<boolean>;
}
