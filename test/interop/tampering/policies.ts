// Lies about who may decide: policies, their order, what helps to judge their certificates, rehearsals and dealings.
import { SealingPolicy } from '../../../app/protocol/policy.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { encodeName, nameAttribute } from '../../../crypto/x509/distinguished-name.ts';
import { createAuthority } from '../../pki/authority.ts';
import { signedByAll } from '../../doubles/signed-twice.ts';
import {
  contentOf,
  drop,
  edit,
  get,
  one,
  relogged,
  signedIn,
  swap,
  type Liar,
  type Parts,
  type Tampering,
  type Who,
} from './liar.ts';

const POLICY = /^policies\//;
const POKJA: readonly Who[] = ['lpse', 'siti.rahayu', 'agus.pranoto'];

/** The newest policy said otherwise under these signatures, in a log that the LPSE rewrote. */
const repoliced =
  (by: readonly Who[], change: (policy: SealingPolicy) => Json): Tampering['lie'] =>
  async (parts, liar) => {
    const name = one(parts, POLICY, -1);
    const content = encodeCanonicalJson(change(SealingPolicy.parse(contentOf(parts, name))));
    const before = sha256Hex(signedIn(parts, name));
    const keys = await Promise.all(by.map((who) => liar.key(who)));
    parts.set(name, await signedByAll(content, keys, liar.lpse.clock.now()));
    if (sha256Hex(content) !== before) relogged(parts, liar, before, sha256Hex(content));
  };

const closing = (closesAt: string) => (policy: SealingPolicy) => ({
  ...policy,
  envelopes: policy.envelopes.map((envelope) => ({ ...envelope, closesAt })),
});

const crlNamed = (parts: Parts, der: Buffer) => parts.set(`revocation/${sha256Hex(der)}.crl`, der);

/** Lists of an authority of the liar's own, issued after all others. */
async function foreignList({ lpse }: Liar, subject: Parameters<typeof createAuthority>[0]['subject']): Promise<Buffer> {
  const clock = () => new Date(lpse.clock.now().getTime() + 1000);
  const [list] = (await createAuthority({ subject, clock })).crls();
  if (list === undefined) throw new Error('no list');
  return list;
}

export const POLICIES: readonly Tampering[] = [
  {
    name: 'a policy under the LPSE’s signature alone',
    on: 'members',
    fails: 2,
    lie: repoliced(['lpse'], (policy) => policy),
  },
  {
    name: 'a policy under the majority without the LPSE',
    on: 'members',
    fails: 2,
    lie: repoliced(POKJA.slice(1), (policy) => policy),
  },
  {
    name: 'a policy with an earlier deadline, signed by a bidder as a member',
    on: 'members',
    fails: 2,
    lie: repoliced(['cipta.mandiri'], closing('2020-01-01T00:00:00.000Z')),
  },
  {
    name: 'an unknown member in a policy, under all signatures',
    on: 'members',
    fails: 2,
    lie: repoliced(POKJA, (policy) => ({ ...policy, catatan: 'x' })),
  },
  {
    name: 'an old policy as the newest',
    on: 'members',
    fails: 2,
    lie: (parts) => void parts.set('policies/000009.p7m', get(parts, one(parts, POLICY))),
  },
  {
    name: 'the older of two policies left out',
    on: 'replaced',
    fails: 5,
    lie: (parts) => void parts.delete(one(parts, POLICY)),
  },
  {
    name: 'the newer of two policies left out',
    on: 'replaced',
    fails: 5,
    lie: (parts) => void parts.delete(one(parts, POLICY, -1)),
  },
  {
    name: 'two policies swapped',
    on: 'replaced',
    fails: 2,
    lie: (parts) => swap(parts, one(parts, POLICY), one(parts, POLICY, -1)),
  },
  {
    name: 'a newer policy that closes earlier: majority and LPSE together',
    on: 'replaced',
    fails: 2,
    lie: repoliced(POKJA, closing('2026-01-01T00:00:00.000Z')),
  },
  {
    name: 'a newer policy under the member who was replaced',
    on: 'replaced',
    fails: 2,
    lie: repoliced(['lpse', 'siti.rahayu', 'maria.simbolon'], (policy) => policy),
  },
  {
    name: 'a newer policy of the serial of the older',
    on: 'replaced',
    fails: 2,
    lie: repoliced(POKJA, (policy) => ({ ...policy, serial: 1 })),
  },
  {
    name: 'a newer policy for another package certificate: majority and LPSE together',
    on: 'replaced',
    fails: 2,
    lie: repoliced(POKJA, (policy) => ({
      ...policy,
      envelopes: policy.envelopes.map((one) => ({ ...one, packageCertificate: one.rehearsalCertificate })),
    })),
  },
  {
    name: 'a newer policy with another opener: majority and LPSE together',
    on: 'replaced',
    fails: 2,
    lie: repoliced(POKJA, (policy) => ({
      ...policy,
      envelopes: policy.envelopes.map((one) => ({
        ...one,
        openers: { kind: 'members', certificates: [one.packageCertificate, ...one.signers.slice(1)] },
      })),
    })),
  },
  {
    name: 'a revocation answer left out',
    on: 'members',
    fails: 9,
    lie(parts) {
      const receipt = JSON.parse(get(parts, one(parts, /receipt\.json$/)).toString('utf8')) as {
        readonly revocationSha256: readonly string[];
      };
      parts.delete(`revocation/${receipt.revocationSha256[0] ?? ''}.crl`);
    },
  },
  {
    name: 'a list of an authority that nobody asked about',
    on: 'members',
    fails: null,
    lie: async (parts, liar) => void crlNamed(parts, await foreignList(liar, 'CA Lain')),
  },
  {
    name: 'something that is no list',
    on: 'members',
    fails: null,
    lie: (parts) => void crlNamed(parts, Buffer.from('bukan daftar')),
  },
  {
    name: 'a newer list under the name of the members’ authority and another key',
    on: 'members',
    fails: null,
    async lie(parts, liar) {
      const { issuer } = (await liar.key('siti.rahayu')).certificate;
      const values = issuer.rdns.flat().map(({ value }) => value);
      const types = (['C', 'O', 'OU', 'CN'] as const).filter((type) => nameAttribute(issuer, type) !== undefined);
      const subject = types
        .map((type) => ({ type, value: nameAttribute(issuer, type) ?? '' }))
        .toSorted((x, y) => values.indexOf(x.value) - values.indexOf(y.value));
      if (!encodeName(subject).equals(issuer.der)) throw new Error('another name');
      crlNamed(parts, await foreignList(liar, subject));
    },
  },
  {
    name: 'the certificates of authorities left out',
    on: 'members',
    fails: null,
    lie: (parts) => drop(parts, /^certificates\//),
  },
  {
    name: 'a rehearsal under a bidder’s signature',
    on: 'members',
    fails: 5,
    async lie(parts, liar) {
      const name = one(parts, /^rehearsals\//);
      parts.set(name, await liar.sign('cipta.mandiri', signedIn(parts, name)));
    },
  },
  {
    name: 'a rehearsal that says otherwise than its leaf',
    on: 'members',
    fails: 5,
    async lie(parts, liar) {
      const name = one(parts, /^rehearsals\//);
      const content = encodeCanonicalJson({ ...contentOf(parts, name), opened: false });
      parts.set(name, await liar.sign('agus.pranoto', content));
    },
  },
  {
    name: 'a holder’s confirmation left out',
    on: 'quorum',
    fails: 5,
    lie: (parts) => void parts.delete(one(parts, /^rehearsals\//)),
  },
  {
    name: 'a dealing with another threshold',
    on: 'quorum',
    fails: 5,
    lie: (parts) => edit(parts, one(parts, /^dealings\//), '"threshold":2', '"threshold":3'),
  },
  { name: 'a dealing left out', on: 'quorum', fails: 5, lie: (parts) => drop(parts, /^dealings\//) },
];
