// Committees and staff of the second half of the demo: they have their certificates already.
import type { Account } from './account.ts';
import { takeFile, type Opener } from './people.ts';
import { openStation, type Station } from './station.ts';
import type { RunningLpse } from '../lpse/server.ts';
import { join } from 'node:path';

export interface Committees {
  /** Two of three who share the key of the quorum package. */
  readonly quorum: readonly [Opener, Opener];
  /** Two of three of the package with two files. */
  readonly files: readonly [Opener, Opener];
  readonly helpdesk: Station;
  readonly all: readonly Station[];
}

export async function seatCommittees(lpse: RunningLpse, dir: string, account: Account): Promise<Committees> {
  const all: Station[] = [];
  const seat = async (userId: string): Promise<Station> => {
    const station = await openStation(lpse, join(dir, userId), { userType: 'NON_PENYEDIA', userId });
    all.push(station);
    return station;
  };
  const member = async (userId: string): Promise<Opener> => {
    const station = await seat(userId);
    const signing = await takeFile(lpse, station, 'member-signing');
    const encryption = await takeFile(lpse, station, 'member-encryption');
    return { userId, station, signing, encryption };
  };
  const quorum = [await member('hendra.gunawan'), await member('nur.aini')] as const;
  const files = [await member('siti.rahayu'), await member('agus.pranoto')] as const;
  const helpdesk = await seat('helpdesk');
  account.say(`${all.map((station) => station.account.name).join(', ')}: masing-masing di komputernya sendiri`);
  return { quorum, files, helpdesk, all };
}
