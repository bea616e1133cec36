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
  /**
   * Durable when it returns.
   * @param head - `after`: the newest one that `note` was proven to continue
   * @returns false when another process has kept a head since then: this one was compared with too little, and is not kept
   * @throws storage/full, storage/failed
   */
  keep(kdLpse: number, head: { readonly note: string; readonly after: string | null }): Promise<boolean>;
  /** Durable when it returns. @returns the files with the heads, as they were signed */
  alarm(kdLpse: number, evidence: WitnessEvidence): Promise<readonly string[]>;
}
