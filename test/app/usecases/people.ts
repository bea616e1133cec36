// An LPSE and the computers of its people, for one file of tests or one `describe`: there before the first test, gone after the last.
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Bid } from '../../../app/domain/bid.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { bidIn, sealedBid, sendBid, type Wanted } from '../../faults/bidding.ts';
import { demoSigningKey } from '../../lpse/seeds/identities.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import type { LpseOptions } from '../../lpse/server.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

type ReceiptedBid = Extract<Bid, { readonly state: 'receipted' }>;

/** To be called where `beforeAll` may be. */
export function lpseWithPeople(options: Partial<LpseOptions> = {}): People {
  const people = new People(options);
  beforeAll(() => people.begin());
  afterAll(() => people.end());
  return people;
}

export class People {
  readonly #options: Partial<LpseOptions>;
  readonly #stations = new Map<string, Promise<Station>>();
  readonly #folders = new Set<string>();
  #lpse: TemporaryLpse | null = null;

  constructor(options: Partial<LpseOptions>) {
    this.#options = options;
  }

  get lpse(): TemporaryLpse {
    if (this.#lpse === null) throw new Error('the LPSE has not begun');
    return this.#lpse;
  }

  /** The person's computer, set up when somebody first asks for it. */
  at(userId: string): Promise<Station> {
    const station = this.#stations.get(userId) ?? openStation(this.lpse, userId);
    this.#stations.set(userId, station);
    return station;
  }

  /** The computers of several, in the order of their names. */
  async all<const U extends readonly string[]>(...userIds: U): Promise<{ [I in keyof U]: Station }> {
    const stations: Station[] = [];
    for (const userId of userIds) stations.push(await this.at(userId));
    // One for each name.
    return stations as { [I in keyof U]: Station };
  }

  /** Seals a bid and sends it. */
  async bid(userId: string, wanted: Wanted): Promise<ReceiptedBid> {
    const station = await this.at(userId);
    const bidId = await sealedBid(station, wanted);
    expect((await sendBid(station, bidId)).outcome).toBe('receipted');
    return bidIn(station, bidId, 'receipted');
  }

  /** Through the AMS, by the holder: both certificates. */
  async revoke(station: Station): Promise<void> {
    for (const one of [station.signing, station.opening]) {
      const { certificate } = await station.needs.identities.load(one?.identityId ?? '');
      await station.needs.lpse.revokeCertificate({ serialHex: certificate.serialHex, reason: 'keyCompromise' });
    }
    await this.lpse.management?.advanceBySeconds(2);
  }

  /** The key with which an official signs, without a computer. */
  async keyOf(userId: string): Promise<SigningKey> {
    const key = await demoSigningKey(this.lpse.dir, accountIdOf(userId));
    if (key === null) throw new Error(`no key of ${userId}`);
    return key;
  }

  /** The LPSE begins again over what `meanwhile` has left of its folder. */
  async restart(meanwhile: (dir: string) => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { dir } = this.lpse;
    await this.lpse.stop();
    await meanwhile(dir);
    this.#lpse = await startTemporaryLpse({ ...this.#options, dir });
  }

  /** A folder beside that of the LPSE, which is gone with it. */
  besides(name: string): string {
    const folder = `${this.lpse.dir}-${name}`;
    this.#folders.add(folder);
    return folder;
  }

  async begin(): Promise<void> {
    this.#lpse = await startTemporaryLpse(this.#options);
  }

  async end(): Promise<void> {
    for (const station of await Promise.allSettled(this.#stations.values()))
      if (station.status === 'fulfilled') await station.value.close();
    await this.#lpse?.close();
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }
}
