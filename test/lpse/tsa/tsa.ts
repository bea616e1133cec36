// The reference TSA (RFC 3161): genTime from the shared clock; management can switch it off, and have its certificate revoked, after
// which it answers all the same, as a stolen key would.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { buildTimestampRequest } from '../../../crypto/timestamp.ts';
import type { RevokedEntry } from '../../pki/build-crl.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { respond } from '../../pki/timestamp-authority.ts';
import type { Clock } from '../clock.ts';
import type { TimestampService } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { publicRoute, type LpseModule } from '../http.ts';

export function createTsa(store: Store, { key, clock }: { key: SigningKey; clock: Clock }): TimestampService {
  migrate(store, [
    {
      name: 'tsa/serials',
      sql: 'CREATE TABLE answers (serial INTEGER PRIMARY KEY AUTOINCREMENT, gen_time TEXT NOT NULL) STRICT',
    },
  ]);
  const note = store.prepare<[string]>('INSERT INTO answers (gen_time) VALUES (?)');
  let up = true;
  const revoked: RevokedEntry[] = [];
  const answer = (requestDer: Uint8Array): Promise<Buffer> => {
    const genTime = clock.now();
    // A serial number is never given twice, not even across restarts.
    const serial = BigInt(note.run(genTime.toISOString()).lastInsertRowid);
    return respond(requestDer, { key, genTime, serial });
  };
  return {
    get up() {
      return up;
    },
    setUp: (value) => void (up = value),
    revoke: () =>
      void revoked.push({
        serialHex: key.certificate.serialHex,
        revokedAt: clock.now(),
        reason: 'keyCompromise',
      }),
    revoked: () => revoked,
    stamp: async (sha256) => (up ? answer(buildTimestampRequest({ sha256 }).der) : null),
    async respond(requestDer) {
      if (!up) throw new CodedError('service/unavailable', { service: 'tsa' });
      return answer(requestDer);
    },
  };
}

export function tsaModule(tsa: TimestampService): LpseModule {
  return {
    routes: [
      publicRoute(
        {
          method: 'POST',
          path: '/tsa',
          summary: 'Timestamp over a digest (RFC 3161)',
          binaryBody: 'application/timestamp-query',
          answer: 'application/timestamp-reply',
        },
        // The door lets only a Buffer through where a binary body is declared.
        ({ body }) => tsa.respond(body as Buffer),
      ),
    ],
  };
}
