// Lies about bids: bodies, receipts, manifests and the sealed files themselves.
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { ContainerWriter } from '../../../crypto/seal/container-writer.ts';
import { createMemorySink } from '../../lpse/memory-sink.ts';
import { drop, edit, flipped, get, named, one, signedIn, swap, type Parts, type Tampering } from './liar.ts';

const RECEIPT = /^bids\/satu\/[^/]+\/receipt\.json$/;
const SEALED = /^sealed\//;

/** The sealed file of a bid that opened: one is damaged, as its members found. */
function openable(parts: Parts): string {
  const damaged =
    one(parts, /referrals\/.*\.result\.p7m$/)
      .split('/')[3]
      ?.split('.')[0] ?? '';
  const found = named(parts, SEALED).find((name) => !name.includes(damaged));
  if (found === undefined) throw new Error('no sealed file');
  return found;
}

export const BIDS: readonly Tampering[] = [
  {
    name: 'two receipts swapped',
    on: 'members',
    fails: 9,
    lie(parts) {
      const [a = '', b = ''] = named(parts, RECEIPT);
      for (const end of ['.json', '.p7s', '.tsr']) swap(parts, a.replace('.json', end), b.replace('.json', end));
    },
  },
  {
    name: 'the bodies of two bidders swapped',
    on: 'members',
    fails: 9,
    lie: (parts) => swap(parts, one(parts, /\/body\.json$/), one(parts, /\/body\.json$/, 1)),
  },
  {
    name: 'a receipt changed',
    on: 'members',
    fails: 9,
    lie: (parts) => edit(parts, one(parts, RECEIPT), /"sequence":\d+/, '"sequence":4711'),
  },
  { name: 'a receipt left out', on: 'members', fails: 8, lie: (parts) => void parts.delete(one(parts, RECEIPT)) },
  {
    name: 'the timestamp of another receipt',
    on: 'members',
    fails: 9,
    lie: (parts) => swap(parts, one(parts, /receipt\.tsr$/), one(parts, /receipt\.tsr$/, 1)),
  },
  { name: 'a receipt without its timestamp', on: 'members', fails: null, lie: (parts) => drop(parts, /receipt\.tsr$/) },
  {
    name: 'a timestamp with a byte after it',
    on: 'members',
    fails: 9,
    lie(parts) {
      const name = one(parts, /receipt\.tsr$/);
      parts.set(name, Buffer.concat([get(parts, name), Buffer.from([0])]));
    },
  },
  {
    name: 'a body under another salt',
    on: 'members',
    fails: 8,
    lie: (parts) =>
      edit(
        parts,
        one(parts, /\/body\.json$/),
        /"salt":"[^"]+"/,
        `"salt":"${Buffer.alloc(32, 7).toString('base64url')}"`,
      ),
  },
  {
    name: 'a bid left out altogether',
    on: 'members',
    fails: 8,
    lie: (parts) => drop(parts, new RegExp(`^${one(parts, /\/body\.json$/).replace('body.json', '')}`)),
  },
  { name: 'a withdrawal left out', on: 'members', fails: 8, lie: (parts) => drop(parts, /\/withdrawal/) },
  {
    name: 'a manifest changed',
    on: 'members',
    fails: 10,
    lie: (parts) => edit(parts, one(parts, /manifest\.json$/), /"revision":\d/, '"revision":7'),
  },
  {
    name: 'the signature of another manifest',
    on: 'members',
    fails: 10,
    lie: (parts) => swap(parts, one(parts, /manifest\.p7s$/), one(parts, /manifest\.p7s$/, 1)),
  },
  {
    name: 'the timestamp of another manifest',
    on: 'members',
    fails: 10,
    lie: (parts) => swap(parts, one(parts, /manifest\.tsr$/), one(parts, /manifest\.tsr$/, 1)),
  },
  {
    name: 'a device without its registration',
    on: 'nonCa',
    fails: 10,
    lie: (parts) => void parts.delete(one(parts, /registration\.p7m$/)),
  },
  {
    name: 'a device that a member registered, not the LPSE',
    on: 'nonCa',
    fails: 10,
    async lie(parts, liar) {
      const name = one(parts, /registration\.p7m$/);
      parts.set(name, await liar.sign('dedi.kurniawan', signedIn(parts, name)));
    },
  },
  {
    name: 'a byte of a sealed file flipped',
    on: 'sealed',
    fails: 16,
    lie(parts) {
      const name = openable(parts);
      parts.set(name, flipped(get(parts, name), 200));
    },
  },
  {
    name: 'a byte of a sealed object flipped, and the file made anew around it',
    on: 'sealed',
    fails: 16,
    async lie(parts) {
      const name = openable(parts);
      const source = bytesSource(get(parts, name));
      const sink = createMemorySink();
      const writer = new ContainerWriter(sink.sink);
      for (const entry of (await readContainer(source)).entries) {
        const bytes = await readPart(source, entry);
        await writer.add(entry.name, entry.name === 'objects/0001.enc' ? flipped(bytes, 0) : bytes);
      }
      await writer.finish();
      parts.set(name, sink.bytes());
    },
  },
  {
    name: 'two sealed files swapped',
    on: 'sealed',
    fails: 16,
    lie: (parts) => swap(parts, one(parts, SEALED), one(parts, SEALED, 1)),
  },
  { name: 'a sealed file left out', on: 'sealed', fails: 16, lie: (parts) => void parts.delete(openable(parts)) },
  {
    name: 'the sealed file of somebody else as that of a bid that was replaced or withdrawn',
    on: 'sealed',
    fails: 16,
    lie(parts) {
      const inForce = new Set(named(parts, SEALED).map((name) => name.split('/')[1]?.split('.')[0]));
      const gone = named(parts, /^bids\/satu\/[^/]+\/body\.json$/)
        .map((name) => name.split('/')[2])
        .find((submissionId) => !inForce.has(submissionId));
      parts.set(`sealed/${gone ?? ''}.sampul`, get(parts, openable(parts)));
    },
  },
  {
    name: 'a sealed file cut into two pieces',
    on: 'sealed',
    fails: null,
    lie(parts) {
      const name = openable(parts);
      const bytes = get(parts, name);
      parts.delete(name);
      parts.set(`${name}.001`, bytes.subarray(0, 1000)).set(`${name}.002`, bytes.subarray(1000));
    },
  },
  {
    name: 'a damaged file that the members did not find damaged',
    on: 'sealed',
    fails: 16,
    lie(parts) {
      for (const name of named(parts, SEALED)) parts.set(name, flipped(get(parts, name), get(parts, name).length - 30));
    },
  },
];
