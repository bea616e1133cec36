// Words for outcomes and facts of an opening, on paper and in exported files: what is there, and no verdict.
import type { ResultFact, RowOutcome } from '../domain/opening-results.ts';

export type Language = 'id' | 'en';
type Words = Readonly<Record<Language, string>>;

const OUTCOMES: Readonly<Record<RowOutcome['kind'], Words>> = {
  waiting: { id: 'belum dibuka', en: 'not yet opened' },
  'stays-sealed': { id: 'tetap tersegel', en: 'stays sealed' },
  opened: { id: 'dibuka', en: 'opened' },
  'not-opened': { id: 'tidak dapat dibuka', en: 'could not be opened' },
  unproven: { id: 'belum terbukti di komputer ini', en: 'not proven on this computer' },
};

export function outcomeText({ kind }: RowOutcome, language: Language): string {
  return OUTCOMES[kind][language];
}

/** Classes that follow from digests (crypto/SPEC.md 7). */
const REASONS: Readonly<Record<string, Words>> = {
  'damaged-in-storage': {
    id: 'berkas yang tersimpan di LPSE berbeda dari yang diterima',
    en: 'the file stored at the LPSE differs from the one received',
  },
  'lock-release-mismatch': {
    id: 'kunci yang dilepas KMS bukan kunci berkas ini',
    en: 'the lock released by the KMS is not the one of this file',
  },
  'made-wrongly': {
    id: 'berkas utuh, tetapi isinya tidak sesuai dengan yang disegel',
    en: 'the file is whole, but its content does not match what was sealed',
  },
  'wrong-or-missing-key': {
    id: 'kunci pembuka di komputer ini tidak cocok dengan berkas',
    en: 'the opening key on this computer does not fit the file',
  },
  'too-early': { id: 'belum waktunya dibuka', en: 'not yet time to open' },
};

/** A class that this version does not know is shown by its name. */
export function reasonText(reason: string, language: Language): string {
  return REASONS[reason]?.[language] ?? reason;
}

const FACTS: Readonly<Record<ResultFact, Words>> = {
  'above-owner-estimate': { id: 'harga di atas HPS', en: "price above the owner's estimate" },
  'above-budget-ceiling': { id: 'harga di atas pagu', en: 'price above the budget ceiling' },
  'letter-and-schedule-differ': {
    id: 'surat penawaran dan daftar kuantitas dan harga berbeda',
    en: 'letter and price schedule differ',
  },
  'rows-differ': { id: 'ada baris yang hasil kalinya berbeda', en: 'some rows are not quantity times unit price' },
  'total-differs': {
    id: 'jumlah tertulis berbeda dari jumlah dihitung',
    en: 'stated total differs from computed total',
  },
  'same-price': { id: 'harga sama dengan penawaran lain', en: 'same price as another bid' },
  'members-disagree': { id: 'hasil antaranggota berbeda', en: "members' results differ" },
};

export function factText(fact: ResultFact, language: Language): string {
  return FACTS[fact][language];
}
