// Receipts as files of their own, beside everything needed to verify them years later without us (app/protocol/SPEC.md 5):
// receipt.json, receipt.p7s, receipt.tsr, revocation answers, the policy, the device registration.
import type { ReceiptBundle } from '../protocol/receipt.ts';

export interface ReceiptFolder {
  readonly kind: 'receipt' | 'withdrawal';
  readonly kdTender: string;
  readonly envelopeId: string;
  readonly submissionId: string;
  readonly bundle: ReceiptBundle;
  /** base64 of the policy's CMS; null when it was not at hand. */
  readonly policy: string | null;
  /** NON_CA: base64 of the LPSE's registration of the device key. */
  readonly deviceRegistration: string | null;
}

export interface ReceiptStore {
  /**
   * Writes the folder durably (temp, fsync, rename) and returns its path. Saving the same receipt again only adds what was
   * missing (a later timestamp). @throws storage/full, storage/failed
   */
  save(receipt: ReceiptFolder): Promise<string>;
  /** Reads a folder, wherever it lies. @throws storage/not-found, proof/receipt-malformed */
  load(folder: string): Promise<ReceiptFolder>;
  /** Every receipt of this account, found by looking at the folders themselves; of damaged ones only the files are known. */
  list(): Promise<readonly { readonly folder: string; readonly receipt: ReceiptFolder }[]>;
}
