// The thread in which envelopes are sealed, verified and opened, one job after the other, so that no window ever waits for one.
// Its digest lanes and their memory are made at the first job and stay.
import { parentPort } from 'node:worker_threads';
import type { Progress, Workspace } from '../../crypto/seal/io.ts';
import { createThreadWorkspace } from './digest-lanes.ts';
import {
  runDigest,
  runExamine,
  runInspect,
  runOpen,
  runSeal,
  runTimestamp,
  runVerify,
  type JobTools,
} from './envelope-jobs.ts';
import type { Callbacks, FromThread, Order, Replies, ToThread } from './envelope-protocol.ts';
import { CallbackError, toThreadError } from './thread-errors.ts';

/** More often than this nobody can see. */
const PROGRESS_EVERY_MS = 50;

interface Waiter {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

const jobs = new Map<number, AbortController>();
const calls = new Map<number, Waiter>();
let lastCall = 0;
let workspace: Workspace | null = null;
let queue: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'start': {
      const { id, order } = message;
      jobs.set(id, new AbortController());
      queue = queue.then(() => runJob(id, order));
      return;
    }
    case 'abort':
      jobs.get(message.id)?.abort();
      return;
    case 'returned':
      takeWaiter(message.call)?.resolve(message.bytes);
      return;
    case 'threw':
      takeWaiter(message.call)?.reject(new CallbackError(message.call));
  }
});

async function runJob(id: number, order: Order): Promise<void> {
  const { signal } = jobs.get(id) ?? new AbortController();
  try {
    signal.throwIfAborted();
    workspace ??= createThreadWorkspace();
    const control = { onProgress: reporter(id), signal };
    post({ kind: 'done', id, reply: await run(order, { workspace, control, callbacks: callbacksOf(id) }) });
  } catch (error) {
    post({ kind: 'failed', id, error: toThreadError(error) });
  } finally {
    jobs.delete(id);
  }
}

function run(order: Order, tools: JobTools): Promise<Replies[keyof Replies]> {
  switch (order.kind) {
    case 'seal':
      return runSeal(order, tools);
    case 'verify':
      return runVerify(order, tools);
    case 'examine':
      return runExamine(order, tools);
    case 'digest':
      return runDigest(order, tools);
    case 'inspect':
      return runInspect(order);
    case 'timestamp':
      return runTimestamp(order);
    case 'open':
      return runOpen(order, tools);
  }
}

function callbacksOf(id: number): Callbacks {
  return {
    sign: (data) => callBack(id, 'sign', data),
    decryptOaep: (ciphertext) => callBack(id, 'decryptOaep', ciphertext),
    agree: (point) => callBack(id, 'agree', point),
    timestamp: (sha256) => callBack(id, 'timestamp', sha256),
  };
}

function callBack(id: number, method: keyof Callbacks, bytes: Uint8Array): Promise<Uint8Array> {
  const call = ++lastCall;
  return new Promise((resolve, reject) => {
    calls.set(call, { resolve, reject });
    post({ kind: 'call', id, call, method, bytes });
  });
}

function takeWaiter(call: number): Waiter | undefined {
  const waiter = calls.get(call);
  calls.delete(call);
  return waiter;
}

function reporter(id: number): (progress: Progress) => void {
  let lastMs = 0;
  return (progress) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < PROGRESS_EVERY_MS && progress.doneBytes < progress.totalBytes) return;
    lastMs = nowMs;
    post({ kind: 'progress', id, progress });
  };
}

function post(message: FromThread): void {
  parentPort?.postMessage(message);
}
