// Upload bytes on disk. Bytes count only after fdatasync; whatever lies behind the acknowledged offset is overwritten.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { open, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { equalBytes } from '../../../crypto/encoding.ts';
import type { Faults } from '../faults.ts';

/** A long request without a checksum is acknowledged to the database this often, so that a crash costs at most so much. */
const COMMIT_EVERY_BYTES = 16 << 20;
const BUFFER_BYTES = 1 << 20;

export interface UploadFiles {
  path(uploadId: string): string;
  /** @throws upload/no-space when the disk has no room for `size` more bytes */
  reserve(uploadId: string, size: number): Promise<void>;
  remove(uploadId: string): void;
  /** Turns one bit of the stored file: adversity of the disk. */
  flip(uploadId: string, position: number): void;
  append(job: AppendJob): Promise<void>;
}

export interface AppendJob {
  readonly uploadId: string;
  /** Where the acknowledged bytes end. */
  readonly offset: number;
  /** How many bytes may still come. */
  readonly roomBytes: number;
  /** The body; left unread behind the point of failure, never destroyed here. */
  readonly body: Readable;
  /** Expected SHA-256 of the whole body; none of it counts before it was compared. */
  readonly sha256: Uint8Array | null;
  /** Called with the new end after each flush to the device. */
  readonly commit: (end: number) => void;
  /** Called whenever bytes have arrived. */
  readonly onBytes: () => void;
  /** Ends the connection, as a failing network would. */
  readonly cut: () => void;
}

export function createUploadFiles(dir: string, faults: Faults): UploadFiles {
  const folder = join(dir, 'uploads');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Ids are ours (base64url), never a client's text.
  const path = (uploadId: string): string => join(folder, `${uploadId}.sampul`);
  return {
    path,
    async reserve(uploadId, size) {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < size) throw new CodedError('upload/no-space', { size });
      const handle = await open(path(uploadId), 'wx', 0o600);
      await handle.sync();
      await handle.close();
      await syncFolder(folder);
    },
    remove: (uploadId) => rmSync(path(uploadId), { force: true }),
    flip(uploadId, position) {
      const file = openSync(path(uploadId), 'r+');
      const byte = Buffer.alloc(1);
      readSync(file, byte, 0, 1, position);
      byte[0] = (byte[0] ?? 0) ^ 0x01;
      writeSync(file, byte, 0, 1, position);
      closeSync(file);
    },
    async append(job) {
      const handle = await open(path(job.uploadId), 'r+');
      try {
        await new Appender(handle, job, faults).run();
      } finally {
        await handle.close();
      }
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

class Appender {
  readonly #handle: FileHandle;
  readonly #job: AppendJob;
  readonly #faults: Faults;
  readonly #hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #filled = 0;
  /** End of what was handed to the file system. */
  #written: number;
  /** End of what is durable and acknowledged. */
  #committed: number;

  constructor(handle: FileHandle, job: AppendJob, faults: Faults) {
    this.#handle = handle;
    this.#job = job;
    this.#faults = faults;
    this.#written = job.offset;
    this.#committed = job.offset;
  }

  async run(): Promise<void> {
    await this.#handle.truncate(this.#job.offset);
    try {
      await this.#receive();
      this.#requireChecksum();
      await this.#commit();
    } catch (error) {
      await this.#settle(error);
      if (isNoSpace(error)) throw new CodedError('upload/no-space', {}, { cause: error });
      // Whoever was sending is gone: nobody reads the answer, and nothing is wrong here.
      if (this.#job.body.errored !== null)
        throw new CodedError('upload/malformed', { why: 'cut short' }, { cause: error });
      throw error;
    }
  }

  async #receive(): Promise<void> {
    const { body, roomBytes, onBytes } = this.#job;
    await this.#faults.beforeReceiving(this.#job.offset, body);
    const cutAfter = this.#faults.takeCut();
    let received = 0;
    // The body must survive an error: the answer can only be sent while the connection lives.
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      // An IncomingMessage without encoding yields Buffers.
      let chunk = piece as Buffer;
      onBytes();
      if (cutAfter !== null) chunk = chunk.subarray(0, Math.max(0, cutAfter - received));
      received += chunk.length;
      if (received > roomBytes) throw new CodedError('upload/too-large', { size: this.#job.offset + roomBytes });
      this.#hash.update(chunk);
      await this.#take(chunk);
      if (received === cutAfter) throw this.#cut();
      if (this.#job.sha256 === null && this.#written - this.#committed >= COMMIT_EVERY_BYTES) await this.#commit();
    }
    if (!body.readableEnded) throw new CodedError('upload/malformed', { why: 'cut short' });
  }

  #cut(): Error {
    this.#job.cut();
    return new CodedError('upload/malformed', { why: 'cut short' });
  }

  async #take(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const count = chunk.copy(this.#buffer, this.#filled, at);
      this.#filled += count;
      at += count;
      if (this.#filled === this.#buffer.length) await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    let at = 0;
    while (at < this.#filled) {
      this.#faults.beforeWrite();
      const { bytesWritten } = await this.#handle.write(this.#buffer, at, this.#filled - at, this.#written);
      at += bytesWritten;
      this.#written += bytesWritten;
    }
    this.#filled = 0;
  }

  async #commit(): Promise<void> {
    await this.#flush();
    if (this.#written === this.#committed) return;
    await this.#handle.datasync();
    this.#job.commit(this.#written);
    this.#committed = this.#written;
  }

  #requireChecksum(): void {
    const { sha256 } = this.#job;
    if (sha256 !== null && !equalBytes(this.#hash.digest(), sha256)) throw new CodedError('upload/checksum-mismatch');
  }

  /** A cut keeps what arrived, unless a checksum was promised for the whole; everything else goes back to the last commit. */
  async #settle(error: unknown): Promise<void> {
    const keeps = this.#job.sha256 === null && !(error instanceof CodedError && error.code !== 'upload/malformed');
    if (keeps && !isNoSpace(error)) await this.#commit();
    else await this.#handle.truncate(this.#committed);
  }
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
