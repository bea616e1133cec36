// Lies about the content of bids that a committee member put into a dossier (check 18).
import { parseInnerManifest } from '../../../crypto/seal/manifest.ts';
import { drop, flipped, get, named, one, signedIn, swap, type Parts, type Tampering } from './liar.ts';
import { logged } from './results.ts';

const DOCUMENT = /^documents\/[^/]+\/0001\.pdf$/;
const INNER = /^documents\/.*\/inner\.p7s$/;
const on = 'told';
const fails = 18;

const folderOf = (name: string) => name.slice(0, name.lastIndexOf('/'));

/** A folder whose bid the members could not open: filled with the content of another. */
function ofUnopened(parts: Parts): void {
  const [from, to] = [folderOf(one(parts, INNER)), folderOf(one(parts, /referrals\/.*\.result\.p7m$/))];
  const bid = one(parts, /referrals\/.*\.result\.p7m$/).slice(to.length + 1, -'.result.p7m'.length);
  for (const name of named(parts, new RegExp(`^${from}/`)))
    parts.set(name.replace(from, `documents/${bid}`), get(parts, name));
}

const renamed =
  (change: (name: string) => string): Tampering['lie'] =>
  (parts) => {
    const name = one(parts, DOCUMENT);
    const bytes = get(parts, name);
    parts.delete(name);
    parts.set(change(name), bytes);
  };

const added =
  (change: (folder: string) => string): Tampering['lie'] =>
  (parts) =>
    void parts.set(change(folderOf(one(parts, DOCUMENT))), Buffer.from('x'));

const resigned =
  (who: string): Tampering['lie'] =>
  async (parts, liar) => {
    const name = one(parts, INNER);
    parts.set(name, await liar.sign(who, signedIn(parts, name)));
  };

export const DOCUMENTS: readonly Tampering[] = [
  {
    name: 'a byte of a document flipped',
    ...{ on, fails },
    lie(parts) {
      const name = one(parts, DOCUMENT);
      parts.set(name, flipped(get(parts, name), 20));
    },
  },
  {
    name: 'a byte of a document flipped, and the index as it was',
    on,
    fails: 1,
    reindexed: false,
    lie(parts) {
      const name = one(parts, DOCUMENT);
      parts.set(name, flipped(get(parts, name), 20));
    },
  },
  {
    name: 'a document cut short',
    ...{ on, fails },
    lie(parts) {
      const name = one(parts, DOCUMENT);
      parts.set(name, get(parts, name).subarray(0, -1));
    },
  },
  {
    name: 'a document with its padding',
    ...{ on, fails },
    lie(parts) {
      const name = one(parts, DOCUMENT);
      parts.set(name, Buffer.concat([get(parts, name), Buffer.alloc(1)]));
    },
  },
  {
    name: 'two documents of one bid swapped',
    on: 'toldTwo',
    fails,
    lie(parts) {
      const bid = named(parts, INNER).find((name) => documentsOf(parts, name) > 1) ?? '';
      const [a = '', b = ''] = named(parts, new RegExp(`^${folderOf(bid)}/\\d`));
      swap(parts, a, b);
    },
  },
  {
    name: 'the documents of two bids swapped',
    on: 'toldTwo',
    fails,
    lie: (parts) => swap(parts, one(parts, DOCUMENT), one(parts, DOCUMENT, 1)),
  },
  {
    name: 'the inner manifest of another bid',
    on: 'toldTwo',
    fails,
    lie: (parts) => void parts.set(one(parts, INNER), get(parts, one(parts, INNER, 1))),
  },
  {
    name: 'a bid with the inner manifest and the documents of another',
    on: 'toldTwo',
    fails,
    lie(parts) {
      const [a, b] = [folderOf(one(parts, INNER)), folderOf(one(parts, INNER, 1))];
      drop(parts, new RegExp(`^${b}/`));
      for (const name of named(parts, new RegExp(`^${a}/`))) parts.set(name.replace(a, b), get(parts, name));
    },
  },
  {
    name: 'no inner manifest',
    ...{ on, fails },
    lie: (parts) => void parts.delete(one(parts, INNER)),
  },
  { name: 'an inner manifest signed by another bidder', ...{ on, fails }, lie: resigned('cipta.mandiri') },
  { name: 'an inner manifest signed again by its bidder', ...{ on, fails }, lie: resigned('karya.nusantara') },
  {
    name: 'an inner manifest with its padding',
    ...{ on, fails },
    lie(parts) {
      const name = one(parts, INNER);
      parts.set(name, Buffer.concat([get(parts, name), Buffer.alloc(100)]));
    },
  },
  { name: 'a document left out', ...{ on, fails }, lie: (parts) => void parts.delete(one(parts, DOCUMENT)) },
  { name: 'a document too many', ...{ on, fails }, lie: added((folder) => `${folder}/0099.pdf`) },
  { name: 'a document of number 0', ...{ on, fails }, lie: added((folder) => `${folder}/0000`) },
  { name: 'one document under two endings', ...{ on, fails }, lie: added((folder) => `${folder}/0001.txt`) },
  { name: 'a piece beside the whole document', ...{ on, fails }, lie: added((folder) => `${folder}/0001.pdf.001`) },
  { name: 'a short document as one piece', ...{ on, fails }, lie: renamed((name) => `${name}.001`) },
  {
    name: 'a short document in two pieces',
    ...{ on, fails },
    lie(parts) {
      const name = one(parts, DOCUMENT);
      const bytes = get(parts, name);
      parts.delete(name);
      parts.set(`${name}.001`, bytes.subarray(0, 100)).set(`${name}.002`, bytes.subarray(100));
    },
  },
  { name: 'a document without its ending', on, fails: null, lie: renamed((name) => name.replace('.pdf', '')) },
  { name: 'a document with another ending', on, fails: null, lie: renamed((name) => name.replace('.pdf', '.exe')) },
  { name: 'a document whose ending has a capital', on, fails: 1, lie: renamed((name) => name.replace('.pdf', '.PDF')) },
  { name: 'a document with two endings', on, fails: 1, lie: renamed((name) => `${name}.exe`) },
  { name: 'a document of another number of digits', on, fails: 1, lie: renamed((name) => name.replace('0001', '001')) },
  {
    name: 'a document under the name that its bidder gave it',
    on,
    fails: 1,
    lie: added((folder) => `${folder}/a.pdf`),
  },
  { name: 'a document in a folder of a folder', on, fails: 1, lie: added((folder) => `${folder}/0001/a.pdf`) },
  { name: 'a document that leaves its folder', on, fails: 1, lie: added((folder) => `${folder}/../../0001.pdf`) },
  { name: 'a document that leaves the dossier', on, fails: 1, lie: added(() => 'documents/../0001.pdf') },
  { name: 'a document at the root of a disk', on, fails: 1, lie: added(() => '/documents/0001.pdf') },
  { name: 'a document with the separator of Windows', on, fails: 1, lie: added((folder) => `${folder}\\0001.pdf`) },
  { name: 'a document of no bid', on, fails: 1, lie: added(() => 'documents/siapa/0001.pdf') },
  { name: 'the content of a bid that was not opened', ...{ on, fails }, lie: ofUnopened },
  {
    name: 'the content of a bid that was replaced or withdrawn',
    ...{ on, fails },
    lie(parts) {
      const due = [one(parts, INNER), one(parts, /referrals\/.*\.result\.p7m$/)].join();
      const bids = named(parts, /\/body\.json$/).map((name) => name.split('/')[2] ?? '');
      const other = bids.find((bid) => !due.includes(bid)) ?? '';
      parts.set(`documents/${other}/0001.pdf`, get(parts, one(parts, DOCUMENT)));
    },
  },
  {
    name: 'the content of an opened bid left out',
    on: 'toldTwo',
    fails,
    lie(parts) {
      // Of two: an envelope of which all are left out is missing, and that is honest.
      const bid = one(parts, /^bids\/file-1\/.*\/body\.json$/).split('/')[2] ?? '';
      drop(parts, new RegExp(`^documents/${bid}/`));
    },
  },
  { name: 'the content of all bids left out', on, fails: null, lie: (parts) => drop(parts, /^documents\//) },
  {
    name: 'another price than the letter says: all members and the LPSE together',
    on: 'toldNonCa',
    fails,
    lie: logged('dedi.kurniawan', { price: '1' }),
  },
  {
    name: 'another number of documents than the bidder sent: all members and the LPSE together',
    on: 'toldNonCa',
    fails,
    lie: logged('dedi.kurniawan', { documents: 99 }),
  },
  {
    name: 'the content of bids whose results were left out',
    on,
    fails: 13,
    lie: (parts) => drop(parts, /^openings\/satu\/results\//),
  },
];

function documentsOf(parts: Parts, inner: string): number {
  return parseInnerManifest(signedIn(parts, inner)).documents.length;
}
