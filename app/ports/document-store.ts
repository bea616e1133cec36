// Source documents, which belong to the user: read, never written, moved or deleted.
import type { ByteProgress, CallOptions, RunOptions } from './call-options.ts';

export interface SourceFacts {
  readonly path: string;
  /** Last segment as the disk has it. */
  readonly name: string;
  /** Links are not followed. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  /** Same value, same file: device and inode. */
  readonly fileId: string;
  /** Null where the system does not say. */
  readonly onRemovableDisk: boolean | null;
}

export interface DocumentStore {
  /** @throws document/not-found, document/unreadable */
  stat(path: string): Promise<SourceFacts>;
  /** Up to `length` bytes from `position`; negative counts from the end. @throws document/unreadable */
  read(path: string, position: number, length: number): Promise<Buffer>;
  /** Lower-case hex SHA-256. @throws document/unreadable */
  digest(path: string, options?: RunOptions<ByteProgress>): Promise<string>;
  /** Paths of everything in the folder and below that is not a folder, sorted by path; links are listed, not followed. */
  list(folder: string, options?: CallOptions): Promise<readonly string[]>;
}
