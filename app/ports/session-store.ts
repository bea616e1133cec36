// The session of the account in use at one LPSE. Read by the gateway's adapter, written by login, refresh and logout.
import type { Session } from '../protocol/login.ts';

export interface SessionStore {
  /** Null when nobody is logged in. May be expired: the gateway refreshes it. */
  current(): Promise<Session | null>;
  save(session: Session): Promise<void>;
  clear(): Promise<void>;
}
