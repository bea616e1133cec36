// What every part of the minutes looks at.
import type { OpeningResults } from '../domain/opening-results.ts';
import type { MinutesWords } from './minutes-words.ts';
import type { Language } from './result-words.ts';

export interface MinutesView {
  readonly results: OpeningResults;
  readonly language: Language;
  readonly words: MinutesWords;
  /** A moment on the LPSE's zone. */
  readonly time: (instant: string) => string;
}
