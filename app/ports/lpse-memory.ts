// What this computer remembers of an LPSE between runs, so that going back in time is noticed.
import type { LogSilence } from '../domain/log-silence.ts';

export interface RememberedPolicy {
  readonly kdTender: string;
  readonly serial: number;
  readonly policySha256: string;
  /** By envelope; only ever later. */
  readonly closesAt: Readonly<Record<string, string>>;
  /** base64 of the CMS. */
  readonly policy: string;
}

export interface LpseMemory {
  /** Newest verified checkpoint of the log, signed text; null before the first. */
  checkpoint(origin: string): Promise<string | null>;
  rememberCheckpoint(origin: string, checkpoint: string): Promise<void>;
  /** Since when a log gives no proof; null while it does. */
  silence(origin: string): Promise<LogSilence | null>;
  rememberSilence(origin: string, silence: LogSilence | null): Promise<void>;
  /** Newest verified policy of a tender. */
  policy(kdLpse: number, kdTender: string): Promise<RememberedPolicy | null>;
  rememberPolicy(kdLpse: number, policy: RememberedPolicy): Promise<void>;
  /** Device registration (CMS, base64) for this account; null before it was registered. */
  deviceRegistration(kdLpse: number, accountId: string): Promise<string | null>;
  rememberDeviceRegistration(kdLpse: number, accountId: string, registration: string): Promise<void>;
}
