// Every way to lie with a dossier that we could think of, by subject.
import { BIDS } from './bids.ts';
import { DOCUMENTS } from './documents.ts';
import { FORM } from './form.ts';
import type { Tampering } from './liar.ts';
import { LISTS } from './lists.ts';
import { LOG } from './log.ts';
import { OPENING } from './opening.ts';
import { POLICIES } from './policies.ts';
import { RESULTS } from './results.ts';
import { SIGNATURES } from './signatures.ts';

export const TAMPERINGS: readonly Tampering[] = [
  ...FORM,
  ...POLICIES,
  ...LISTS,
  ...LOG,
  ...BIDS,
  ...OPENING,
  ...RESULTS,
  ...DOCUMENTS,
  ...SIGNATURES,
];
