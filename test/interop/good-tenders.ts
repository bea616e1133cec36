// The tenders that both verifiers judge, one of every kind: any member opens, two files, a replaced member and so two policies, a
// quorum, and no certificates of the members (NON_CA); some of them with the content of their bids.
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { partsOf } from './dossier-parts.ts';
import { KINDS, type Kind, type Parts } from './tampering/liar.ts';
import { Tenders } from './tender.ts';

export interface GoodTenders {
  readonly tenders: Tenders;
  /** Of each dossier, which lies in `tenders.dir` as `KIND.zip`. */
  readonly parts: ReadonlyMap<Kind, Parts>;
}

export async function goodTenders(): Promise<GoodTenders> {
  // Revocation lists come and go, as with real authorities.
  const tenders = await Tenders.start({ listsEveryMs: 60_000 });
  const { constructionOneFile, quorum, services, goodsTwoFiles, quick } = DEMO_TENDERS;
  const pokja = ['siti.rahayu', 'agus.pranoto'];
  await tenders.rehearse('agus.pranoto', constructionOneFile, 'satu');
  await tenders.bid('karya.nusantara', constructionOneFile, 'satu');
  await tenders.bid('karya.nusantara', constructionOneFile, 'satu');
  const taken = await tenders.bid('sinar.alkes', constructionOneFile, 'satu');
  await tenders.bid('cipta.mandiri', constructionOneFile, 'satu');
  await tenders.withdraw('sinar.alkes', taken);
  await tenders.rehearse('nur.aini', quorum, 'satu');
  await tenders.bid('karya.nusantara', quorum, 'satu');
  await tenders.registerDevice('karya.nusantara');
  await tenders.bid('karya.nusantara', services, 'satu');
  for (const userId of ['sinar.alkes', 'cipta.mandiri'])
    for (const envelopeId of ['file-1', 'file-2'] as const) await tenders.bid(userId, goodsTwoFiles, envelopeId);
  await tenders.bid('cipta.mandiri', quick, 'harga');
  await tenders.replace('maria.simbolon', 'bayu.saputra', pokja, quick);
  await tenders.bid('sinar.alkes', quick, 'harga');
  await tenders.pass(quick, 'harga');
  await tenders.open(['siti.rahayu'], quick, 'harga');
  await tenders.pass(constructionOneFile, 'satu');
  const damaged = tenders.damage('cipta.mandiri', constructionOneFile, 'satu');
  await tenders.open(pokja, constructionOneFile, 'satu');
  await tenders.refer('siti.rahayu', constructionOneFile, 'satu', damaged);
  await tenders.pass(quorum, 'satu');
  await tenders.openLed('hendra.gunawan', ['hendra.gunawan', 'nur.aini'], quorum, 'satu');
  await tenders.pass(services, 'satu');
  await tenders.openLed('dedi.kurniawan', [], services, 'satu');
  await tenders.pass(goodsTwoFiles, 'file-2');
  await tenders.reach(goodsTwoFiles, 'file-1');
  await tenders.open(pokja, goodsTwoFiles, 'file-1');
  await tenders.technical(pokja, goodsTwoFiles, ['sinar.alkes']);
  await tenders.reach(goodsTwoFiles, 'file-2');
  await tenders.open(pokja, goodsTwoFiles, 'file-2');
  // Every authority has issued a list since.
  await tenders.lpse.management?.advanceBySeconds(90);
  const [members, two] = [constructionOneFile, goodsTwoFiles];
  const of: Readonly<Record<Kind, string>> = {
    members,
    two,
    replaced: quick,
    quorum,
    nonCa: services,
    sealed: members,
    told: members,
    toldTwo: two,
    toldNonCa: services,
  };
  const tellers: Partial<Readonly<Record<Kind, string>>> = {
    told: 'siti.rahayu',
    toldTwo: 'agus.pranoto',
    toldNonCa: 'dedi.kurniawan',
  };
  const parts = new Map<Kind, Parts>();
  for (const kind of KINDS) {
    const as = tellers[kind];
    const told = as === undefined ? {} : { as, withDocuments: true };
    const { path } = await tenders.export(of[kind], `${kind}.zip`, { withSealed: kind === 'sealed', ...told });
    parts.set(kind, await partsOf(path));
  }
  return { tenders, parts };
}
