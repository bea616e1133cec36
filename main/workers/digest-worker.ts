// One digest lane's thread: hashes views on shared memory in the order of the messages.
import { parentPort, workerData } from 'node:worker_threads';
import type { LaneAnswer, LaneMessage } from './digest-protocol.ts';
import { RunningDigest } from './running-digest.ts';

// The one value `digest-lanes.ts` starts this thread with.
const memory = new Uint8Array(workerData as SharedArrayBuffer);
let digest = new RunningDigest({});

parentPort?.on('message', (message: LaneMessage) => {
  switch (message.kind) {
    case 'begin':
      digest = new RunningDigest(message);
      return;
    case 'update':
      digest.update(memory.subarray(message.offset, message.offset + message.length));
      answer(null);
      return;
    case 'finish':
      answer(digest.finish());
  }
});

function answer(value: LaneAnswer): void {
  parentPort?.postMessage(value);
}
