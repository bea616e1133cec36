// Lies about what the members found, and about bids that did not open.
import { ResultStatement } from '../../../app/protocol/openings.ts';
import { OpeningFacts } from '../../../app/protocol/dossier.ts';
import { encodeCanonicalJson, parseCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import {
  contentOf,
  drop,
  flipped,
  get,
  named,
  one,
  relogged,
  said,
  signedIn,
  type Liar,
  type Parts,
  type Tampering,
  type Who,
} from './liar.ts';

const RESULT = /^openings\/satu\/results\//;
const STATEMENT = /statement\.p7m$/;

/** A result whose outcome is `opened`, said otherwise and signed by its member. */
async function resaid(parts: Parts, liar: Liar, by: Who, change: Readonly<Record<string, Json>>) {
  for (const name of named(parts, RESULT)) {
    const value = ResultStatement.parse(contentOf(parts, name));
    if (value.outcome.kind !== 'opened') continue;
    return said(parts, liar, {
      ...{ name, by },
      content: encodeCanonicalJson({ ...value, outcome: { ...value.outcome, ...change } }),
    });
  }
  throw new Error('no opened result');
}

/** A result that everybody who signs and logs would have to make up together. */
export const logged =
  (by: Who, change: Readonly<Record<string, Json>>): Tampering['lie'] =>
  async (parts, liar) => {
    const { before, after } = await resaid(parts, liar, by, change);
    relogged(parts, liar, before, after);
  };

/** The very bytes of a result, signed and logged: what is not canonical is no message. */
const written =
  (change: (text: string) => string): Tampering['lie'] =>
  async (parts, liar) => {
    const name = one(parts, RESULT);
    const content = Buffer.from(change(signedIn(parts, name).toString('utf8')));
    const { before, after } = await said(parts, liar, { name, by: 'dedi.kurniawan', content });
    relogged(parts, liar, before, after);
  };

export const RESULTS: readonly Tampering[] = [
  {
    name: 'a member’s result left out',
    on: 'members',
    fails: 13,
    lie: (parts) => void parts.delete(one(parts, RESULT)),
  },
  {
    name: 'another price in a result, signed by the member',
    on: 'members',
    fails: 13,
    async lie(parts, liar) {
      await resaid(parts, liar, 'siti.rahayu', { price: '1' });
    },
  },
  {
    name: 'a price changed inside the signature',
    on: 'members',
    fails: 13,
    lie(parts) {
      const name = named(parts, RESULT).find((each) => get(parts, each).includes('"price":"')) ?? '';
      const bytes = get(parts, name);
      parts.set(name, flipped(bytes, bytes.indexOf('"price":"') + 9));
    },
  },
  {
    name: 'a result under a bidder’s signature',
    on: 'members',
    fails: 13,
    async lie(parts, liar) {
      const name = one(parts, RESULT);
      parts.set(name, await liar.sign('cipta.mandiri', signedIn(parts, name)));
    },
  },
  {
    name: 'one result twice, another left out',
    on: 'members',
    fails: 13,
    lie: (parts) => void parts.set(one(parts, RESULT, -1), get(parts, one(parts, RESULT))),
  },
  {
    name: 'other content than was sealed: member and LPSE together, in a log rewritten after the closing',
    on: 'members',
    fails: 13,
    lie: logged('siti.rahayu', { innerSha256: 'cd'.repeat(32) }),
  },
  {
    name: 'other content than was sealed: all members and the LPSE together',
    on: 'nonCa',
    fails: 14,
    lie: logged('dedi.kurniawan', { innerSha256: 'cd'.repeat(32) }),
  },
  {
    name: 'no price where one was sealed: all members and the LPSE together',
    on: 'nonCa',
    fails: 14,
    lie: logged('dedi.kurniawan', { price: null }),
  },
  {
    name: 'a price with a comma: all members and the LPSE together',
    on: 'nonCa',
    fails: 13,
    lie: logged('dedi.kurniawan', { price: '1,5' }),
  },
  { name: 'an unknown member in a result', on: 'nonCa', fails: 13, lie: logged('dedi.kurniawan', { catatan: 'x' }) },
  { name: 'a result with a space', on: 'nonCa', fails: 13, lie: written((text) => text.replace(':', ': ')) },
  { name: 'a result with a newline after it', on: 'nonCa', fails: 13, lie: written((text) => `${text}\n`) },
  { name: 'a result with a byte order mark', on: 'nonCa', fails: 13, lie: written((text) => `\ufeff${text}`) },
  {
    name: 'a result that says its outcome twice',
    on: 'nonCa',
    fails: 13,
    lie: written((text) => text.replace('{', '{"outcome":{"kind":"not-opened","reason":"too-early"},')),
  },
  {
    name: 'a result in other escapes',
    on: 'nonCa',
    fails: 13,
    lie: written((text) => text.replace('"satu"', String.raw`"\u0073atu"`)),
  },
  {
    name: 'the opening of something else',
    on: 'members',
    fails: 13,
    lie(parts) {
      const name = 'openings/satu/opening.json';
      const facts = OpeningFacts.parse(parseCanonicalJson(get(parts, name)));
      parts.set(name, encodeCanonicalJson({ ...facts, openingId: 'lain' }));
    },
  },
  {
    name: 'two bidders under each other’s names',
    on: 'members',
    fails: 13,
    lie(parts) {
      const name = 'openings/satu/opening.json';
      const facts = OpeningFacts.parse(parseCanonicalJson(get(parts, name)));
      const names = facts.bids.map(({ bidderName, npwp }) => ({ bidderName, npwp })).toReversed();
      parts.set(name, encodeCanonicalJson({ ...facts, bids: facts.bids.map((bid, i) => ({ ...bid, ...names[i] })) }));
    },
  },
  {
    name: 'a bid put away for headers that are the sealed ones: all members and the LPSE together',
    on: 'replaced',
    fails: 14,
    async lie(parts, liar) {
      const name = one(parts, /^openings\/harga\/results\//);
      const value = ResultStatement.parse(contentOf(parts, name));
      const outcome = { kind: 'not-opened', reason: 'lock-release-mismatch' };
      const content = encodeCanonicalJson({ ...value, outcome });
      const { before, after } = await said(parts, liar, { name, by: 'siti.rahayu', content });
      relogged(parts, liar, before, after);
    },
  },
  {
    name: 'the LPSE’s statement left out',
    on: 'members',
    fails: 15,
    lie: (parts) => void parts.delete(one(parts, STATEMENT)),
  },
  {
    name: 'the LPSE’s statement changed',
    on: 'members',
    fails: 15,
    lie(parts) {
      const name = one(parts, STATEMENT);
      const bytes = get(parts, name);
      parts.set(name, flipped(bytes, bytes.indexOf('Rusak')));
    },
  },
  {
    name: 'a statement under the key server’s signature',
    on: 'members',
    fails: 15,
    async lie(parts, liar) {
      const name = one(parts, STATEMENT);
      parts.set(name, await liar.sign('kms', signedIn(parts, name)));
    },
  },
  { name: 'a referral left out', on: 'members', fails: 15, lie: (parts) => drop(parts, /\/referrals\//) },
  {
    name: 'a referral of a bid that opened',
    on: 'members',
    fails: 15,
    lie(parts) {
      const name = one(parts, /referrals\/.*\.result\.p7m$/);
      parts.set(name.replace(/[^/]+\.result/, 'lain.result'), get(parts, name));
    },
  },
];
