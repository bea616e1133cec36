// The ReceiptStore port: one folder per receipt with the files an auditor expects (app/protocol/SPEC.md 5, 10). Nothing but these files
// is needed to verify it, here or elsewhere, and nothing but them says that it exists.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { ReceiptFolder, ReceiptStore } from '../../app/ports/receipt-store.ts';
import { Receipt, WithdrawalReceipt, type ReceiptBundle } from '../../app/protocol/receipt.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { renamePatiently, syncFolder } from './durable-names.ts';
import { makePrivateFolder, readBounded, writePrivateFile } from './private-files.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const MAX_BYTES = 16 << 20;
const FILES = {
  receipt: 'receipt.json',
  signature: 'receipt.p7s',
  timestamp: 'receipt.tsr',
  policy: 'policy.p7s',
  deviceRegistration: 'device-registration.p7s',
} as const;

export class FileReceiptStore implements ReceiptStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async save(receipt: ReceiptFolder): Promise<string> {
    await makePrivateFolder(this.#folder);
    const final = join(this.#folder, nameOf(receipt));
    const files = filesOf(receipt);
    const present = await namesIn(final);
    if (present !== null) {
      for (const [name, bytes] of files) if (!present.includes(name)) await writePrivateFile(join(final, name), bytes);
      return final;
    }
    return storing(() => this.#saveNew(final, files));
  }

  async load(folder: string): Promise<ReceiptFolder> {
    const names = await namesIn(folder);
    if (names === null) throw new CodedError('storage/not-found');
    const files = await readFiles(folder, names);
    const { receipt, signature } = files.bundle;
    if (receipt === '' || signature === '') throw new CodedError('proof/receipt-malformed');
    return { ...contentOf(receipt), ...files };
  }

  async list(): Promise<readonly { readonly folder: string; readonly receipt: ReceiptFolder }[]> {
    const found: { folder: string; receipt: ReceiptFolder }[] = [];
    for (const name of (await namesIn(this.#folder)) ?? []) {
      if (name.startsWith('.')) continue;
      const folder = join(this.#folder, name);
      const names = await namesIn(folder);
      if (names?.includes(FILES.receipt) !== true) continue;
      const files = await readFiles(folder, names);
      found.push({ folder, receipt: { ...contentOrUnknown(files.bundle.receipt), ...files } });
    }
    return found;
  }

  async #saveNew(final: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
    const temporary = join(this.#folder, `.${randomBytes(8).toString('hex')}.tmp`);
    await mkdir(temporary, { mode: 0o700 });
    try {
      for (const [name, bytes] of files) await writePrivateFile(join(temporary, name), bytes);
      await renamePatiently(temporary, final);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    await syncFolder(this.#folder);
    return final;
  }
}

/** The digest in the name keeps two different receipts of one submission apart, should an LPSE ever make them. */
function nameOf({ kind, kdTender, envelopeId, submissionId, bundle }: ReceiptFolder): string {
  const digest = sha256Hex(Buffer.from(bundle.receipt, 'base64')).slice(0, 8);
  return [kind, kdTender, envelopeId, submissionId, digest].join('-').replace(/[^A-Za-z0-9_-]/g, '_');
}

function filesOf({ bundle, policy, deviceRegistration }: ReceiptFolder): ReadonlyMap<string, Buffer> {
  const named: [string, string | null][] = [
    [FILES.receipt, bundle.receipt],
    [FILES.signature, bundle.signature],
    [FILES.timestamp, bundle.timestamp],
    [FILES.policy, policy],
    [FILES.deviceRegistration, deviceRegistration],
    ...bundle.revocation.map(({ kind, der }, i): [string, string] => [
      `revocation-${String(i + 1).padStart(2, '0')}.${kind}`,
      der,
    ]),
  ];
  return new Map(named.flatMap(([name, text]) => (text === null ? [] : [[name, Buffer.from(text, 'base64')]])));
}

type Files = Pick<ReceiptFolder, 'bundle' | 'policy' | 'deviceRegistration'>;

/** What is there; a missing receipt or signature is the empty text. */
async function readFiles(folder: string, names: readonly string[]): Promise<Files> {
  const read = async (name: string) => (await readBounded(join(folder, name), MAX_BYTES))?.toString('base64') ?? null;
  const revocation: ReceiptBundle['revocation'] = [];
  for (const name of names.filter((entry) => /^revocation-\d{2,4}\.(crl|ocsp)$/.test(entry)).sort())
    revocation.push({ kind: name.endsWith('.crl') ? 'crl' : 'ocsp', der: (await read(name)) ?? '' });
  const [receipt, signature] = [(await read(FILES.receipt)) ?? '', (await read(FILES.signature)) ?? ''];
  return {
    bundle: { receipt, signature, timestamp: await read(FILES.timestamp), revocation },
    policy: await read(FILES.policy),
    deviceRegistration: await read(FILES.deviceRegistration),
  };
}

/** A damaged one is listed too: it must neither vanish nor hide the others. Judging it says what is wrong. */
function contentOrUnknown(receiptBase64: string): ReturnType<typeof contentOf> {
  try {
    return contentOf(receiptBase64);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { kind: 'receipt', kdTender: '', envelopeId: '', submissionId: '' };
  }
}

function contentOf(receiptBase64: string): Pick<ReceiptFolder, 'kind' | 'kdTender' | 'envelopeId' | 'submissionId'> {
  try {
    const value: unknown = JSON.parse(Buffer.from(receiptBase64, 'base64').toString('utf8'));
    const receipt = Receipt.safeParse(value);
    const { kdTender, envelopeId, submissionId } = receipt.success ? receipt.data : WithdrawalReceipt.parse(value);
    return { kind: receipt.success ? 'receipt' : 'withdrawal', kdTender, envelopeId, submissionId };
  } catch (cause) {
    throw new CodedError('proof/receipt-malformed', {}, { cause });
  }
}

function namesIn(folder: string): Promise<readonly string[] | null> {
  return storing(() => unlessMissing(readdir(folder)));
}
