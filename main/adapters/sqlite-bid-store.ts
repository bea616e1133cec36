// The BidStore port for one profile: one row per bid, saved with its version, so that two windows or a window and a command
// cannot overwrite each other.
import { randomBytes } from 'node:crypto';
import { join, resolve, sep } from 'node:path';
import type { Bid } from '../../app/domain/bid.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { BidFilter, BidStore } from '../../app/ports/bid-store.ts';
import { makePrivateFolder, removeFile } from './private-files.ts';
import { inDatabase, type SqliteDatabase } from './sqlite-database.ts';

interface BidRow {
  readonly json: string;
}

export class SqliteBidStore implements BidStore {
  readonly #database: SqliteDatabase;
  readonly #accountId: string;
  readonly #sealedFolder: string;

  constructor(database: SqliteDatabase, profile: { readonly accountId: string; readonly sealedFolder: string }) {
    this.#database = database;
    this.#accountId = profile.accountId;
    this.#sealedFolder = profile.sealedFolder;
  }

  list(filter: BidFilter = {}): Promise<readonly Bid[]> {
    const { kdTender = null, envelopeId = null, state = null } = filter;
    return inDatabase(() =>
      this.#database
        .prepare<[object], BidRow>(
          `SELECT json FROM bid WHERE (:kdTender IS NULL OR kd_tender = :kdTender)
             AND (:envelopeId IS NULL OR envelope_id = :envelopeId) AND (:state IS NULL OR state = :state)
           ORDER BY updated_at DESC, json ->> '$.revision' DESC, bid_id`,
        )
        .all({ kdTender, envelopeId, state })
        .map(toBid),
    );
  }

  load(bidId: string): Promise<Bid | null> {
    return inDatabase(() => {
      const row = this.#database.prepare<[string], BidRow>('SELECT json FROM bid WHERE bid_id = ?').get(bidId);
      return row === undefined ? null : toBid(row);
    });
  }

  save<const B extends readonly Bid[]>(...bids: B): Promise<B> {
    return inDatabase(() => {
      // One moment for all: a bid and the one that it replaced are listed by their revisions.
      const updatedAt = new Date().toISOString();
      const saveAll = this.#database.transaction(() => bids.map((bid) => this.#saveOne({ ...bid, updatedAt })));
      // Same length, same order, same variants: only version and time of each differ.
      return saveAll.immediate() as unknown as B;
    });
  }

  async remove(bidId: string): Promise<void> {
    await inDatabase(() => this.#database.prepare('DELETE FROM bid WHERE bid_id = ?').run(bidId));
  }

  async newSealedPath(bid: Bid): Promise<string> {
    await makePrivateFolder(this.#sealedFolder);
    const stem = `${bid.kdTender}-${bid.envelopeId}-r${bid.revision}`.replace(/[^A-Za-z0-9-]/g, '_');
    // Random, so that two windows sealing the same draft at once never have one path: the loser removes its file.
    return join(this.#sealedFolder, `${stem}-${randomBytes(4).toString('hex')}.sampul`);
  }

  async removeSealed(path: string): Promise<void> {
    if (!resolve(path).startsWith(resolve(this.#sealedFolder) + sep)) throw new CodedError('storage/unsafe-target');
    await removeFile(path);
  }

  #saveOne(bid: Bid): Bid {
    if (bid.accountId !== this.#accountId) throw new CodedError('draft/wrong-account');
    const saved: Bid = { ...bid, storedVersion: bid.storedVersion + 1 };
    const row = {
      bidId: saved.bidId,
      kdTender: saved.kdTender,
      envelopeId: saved.envelopeId,
      state: saved.state,
      version: saved.storedVersion,
      updatedAt: saved.updatedAt,
      json: JSON.stringify(saved),
      loaded: bid.storedVersion,
    };
    const { changes } = this.#database.prepare(bid.storedVersion === 0 ? INSERT : UPDATE).run(row);
    if (changes !== 1) throw new CodedError('storage/changed-meanwhile');
    return saved;
  }
}

const INSERT = `INSERT OR IGNORE INTO bid (bid_id, kd_tender, envelope_id, state, version, updated_at, json)
  VALUES (:bidId, :kdTender, :envelopeId, :state, :version, :updatedAt, :json)`;
const UPDATE = `UPDATE bid SET kd_tender = :kdTender, envelope_id = :envelopeId, state = :state, version = :version,
  updated_at = :updatedAt, json = :json WHERE bid_id = :bidId AND version = :loaded`;

/** Only `save` writes the column, so its shape is the type's. */
function toBid({ json }: BidRow): Bid {
  return JSON.parse(json) as Bid;
}
