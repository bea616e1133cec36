// Receipts (protocol.md 5): made once, the same ever after; only the timestamp may join later, when the TSA is back.
import type { z } from 'zod';
import type { ReceiptBundle } from '../../../app/protocol/receipt.ts';
import { Receipt, WithdrawalReceipt } from '../../../app/protocol/receipt.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import type { LpseContext } from '../context.ts';

export type ReceiptKind = 'submission' | 'withdrawal';

/** A receipt before it has its running number. */
export type Unnumbered =
  Omit<z.infer<typeof Receipt>, 'sequence'> | Omit<z.infer<typeof WithdrawalReceipt>, 'sequence'>;

interface ReceiptRow {
  readonly sequence: number;
  readonly receipt: Buffer;
  readonly signature: Buffer;
  readonly timestamp: Buffer | null;
  readonly crls: string;
}

export interface ReceiptBook {
  find(kind: ReceiptKind, submissionId: string): ReceiptBundle | null;
  /** Signs and stores, with `also` in the same transaction; answers the stored one when there is one. */
  issue(kind: ReceiptKind, content: Unnumbered, options: { crls: readonly string[]; also: () => void }): Promise<void>;
  /** Fetches what is missing while the TSA is up. */
  fillTimestamps(): Promise<void>;
}

export function createReceiptBook(context: LpseContext): ReceiptBook {
  const store = context.stores.lpse;
  const select = store.prepare<[ReceiptKind, string], ReceiptRow>(
    'SELECT sequence, receipt, signature, timestamp, crls FROM receipts WHERE kind = ? AND submission_id = ?',
  );
  const insert = store.prepare<[number, ReceiptKind, string, Buffer, Buffer, string]>(
    'INSERT INTO receipts VALUES (?, ?, ?, ?, ?, NULL, ?)',
  );
  const next = store.prepare<[], number>('SELECT coalesce(max(sequence), 0) + 1 FROM receipts').pluck();
  const bare = store.prepare<[], Pick<ReceiptRow, 'sequence' | 'signature'>>(
    'SELECT sequence, signature FROM receipts WHERE timestamp IS NULL',
  );
  const stamp = store.prepare<[Buffer, number]>(
    'UPDATE receipts SET timestamp = ? WHERE sequence = ? AND timestamp IS NULL',
  );
  let turn: Promise<unknown> = Promise.resolve();

  const issue: ReceiptBook['issue'] = async (kind, content, { crls, also }) => {
    if (select.get(kind, content.submissionId) !== undefined) return;
    const sequence = next.get() ?? 1;
    const receipt = encodeCanonicalJson(parserOf(kind).parse({ ...content, sequence }));
    const signers = [{ key: context.keys.lpse, signingTime: context.clock.now() }];
    const signature = await signContent({ content: receipt, detached: true, signers });
    store.transaction(() => {
      insert.run(sequence, kind, content.submissionId, receipt, signature, JSON.stringify(crls));
      also();
    })();
  };
  const fillTimestamps = async (): Promise<void> => {
    for (const { sequence, signature } of bare.all()) {
      const timestamp = context.tsa.up ? await context.tsa.stamp(sha256(signature)) : null;
      if (timestamp === null) return;
      stamp.run(timestamp, sequence);
    }
  };
  return {
    find(kind, submissionId) {
      const row = select.get(kind, submissionId);
      return row === undefined ? null : toBundle(row);
    },
    // One at a time: running numbers have no gap and no double.
    issue: (...args) => {
      const mine = turn.then(() => issue(...args));
      turn = mine.catch(() => undefined);
      return mine;
    },
    fillTimestamps,
  };
}

function parserOf(kind: ReceiptKind): z.ZodType<z.infer<typeof Receipt> | z.infer<typeof WithdrawalReceipt>> {
  return kind === 'submission' ? Receipt : WithdrawalReceipt;
}

function toBundle(row: ReceiptRow): ReceiptBundle {
  // Written by `issue` above.
  const crls = JSON.parse(row.crls) as readonly string[];
  return {
    receipt: row.receipt.toString('base64'),
    signature: row.signature.toString('base64'),
    timestamp: row.timestamp?.toString('base64') ?? null,
    revocation: crls.map((der) => ({ kind: 'crl', der })),
  };
}
