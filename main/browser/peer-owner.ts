// Who sits at the other end of a loopback connection. The launch address stands in the browser's command line, which other
// users of a Linux computer can read: their connections are told apart by the kernel's table of sockets.
import { readFile } from 'node:fs/promises';

/** User id of the process behind the local port `peerPort`; null where the system does not tell. */
export async function peerOwner(peerPort: number, serverPort: number): Promise<number | null> {
  const table = await readFile('/proc/net/tcp', 'utf8').catch(() => null);
  return table === null ? null : ownerIn(table, peerPort, serverPort);
}

/** Reads proc(5) `net/tcp`: `sl local_address rem_address st tx:rx tr:tm retrnsmt uid ...`, ports in hex. */
export function ownerIn(table: string, peerPort: number, serverPort: number): number | null {
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    // 01: established. An ended connection between the same ports belongs to nobody.
    if (columns[3] !== '01' || portOf(columns[1]) !== peerPort || portOf(columns[2]) !== serverPort) continue;
    const uid = Number(columns[7]);
    return Number.isInteger(uid) ? uid : null;
  }
  return null;
}

function portOf(address: string | undefined): number | null {
  const port = /:([0-9A-F]{4})$/.exec(address ?? '')?.[1];
  return port === undefined ? null : parseInt(port, 16);
}
