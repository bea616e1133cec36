// The user's documents: facts and bytes, never through a link, never a device.
import { execFileSync } from 'node:child_process';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fileDocumentStore as store } from '../../../main/adapters/file-document-store.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();

describe('fileDocumentStore', () => {
  it('gives the facts of a file; the same file has the same id under another name', async () => {
    await writeFile(at('a b (c).pdf'), 'isi');
    await link(at('a b (c).pdf'), at('lain.pdf'));
    const facts = await store.stat(at('a b (c).pdf'));
    expect(facts).toMatchObject({ name: 'a b (c).pdf', kind: 'file', sizeBytes: 3 });
    expect((await store.stat(at('lain.pdf'))).fileId).toBe(facts.fileId);
  });

  it('reads from the start, the middle and the end', async () => {
    await writeFile(at('a'), '0123456789');
    expect((await store.read(at('a'), 2, 3)).toString()).toBe('234');
    expect((await store.read(at('a'), -4, 100)).toString()).toBe('6789');
    expect(await store.read(at('a'), 50, 5)).toHaveLength(0);
  });

  it('digests with progress, and stops when told to', async () => {
    const bytes = Buffer.alloc(3 << 20, 7);
    await writeFile(at('a'), bytes);
    const seen: number[] = [];
    const digest = await store.digest(at('a'), { onProgress: ({ doneBytes }) => void seen.push(doneBytes) });
    expect(digest).toBe(sha256Hex(bytes));
    expect(seen.at(-1)).toBe(bytes.length);
    expect(await anyCode(store.digest(at('a'), { signal: AbortSignal.abort() }))).toBe('aborted');
  });

  it.skipIf(process.platform === 'win32')('follows no link and opens no pipe (needs a POSIX system)', async () => {
    await writeFile(at('a'), 'isi');
    await symlink(at('a'), at('link'));
    execFileSync('mkfifo', [at('fifo')]);
    expect((await store.stat(at('link'))).kind).toBe('link');
    expect((await store.stat(at('fifo'))).kind).toBe('other');
    expect(await anyCode(store.read(at('link'), 0, 1))).toBe('document/not-a-file');
    expect(await anyCode(store.digest(at('fifo')))).toBe('document/not-a-file');
    expect(await anyCode(store.digest('/dev/zero'))).toBe('document/not-a-file');
  });

  it('says not-found for what is gone, and names no path', async () => {
    const error: unknown = await store.stat(at('rahasia')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'document/not-found' });
    expect(error instanceof Error ? error.message : '').not.toContain('rahasia');
  });

  it('lists a folder and everything below, sorted, links included and not followed', async () => {
    await mkdir(at('f', 'dalam'), { recursive: true });
    await writeFile(at('f', 'b'), '');
    await writeFile(at('f', 'dalam', 'a'), '');
    await symlink(at(), at('f', 'putar'));
    expect(await store.list(at('f'))).toEqual([at('f', 'b'), at('f', 'dalam', 'a'), at('f', 'putar')]);
  });
});
