// Lies about the opening: technical result, the key server's release (also under its own key), sessions and shares.
import { ReleasedHeaders, TechnicalResult } from '../../../app/protocol/openings.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { mergeSignatures } from '../../../crypto/cms/sign.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import {
  contentOf,
  flipped,
  get,
  linesOf,
  mine,
  named,
  one,
  relog,
  relogged,
  signedIn,
  type Liar,
  type Parts,
  type Tampering,
  type Who,
} from './liar.ts';

const RELEASE = 'openings/satu/release.p7m';
const TECHNICAL = 'technical-result.p7m';
type Release = ReturnType<typeof ReleasedHeaders.parse>;

/** What the key server signed, said otherwise and signed by somebody. */
async function rereleased(parts: Parts, liar: Liar, by: Who, change: (release: Release) => Json): Promise<void> {
  const content = encodeCanonicalJson(change(ReleasedHeaders.parse(contentOf(parts, RELEASE))));
  parts.set(RELEASE, await liar.sign(by, content));
}

/** The key server and the LPSE together: signed with the KMS's own key, in a log that was rewritten for it. */
const insider =
  (
    change: (release: Release) => Json,
    alter: (line: string, bids: number) => string = (line) => line,
  ): Tampering['lie'] =>
  async (parts, liar) => {
    const [before, bids] = [
      sha256Hex(get(parts, RELEASE)),
      ReleasedHeaders.parse(contentOf(parts, RELEASE)).bids.length,
    ];
    await rereleased(parts, liar, 'kms', change);
    relogged(parts, liar, before, sha256Hex(get(parts, RELEASE)));
    const lines = linesOf(parts).map((line) => (line.includes('"release-requested"') ? alter(line, bids) : line));
    relog(parts, liar, lines);
  };

const objectsOf = (change: (object: Release['bids'][number]['objects'][number]) => Json) => (release: Release) => ({
  ...release,
  bids: release.bids.map((bid) => ({ ...bid, objects: bid.objects.map(change) })),
});

/** Only of the bid that the members referred to the LPSE. */
const ofUnopened = (parts: Parts, change: Parameters<typeof objectsOf>[0]) => (release: Release) => ({
  ...release,
  bids: release.bids.map((bid) => {
    const referred = parts.has(`openings/satu/referrals/${bid.submissionId}.result.p7m`);
    return referred ? { ...bid, objects: bid.objects.map(change) } : bid;
  }),
});

const fewer = (line: string, bids: number) => line.replace(`"bids":${String(bids)}`, `"bids":${String(bids - 1)}`);

async function anotherTechnicalResult(parts: Parts, liar: Liar) {
  const value = TechnicalResult.parse(contentOf(parts, TECHNICAL));
  const bidders = named(parts, /^bids\/file-1\/[^/]+\/body\.json$/).map((name) => {
    const body = JSON.parse(get(parts, name).toString('utf8')) as { readonly bidderId: string };
    return body.bidderId;
  });
  const content = encodeCanonicalJson({ ...value, passed: [...new Set(bidders)].toSorted() });
  const cms = mergeSignatures(await liar.sign('siti.rahayu', content), await liar.sign('agus.pranoto', content));
  return { cms, before: sha256Hex(encodeCanonicalJson(value)), after: sha256Hex(content) };
}

export const OPENING: readonly Tampering[] = [
  {
    name: 'a release that LPSE and log keep to themselves, with the results that came of it',
    on: 'members',
    fails: 11,
    lie(parts, liar) {
      parts.delete(RELEASE);
      const lines = linesOf(parts).filter((line) => !(line.includes('"headers-released"') && mine(parts, line)));
      relog(parts, liar, lines);
    },
  },
  {
    name: 'a release under a member’s signature',
    on: 'members',
    fails: 11,
    lie: (parts, liar) => rereleased(parts, liar, 'siti.rahayu', (release) => release),
  },
  {
    name: 'a release without one bid, under a member’s signature',
    on: 'members',
    fails: 11,
    lie: (parts, liar) =>
      rereleased(parts, liar, 'siti.rahayu', (release) => ({ ...release, bids: release.bids.slice(1) })),
  },
  {
    name: 'the release signed anew by the key server: the log knows another',
    on: 'members',
    fails: 11,
    lie: (parts, liar) => rereleased(parts, liar, 'kms', (release) => ({ ...release, releasedAt: release.releasedAt })),
  },
  {
    name: 'the same release signed anew by the key server, in a log that was rewritten for it',
    on: 'members',
    fails: null,
    lie: insider((release) => release),
  },
  {
    name: 'a release of fewer bids: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => ({ ...release, bids: release.bids.slice(1) }), fewer),
  },
  {
    name: 'a release of one bid twice: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => ({ ...release, bids: [...release.bids.slice(1), ...release.bids.slice(1)] })),
  },
  {
    name: 'a release for which fewer bids were requested: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => release, fewer),
  },
  {
    name: 'other headers in a release: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider(
      objectsOf((object) => ({
        ...object,
        header: flipped(Buffer.from(object.header, 'base64'), 40).toString('base64'),
      })),
    ),
  },
  {
    name: 'other headers and their digests in a release: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider(
      objectsOf((object) => {
        const header = flipped(Buffer.from(object.header, 'base64'), 40);
        return { ...object, header: header.toString('base64'), headerSha256: sha256Hex(header) };
      }),
    ),
  },
  {
    name: 'other locks named in a release: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider(objectsOf((object) => ({ ...object, lockSha256: object.headerSha256 }))),
  },
  {
    name: 'no header released of a bid that its members opened: all of them together',
    on: 'members',
    fails: 14,
    lie: insider(objectsOf((object) => ({ ...object, header: '' }))),
  },
  {
    name: 'one header of a document not released, of a bid that its members opened: all of them together',
    on: 'nonCa',
    fails: 14,
    lie: insider(objectsOf((object) => (object.id === '0001' ? { ...object, header: '' } : object))),
  },
  {
    name: 'headers that were not released, of a bid that nobody opened',
    on: 'members',
    fails: null,
    lie: (parts, liar) => insider(ofUnopened(parts, (object) => ({ ...object, header: '' })))(parts, liar),
  },
  {
    name: 'an object left out of a release: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => ({
      ...release,
      bids: release.bids.map((bid) => ({ ...bid, objects: bid.objects.slice(1) })),
    })),
  },
  {
    name: 'a release before the hour: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => ({
      ...release,
      releasedAt: new Date(Date.parse(release.releasedAt) - 864e5).toISOString(),
    })),
  },
  {
    name: 'a release of another envelope: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => ({ ...release, envelopeId: 'file-1' })),
  },
  {
    name: 'an unknown member in a release: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider((release) => ({ ...release, checkpoint: 'x' })),
  },
  {
    name: 'a release that nobody asked for: key server and LPSE together',
    on: 'members',
    fails: 11,
    lie: insider(
      (release) => release,
      (line) => line.replace('"release-requested"', '"schedule-changed"'),
    ),
  },
  {
    name: 'the release of another tender',
    on: 'members',
    fails: 11,
    lie: (parts, { others }) =>
      void parts.set(RELEASE, get(others.get('quorum') ?? new Map<string, Buffer>(), RELEASE)),
  },
  { name: 'the release left out', on: 'members', fails: 11, lie: (parts) => void parts.delete(RELEASE) },
  { name: 'the technical result left out', on: 'two', fails: 6, lie: (parts) => void parts.delete(TECHNICAL) },
  {
    name: 'a technical result under one member of three',
    on: 'two',
    fails: 6,
    lie: async (parts, liar) => void parts.set(TECHNICAL, await liar.sign('siti.rahayu', signedIn(parts, TECHNICAL))),
  },
  {
    name: 'another technical result, by a majority that the log does not know',
    on: 'two',
    fails: 6,
    lie: async (parts, liar) => void parts.set(TECHNICAL, (await anotherTechnicalResult(parts, liar)).cms),
  },
  {
    name: 'a bid more in File II: majority and LPSE together, against the key server',
    on: 'two',
    fails: 11,
    async lie(parts, liar) {
      const { cms, before, after } = await anotherTechnicalResult(parts, liar);
      parts.set(TECHNICAL, cms);
      relogged(parts, liar, before, after);
    },
  },
  {
    name: 'a contribution left out',
    on: 'quorum',
    fails: 12,
    lie: (parts) => void parts.delete(one(parts, /contributions\//)),
  },
  {
    name: 'one contribution twice',
    on: 'quorum',
    fails: 12,
    lie: (parts) => void parts.set(one(parts, /contributions\//, -1), get(parts, one(parts, /contributions\//))),
  },
  {
    name: 'a session under a bidder’s signature',
    on: 'quorum',
    fails: 12,
    async lie(parts, liar) {
      const name = 'openings/satu/session.p7m';
      parts.set(name, await liar.sign('cipta.mandiri', signedIn(parts, name)));
    },
  },
  {
    name: 'a header other than the sealed one',
    on: 'nonCa',
    fails: 11,
    lie(parts) {
      const name = one(parts, /headers\/0000\.p7m$/);
      const bytes = get(parts, name);
      parts.set(name, flipped(bytes, bytes.length - 1));
    },
  },
  {
    name: 'a header re-wrapped with another tag: key server and LPSE together',
    on: 'nonCa',
    fails: 11,
    lie: insider(
      objectsOf((object) => {
        const header = Buffer.from(object.header, 'base64');
        return { ...object, header: flipped(header, header.length - 1).toString('base64') };
      }),
    ),
  },
  {
    name: 'a header re-wrapped with something after it: key server and LPSE together',
    on: 'nonCa',
    fails: 11,
    lie: insider(
      objectsOf((object) => ({
        ...object,
        header: Buffer.concat([Buffer.from(object.header, 'base64'), Buffer.alloc(1)]).toString('base64'),
      })),
    ),
  },
];
