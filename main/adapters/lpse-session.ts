// The access token for a request: taken from the SessionStore, refreshed with the device key when the server refuses it. Its end
// is not judged here, since this computer's clock may be wrong. A refresh token works once, so refreshes of this process are
// made one after the other.
import type { Device } from '../../app/ports/device.ts';
import type { SessionStore } from '../../app/ports/session-store.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { endsSession } from '../../app/errors/problem.ts';
import type { Session } from '../../app/protocol/login.ts';

export interface SessionNeeds {
  readonly sessions: SessionStore;
  readonly device: Pick<Device, 'key'>;
  /** POST /api/session/refresh without a session. */
  readonly refresh: (request: { refreshToken: string; proof: string }) => Promise<Session>;
}

export class LpseSession {
  readonly #needs: SessionNeeds;
  #refreshing: Promise<Session> | null = null;

  constructor(needs: SessionNeeds) {
    this.#needs = needs;
  }

  /** @param stale - a token that the server has just refused. @throws access/session-expired */
  async accessToken(stale?: string): Promise<string> {
    const session = await this.#current();
    if (session.accessToken !== stale) return session.accessToken;
    this.#refreshing ??= this.#refresh(session).finally(() => (this.#refreshing = null));
    return (await this.#refreshing).accessToken;
  }

  async #current(): Promise<Session> {
    const session = await this.#needs.sessions.current();
    if (session === null) throw new CodedError('access/session-expired');
    return session;
  }

  async #refresh({ refreshToken }: Session): Promise<Session> {
    const key = await this.#needs.device.key();
    const proof = await key.sign(Buffer.from(`segel-refresh/1\n${refreshToken}`, 'utf8'));
    try {
      const session = await this.#needs.refresh({ refreshToken, proof: proof.toString('base64') });
      await this.#needs.sessions.save(session);
      return session;
    } catch (error) {
      // Another process of ours may have been first: then its session is the one that lives.
      const now = await this.#needs.sessions.current();
      if (now !== null && now.refreshToken !== refreshToken) return now;
      if (error instanceof CodedError && endsSession(error.code)) await this.#needs.sessions.clear();
      throw error;
    }
  }
}
