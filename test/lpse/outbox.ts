// Mails that the server would send: kept in the database and written as text files, so that the demo can show them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Mail, Outbox } from './context.ts';
import { migrate, type Store } from './database.ts';

export function createOutbox(store: Store, { clock, dir }: { clock: Clock; dir: string }): Outbox {
  migrate(store, [
    {
      name: 'outbox/table',
      sql: `CREATE TABLE outbox (number INTEGER PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL,
        text TEXT NOT NULL, link TEXT, sent_at TEXT NOT NULL) STRICT`,
    },
  ]);
  const folder = outboxFolder(dir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const insert = store.prepare<[string, string, string, string | null, string]>(
    'INSERT INTO outbox (recipient, subject, text, link, sent_at) VALUES (?, ?, ?, ?, ?)',
  );
  const select = store.prepare<[], Mail>(
    'SELECT recipient AS "to", subject, text, link, sent_at AS sentAt FROM outbox ORDER BY number',
  );
  return {
    send({ to, subject, text, link }) {
      const { lastInsertRowid } = insert.run(to, subject, text, link, clock.now().toISOString());
      const body = `To: ${to}\nSubject: ${subject}\n\n${text}\n${link === null ? '' : `\n${link}\n`}`;
      writeFileSync(join(folder, `${String(lastInsertRowid).padStart(4, '0')}.txt`), body, { mode: 0o600 });
    },
    all: () => select.all(),
  };
}

export function outboxFolder(dir: string): string {
  return join(dir, 'outbox');
}
