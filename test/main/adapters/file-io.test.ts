// Files as sources and sinks: hostile inputs, and what is left behind when any call fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { type BigIntStats } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import { sealEnvelope } from '../../../crypto/seal/seal-envelope.ts';
import {
  createFileSink,
  openFileSource,
  removeUnfinished,
  replaceFileTail,
  type FileSystem,
  type OpenFile,
} from '../../../main/adapters/file-io.ts';
import { createTender, sealJob } from '../../crypto/seal/sealed-bid.ts';

let folder: string;
beforeEach(async () => {
  folder = await nodeFs.mkdtemp(join(tmpdir(), 'segel-file-io-'));
});
afterEach(() => nodeFs.rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** Reads a source to its end and asks whether it is still what it was. */
async function readAll(path: string, meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<Buffer> {
  const source = await openFileSource(path);
  const bytes = Buffer.alloc(source.sizeBytes);
  try {
    await source.readInto(bytes, 0);
    await meanwhile();
    await source.requireUnchanged();
    return bytes;
  } finally {
    await source.close();
  }
}

describe('openFileSource', () => {
  it('reads files, empty ones and those with hard links too', async () => {
    await nodeFs.writeFile(at('a'), 'isi');
    await nodeFs.writeFile(at('empty'), '');
    await nodeFs.link(at('a'), at('b'));
    expect((await readAll(at('b'))).toString()).toBe('isi');
    expect(await readAll(at('empty'))).toHaveLength(0);
  });

  it.skipIf(process.platform === 'win32')('refuses what is no regular file (needs a POSIX system)', async () => {
    execFileSync('mkfifo', [at('fifo')]);
    await nodeFs.writeFile(at('a'), 'isi');
    await nodeFs.symlink(at('a'), at('link'));
    for (const path of [at('fifo'), at('link'), folder, '/dev/zero', '/dev/null']) {
      expect(await codeOf(openFileSource(path)), path).toBe('document/not-a-file');
    }
    expect(await codeOf(openFileSource(at('missing')))).toBe('document/not-found');
  });

  it.skipIf(process.platform !== 'linux')('notices a file that is not as long as it says (needs Linux)', async () => {
    expect(await codeOf(readAll('/proc/self/status'))).toBe('seal/document-changed');
  });

  it.skipIf(process.getuid?.() === 0)('says so when a file may not be read (not as root)', async () => {
    await nodeFs.writeFile(at('a'), 'isi', { mode: 0 });
    expect(await codeOf(openFileSource(at('a')))).toBe('document/unreadable');
  });

  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    grows: () => nodeFs.appendFile(at('a'), 'x'),
    shrinks: () => nodeFs.truncate(at('a'), 1),
    'is rewritten with the same length': () => nodeFs.utimes(at('a'), 1, 1),
    'is replaced': async () => {
      await nodeFs.copyFile(at('a'), at('b'));
      await nodeFs.rename(at('b'), at('a'));
    },
    'is removed': () => nodeFs.unlink(at('a')),
  };
  it.each(Object.entries(changes))('notices a file that %s', async (_what, change) => {
    await nodeFs.writeFile(at('a'), 'isi dokumen');
    expect(await codeOf(readAll(at('a'), change))).toBe('seal/document-changed');
  });

  it('notices a file that was replaced before the first byte is read', async () => {
    await nodeFs.writeFile(at('a'), 'lama');
    const source = await openFileSource(at('a'));
    await nodeFs.writeFile(at('b'), 'baru');
    await nodeFs.rename(at('b'), at('a'));
    expect(await codeOf(source.readInto(Buffer.alloc(4), 0))).toBe('seal/document-changed');
    await source.close();
  });
});

describe('createFileSink', () => {
  it('gives the name only at the end, with mode 0600, and keeps patches', async () => {
    const sink = await createFileSink(at('a'));
    await sink.write(Buffer.from('hello'));
    await sink.patch(0, Buffer.from('J'));
    expect(await nodeFs.readdir(folder)).toEqual([expect.stringMatching(/^a\.[0-9a-f]{12}\.part$/)]);
    await sink.commit();
    await sink.abort();
    expect(await nodeFs.readFile(at('a'), 'utf8')).toBe('Jello');
    expect((await nodeFs.stat(at('a'))).mode & 0o777).toBe(0o600);
    expect(await nodeFs.readdir(folder)).toEqual(['a']);
  });

  it('never replaces, whenever the name was taken, and follows no link', async () => {
    await nodeFs.writeFile(at('mine'), 'mine');
    await nodeFs.symlink(at('mine'), at('link'));
    expect(await codeOf(createFileSink(at('mine')))).toBe('storage/unsafe-target');
    expect(await codeOf(createFileSink(at('link')))).toBe('storage/unsafe-target');
    const sink = await createFileSink(at('late'));
    await nodeFs.writeFile(at('late'), 'mine');
    expect(await codeOf(sink.commit())).toBe('storage/unsafe-target');
    await sink.abort();
    expect((await nodeFs.readdir(folder)).toSorted()).toEqual(['late', 'link', 'mine']);
    expect(await nodeFs.readFile(at('late'), 'utf8')).toBe('mine');
  });

  it('makes a temporary name for names of any length', async () => {
    const name = '📄'.repeat(63);
    const sink = await createFileSink(at(name));
    await sink.commit();
    expect(await nodeFs.readdir(folder)).toEqual([name]);
  });
});

describe('removeUnfinished', () => {
  it('takes away what a killed process was writing, and nothing that somebody writes or has written', async () => {
    const io = new URL('../../../main/adapters/file-io.ts', import.meta.url).href;
    const writing = `const { createFileSink } = await import(${JSON.stringify(io)});
      await (await createFileSink(process.argv[1])).write(Buffer.from('harga'));
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--input-type=module', '-e', writing, at('surat.pdf')];
    expect(spawnSync(process.execPath, args).signal).toBe('SIGKILL');
    expect(await nodeFs.readdir(folder)).toEqual([expect.stringMatching(/^surat\.pdf\.[0-9a-f]{12}\.part$/)]);
    const sink = await createFileSink(at('lain.pdf'));
    await nodeFs.writeFile(at('catatan.part'), '');
    await removeUnfinished(folder);
    await sink.commit();
    expect((await nodeFs.readdir(folder)).toSorted()).toEqual(['catatan.part', 'lain.pdf']);
  });
});

describe('replaceFileTail', () => {
  it('changes the end and nothing else', async () => {
    await nodeFs.writeFile(at('a'), 'depan-belakang');
    await replaceFileTail(at('a'), { position: 6, bytes: Buffer.from('baru sekali') });
    expect(await nodeFs.readFile(at('a'), 'utf8')).toBe('depan-baru sekali');
    expect(await nodeFs.readdir(folder)).toEqual(['a']);
  });
});

/** The real file system, whose call number `failing` (counted over all) fails with `code`. */
function failingFs(failing: number, code: string): { fs: FileSystem; calls: () => number } {
  let calls = 0;
  async function counted<T>(call: () => Promise<T>): Promise<T> {
    if (++calls === failing) throw Object.assign(new Error(code), { code });
    return call();
  }
  const wrap = (file: nodeFs.FileHandle): OpenFile => ({
    read: (target, offset, length, position) => counted(() => file.read(target, offset, length, position)),
    // Short writes are allowed by POSIX: half of what was asked, at least one byte.
    write: (bytes, offset, length, position) =>
      counted(() => file.write(bytes, offset, Math.max(1, Math.floor(length / 2)), position)),
    stat: (options): Promise<BigIntStats> => counted(() => file.stat(options)),
    truncate: (length) => counted(() => file.truncate(length)),
    sync: () => counted(() => file.sync()),
    // A failing close has closed.
    close: async () => {
      await file.close();
      await counted(() => Promise.resolve());
    },
  });
  return {
    calls: () => calls,
    fs: {
      open: (path, flags, mode) => counted(async () => wrap(await nodeFs.open(path, flags, mode))),
      lstat: (path, options) => counted(() => nodeFs.lstat(path, options)),
      rename: (from, to) => counted(() => nodeFs.rename(from, to)),
      unlink: (path) => nodeFs.unlink(path),
      copyFile: (from, to, mode) => counted(() => nodeFs.copyFile(from, to, mode)),
    },
  };
}

describe('changing the end on a disk that fails', () => {
  it('leaves the old file or the new one, whichever call fails', async () => {
    const tail = { position: 6, bytes: Buffer.from('baru') };
    const counting = failingFs(0, 'NONE');
    await nodeFs.writeFile(at('a'), 'depan-belakang');
    await replaceFileTail(at('a'), tail, counting.fs);
    for (let n = 1; n <= counting.calls(); n++) {
      await nodeFs.writeFile(at('a'), 'depan-belakang');
      expect(await codeOf(replaceFileTail(at('a'), tail, failingFs(n, 'EIO').fs))).toBe('storage/failed');
      expect(['depan-belakang', 'depan-baru']).toContain(await nodeFs.readFile(at('a'), 'utf8'));
      expect(await nodeFs.readdir(folder)).toEqual(['a']);
    }
  });
});

describe('sealing onto a disk that fails', () => {
  it('leaves the whole file or none, whichever call fails', async () => {
    const tender = await createTender(['ec-p256']);
    await nodeFs.writeFile(at('doc.pdf'), Buffer.alloc(70_000, 7));
    const attempt = async (fs: FileSystem, path: string) => {
      const source = await openFileSource(at('doc.pdf'));
      try {
        const sink = await createFileSink(path, fs);
        try {
          const document = { name: 'doc.pdf', originalName: 'doc.pdf', slot: '', mediaType: 'application/pdf', source };
          await sealEnvelope(sealJob(tender, [document]), { sink, workspace: createInlineWorkspace() });
          await sink.commit();
        } catch (error) {
          await sink.abort();
          throw error;
        }
      } finally {
        await source.close();
      }
    };
    const complete = failingFs(0, 'NONE');
    await attempt(complete.fs, at('complete.sampul'));
    expect(complete.calls()).toBeGreaterThan(40);
    for (let n = 1; n <= complete.calls(); n++) {
      const path = at('bid.sampul');
      const code = n % 2 === 0 ? 'ENOSPC' : 'EIO';
      const outcome = await codeOf(attempt(failingFs(n, code).fs, path));
      expect(outcome, `call ${String(n)}`).toBe(code === 'ENOSPC' ? 'storage/full' : 'storage/failed');
      const left = (await nodeFs.readdir(folder)).filter((name) => name.startsWith('bid.sampul'));
      // Only after the rename does a failure leave the name, and then the file is whole.
      expect(
        left.filter((name) => name !== 'bid.sampul'),
        `call ${String(n)}`,
      ).toEqual([]);
      if (left.length > 0) expect(n).toBeGreaterThan(complete.calls() - 4);
      await nodeFs.rm(path, { force: true });
    }
  });
});
