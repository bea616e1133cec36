// A procurement package as a person sees it: who asks, until when, what belongs into each envelope, who will open it.
import type { TimeLeft } from './deadline.ts';

export interface EnvelopeView {
  readonly envelopeId: string;
  readonly name: string;
  readonly slots: readonly { readonly slot: string; readonly name: string; readonly required: boolean }[];
  readonly carriesPrice: boolean;
  readonly closesAt: string;
  readonly opensAtStage: string;
  readonly submissionCount: number;
  /** Null once the deadline has come, by the server's clock. */
  readonly timeLeft: TimeLeft | null;
}

/** How many keys it takes to open (crypto/SPEC.md 11). */
export type OpeningRule =
  | { readonly kind: 'members'; readonly members: readonly string[] }
  | { readonly kind: 'quorum'; readonly threshold: number; readonly holders: readonly string[] }
  /** NON_CA: the KMS's lock is the only one; the KMS could read the bid. */
  | { readonly kind: 'single-lock'; readonly officers: readonly string[] };

export interface PackageView {
  readonly kdLpse: number;
  readonly lpseName: string;
  readonly kdTender: string;
  readonly rupCode: string;
  readonly name: string;
  readonly version: number;
  readonly workUnit: string;
  readonly agency: string;
  readonly procurementType: string;
  readonly method: string;
  readonly mode: 'CA' | 'NON_CA';
  readonly ownerEstimate: string;
  readonly budgetCeiling: string;
  readonly currentStage: string;
  readonly status: string;
  readonly role: 'participant' | 'committee' | 'officer' | 'auditor' | 'none';
  readonly envelopes: readonly EnvelopeView[];
  readonly schedule: readonly {
    readonly name: string;
    readonly startsAt: string;
    readonly endsAt: string;
    readonly changes: readonly { readonly time: string; readonly reason: string }[];
  }[];
  readonly limits: { readonly maxUploadBytes: number; readonly maxDocuments: number; readonly maxNameLength: number };
}
