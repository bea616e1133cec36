// Every revocation list that an authority had out when something was logged: a dossier needs those that cover its moments, and an
// authority hands out only its newest (app/protocol/DOSSIER.md 3).
import { sha256Hex } from '../../../crypto/encoding.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { migrate, type Store } from '../database.ts';

export interface ListArchive {
  /** Keeps the lists of now. */
  collect(): void;
  /** Of every authority the newest list, and for each moment the first from then on and the last from before. */
  covering(moments: readonly Date[]): readonly Buffer[];
}

interface Row {
  readonly issuer: string;
  readonly thisUpdate: string;
  readonly der: Buffer;
}

export function createListArchive(store: Store, current: () => readonly Buffer[]): ListArchive {
  migrate(store, [
    {
      name: 'lpse/revocation-lists',
      sql: `CREATE TABLE revocation_lists (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, issuer TEXT NOT NULL,
        this_update TEXT NOT NULL, der BLOB NOT NULL) STRICT`,
    },
  ]);
  const known = store.prepare<[string]>('SELECT 1 FROM revocation_lists WHERE sha256 = ?');
  const insert = store.prepare('INSERT INTO revocation_lists (sha256, issuer, this_update, der) VALUES (?, ?, ?, ?)');
  const all = store.prepare<[], Row>(
    'SELECT issuer, this_update AS thisUpdate, der FROM revocation_lists ORDER BY this_update, number',
  );
  const collect = (): void => {
    for (const der of current()) {
      const sha256 = sha256Hex(der);
      if (known.get(sha256) !== undefined) continue;
      const { issuer, scopeKey, thisUpdate } = parseCrl(der);
      insert.run(sha256, JSON.stringify([issuer.der.toString('hex'), scopeKey]), thisUpdate.toISOString(), der);
    }
  };
  return {
    collect,
    covering(moments) {
      collect();
      return [...Map.groupBy(all.all(), ({ issuer }) => issuer).values()].flatMap((lists) =>
        coveringOf(lists, moments),
      );
    },
  };
}

function coveringOf(lists: readonly Row[], moments: readonly Date[]): readonly Buffer[] {
  const wanted = new Set(lists.slice(-1));
  for (const moment of moments) {
    const first = lists.findIndex(({ thisUpdate }) => new Date(thisUpdate) >= moment);
    const [before, after] = first < 0 ? [lists.at(-1)] : [lists[first - 1], lists[first]];
    for (const list of [before, after]) if (list !== undefined) wanted.add(list);
  }
  return [...wanted].map(({ der }) => der);
}
