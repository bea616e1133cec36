// The LpseMemory port: what was last seen of an LPSE, so that a smaller log or an older policy is noticed.
import type { LogSilence } from '../../app/domain/log-silence.ts';
import type { LpseMemory, RememberedPolicy } from '../../app/ports/lpse-memory.ts';
import { inDatabase, type SqliteDatabase } from './sqlite-database.ts';

export class SqliteLpseMemory implements LpseMemory {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  checkpoint(origin: string): Promise<string | null> {
    return this.#get('SELECT text AS value FROM checkpoint WHERE origin = ?', origin);
  }

  rememberCheckpoint(origin: string, checkpoint: string): Promise<void> {
    return this.#put('INSERT OR REPLACE INTO checkpoint (origin, text) VALUES (?, ?)', origin, checkpoint);
  }

  async silence(origin: string): Promise<LogSilence | null> {
    const json = await this.#get('SELECT json AS value FROM log_silence WHERE origin = ?', origin);
    // Only `rememberSilence` writes the column.
    return json === null ? null : (JSON.parse(json) as LogSilence);
  }

  rememberSilence(origin: string, silence: LogSilence | null): Promise<void> {
    if (silence === null) return this.#put('DELETE FROM log_silence WHERE origin = ?', origin);
    return this.#put(
      'INSERT OR REPLACE INTO log_silence (origin, json) VALUES (?, ?)',
      origin,
      JSON.stringify(silence),
    );
  }

  async policy(kdLpse: number, kdTender: string): Promise<RememberedPolicy | null> {
    const json = await this.#get(
      'SELECT json AS value FROM policy WHERE kd_lpse = ? AND kd_tender = ?',
      kdLpse,
      kdTender,
    );
    // Only `rememberPolicy` writes the column.
    return json === null ? null : (JSON.parse(json) as RememberedPolicy);
  }

  rememberPolicy(kdLpse: number, policy: RememberedPolicy): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO policy (kd_lpse, kd_tender, json) VALUES (?, ?, ?)';
    return this.#put(sql, kdLpse, policy.kdTender, JSON.stringify(policy));
  }

  deviceRegistration(kdLpse: number, accountId: string): Promise<string | null> {
    const sql = 'SELECT cms AS value FROM device_registration WHERE kd_lpse = ? AND account_id = ?';
    return this.#get(sql, kdLpse, accountId);
  }

  rememberDeviceRegistration(kdLpse: number, accountId: string, registration: string): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO device_registration (kd_lpse, account_id, cms) VALUES (?, ?, ?)';
    return this.#put(sql, kdLpse, accountId, registration);
  }

  #get(sql: string, ...keys: readonly (string | number)[]): Promise<string | null> {
    return inDatabase(() => this.#database.prepare<unknown[], { value: string }>(sql).get(...keys)?.value ?? null);
  }

  async #put(sql: string, ...values: readonly (string | number)[]): Promise<void> {
    await inDatabase(() => this.#database.prepare(sql).run(...values));
  }
}
