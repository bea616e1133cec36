// What the demo leaves behind for whoever wants to check it with other tools: `demo-output/`.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReceiptedBid } from '../../app/domain/bid.ts';
import { encodePem } from '../../crypto/encoding.ts';
import type { RunningLpse } from '../lpse/server.ts';
import type { JudgedTender } from './dossiers.ts';
import type { Comparison } from './opening.ts';
import type { People } from './people.ts';
import type { QuorumOutcome } from './quorum.ts';
import type { Station } from './station.ts';

export interface Summary {
  /** Receipts issued, the replaced bid's among them. */
  readonly bids: number;
  /** Bids opened, counted once per station that opened them. */
  readonly opened: number;
  readonly mismatches: number;
  readonly cutsResumed: number;
  readonly refusedEarly: number;
  readonly logVerified: boolean;
  readonly quorum: QuorumOutcome;
  readonly twoFiles: { readonly bidders: number; readonly pricesOpened: number; readonly held: boolean };
  readonly tenders: readonly JudgedTender[];
  readonly files: readonly Comparison[];
}

/** A bid with its receipt, and where its bidder works. */
export interface Kept {
  readonly name: string;
  readonly bid: ReceiptedBid;
  readonly station: Station;
}

interface Contents {
  readonly server: RunningLpse;
  readonly kept: readonly Kept[];
  readonly people: People;
  readonly summary: Summary;
}

/** Empties the folder and fills it: sealed files, receipts, certificates, opened folders, summary.json. */
export async function leaveOutput(folder: string, { server, kept, people, summary }: Contents): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const [sealed, receipts, certificates, opened] = ['tersegel', 'tanda-terima', 'sertifikat', 'dibuka'].map((name) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  }) as [string, string, string, string];
  for (const { name, bid } of kept) {
    cpSync(bid.sealed.path, join(sealed, `${name}.sampul`));
    cpSync(bid.receipt.folder, join(receipts, name), { recursive: true });
  }
  cpSync(server.trustDir, join(certificates, 'jangkar'), { recursive: true });
  for (const { needs, account } of people.all) {
    for (const [i, { certificate }] of (await needs.identities.list()).entries()) {
      writeFileSync(join(certificates, `${account.userId}-${i + 1}.pem`), encodePem('CERTIFICATE', certificate.der));
    }
  }
  for (const { userId, station } of [...people.committee, people.officer]) {
    const from = join(station.dir, 'pembukaan');
    if (existsSync(from)) cpSync(from, join(opened, userId), { recursive: true });
  }
  for (const { path } of summary.tenders) cpSync(path, join(folder, basename(path)));
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
