// Heads that a witness has cosigned, append-only, and the evidence of every alarm.

/** What a log did that it must not do: both heads are signed by its own key, so that anybody can check it. */
export interface WitnessEvidence {
  readonly shown: string;
  readonly kept: string | null;
  readonly code: string;
}

export interface WitnessStore {
  /** The newest head kept of an LPSE's log; null before the first. A record that a crash has torn counts as not written. */
  newest(kdLpse: number): Promise<string | null>;
  /** Durable when it returns. @throws storage/full, storage/failed */
  keep(kdLpse: number, note: string): Promise<void>;
  /** Durable when it returns. @returns the files with the heads, as they were signed */
  alarm(kdLpse: number, evidence: WitnessEvidence): Promise<readonly string[]>;
}
