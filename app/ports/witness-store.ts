// Heads that a witness has cosigned, append-only, and the evidence of every alarm.
export interface WitnessStore {
  /** The newest head kept of an LPSE's log; null before the first. A record that a crash has torn counts as not written. */
  newest(kdLpse: number): Promise<string | null>;
  /** Durable when it returns. @throws storage/full, storage/failed */
  keep(kdLpse: number, note: string): Promise<void>;
  alarm(
    kdLpse: number,
    evidence: { readonly shown: string; readonly kept: string | null; readonly code: string },
  ): Promise<void>;
}
