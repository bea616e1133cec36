// A sealed file in memory.
import type { ByteSink } from '../../crypto/seal/io.ts';

export function createMemorySink(): { readonly sink: ByteSink; bytes(): Buffer } {
  let content = Buffer.alloc(0);
  let added: Buffer[] = [];
  const settle = (): Buffer => {
    content = Buffer.concat([content, ...added]);
    added = [];
    return content;
  };
  return {
    bytes: settle,
    sink: {
      write(bytes) {
        added.push(Buffer.from(bytes));
        return Promise.resolve();
      },
      patch(position, bytes) {
        settle().set(bytes, position);
        return Promise.resolve();
      },
      sync: () => Promise.resolve(),
    },
  };
}
