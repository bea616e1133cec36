import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ownerIn, peerOwner } from '../../../main/browser/peer-owner.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:A7C7 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 127933 1 0 100 0 0 10 0
   1: 0100007F:C001 0100007F:A7C7 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0
   1: 0100007F:C001 0100007F:A7C7 01 00000000:00000000 00:00000000 00000000  1000        0 127940 1 0 20 4 30 10 -1
   2: 0100007F:A7C7 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 127941 1 0 20 4 30 10 -1
`;

describe('the owner of a connection', () => {
  it('is the one of the far end, not of our own', () => {
    expect(ownerIn(TABLE, 0xc001, 0xa7c7)).toBe(1000);
  });

  it('is unknown for a connection that the table does not hold', () => {
    expect(ownerIn(TABLE, 0xc002, 0xa7c7)).toBeNull();
    expect(ownerIn('', 1, 2)).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')('is this user for a connection of this process', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    expect(await peerOwner(socket.localPort ?? 0, port)).toBe(process.getuid?.());
    socket.destroy();
    server.close();
  });
});
