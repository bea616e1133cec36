// The SpreadsheetFiles port: read-excel-file and write-excel-file in a thread with bounded memory and time. A foreign workbook
// is unpacked with hard bounds first (`workers/bounded-zip.ts`); its author chose how much work reading it takes.
import { Worker } from 'node:worker_threads';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { SpreadsheetFiles } from '../../app/ports/spreadsheet-files.ts';
import { workerUrl } from '../workers/worker-url.ts';
import type { XlsxAnswer, XlsxRequest } from '../workers/xlsx-protocol.ts';

const TIMEOUT_MS = 30_000;
const MEMORY_MB = 512;

export const xlsxFiles: SpreadsheetFiles = {
  write: async (sheet) => {
    const answer = await inThread({ kind: 'write', sheet });
    if (answer.kind !== 'written') throw new CodedError('price/file-not-written');
    return Buffer.from(answer.bytes);
  },

  read: async (bytes, { signal } = {}) => {
    const answer = await inThread({ kind: 'read', bytes }, signal);
    if (answer.kind === 'read') return { sheets: answer.sheets, formulas: answer.formulas };
    const tooLarge = answer.kind === 'refused' && answer.why === 'too-large';
    throw new CodedError(tooLarge ? 'price/file-too-large' : 'price/file-unreadable');
  },
};

async function inThread(request: XlsxRequest, signal?: AbortSignal): Promise<XlsxAnswer> {
  signal?.throwIfAborted();
  const worker = new Worker(workerUrl('../workers/xlsx-worker', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    stdout: true,
    stderr: true,
  });
  try {
    return await answerOf(worker, signal);
  } finally {
    await worker.terminate();
  }
}

/** A thread that ends without an answer had too much to do, or met what nobody can read. */
function answerOf(worker: Worker, signal: AbortSignal | undefined): Promise<XlsxAnswer> {
  return new Promise((resolve, reject) => {
    const refuse = (why: 'unreadable' | 'too-large') => settle(() => resolve({ kind: 'refused', why }));
    const timer = setTimeout(() => refuse('too-large'), TIMEOUT_MS);
    const abort = () => settle(() => reject(new DOMException('aborted', 'AbortError')));
    const settle = (done: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      done();
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.once('message', (answer: XlsxAnswer) => settle(() => resolve(answer)));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      refuse(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-large' : 'unreadable'),
    );
    worker.once('exit', () => refuse('unreadable'));
  });
}
