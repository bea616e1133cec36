// The place of an envelope's checklist where the price schedule belongs. Slots are the server's data; these are SPSE's names.

interface SlotName {
  readonly slot: string;
}

const KNOWN = ['daftar-kuantitas-harga', 'rincian-biaya'];
const LIKELY = /(kuantitas|rincian).*(harga|biaya)|daftar-harga/;

/** Null where the checklist has no such place: then no table is offered. */
export function priceSlotOf<S extends SlotName>(slots: readonly S[]): S | null {
  const known = KNOWN.flatMap((name) => slots.find(({ slot }) => slot === name) ?? []);
  return known[0] ?? slots.find(({ slot }) => LIKELY.test(slot)) ?? null;
}
