// The shape of one catalogue entry: what a code means to a program and to a person.

/** `finding`: a check came out negative. `fault`: the world or the input. `defect`: our own invariant. `cancelled`: the user. */
export type ProblemKind = 'finding' | 'fault' | 'defect' | 'cancelled';

/** Exit codes of the command line, one per class; documented in README.md. */
export const EXIT = {
  ok: 0,
  finding: 1,
  usage: 2,
  input: 3,
  identity: 4,
  network: 5,
  refused: 6,
  storage: 7,
  integrity: 8,
  time: 9,
  defect: 70,
  cancelled: 130,
} as const;

export type ExitClass = keyof typeof EXIT;

/** Three short sentences: what happened; what to do next; what is safe. No names, paths or secrets. */
export interface ProblemText {
  readonly what: string;
  readonly next: string;
  readonly safe: string;
}

export interface CatalogueEntry {
  readonly kind: ProblemKind;
  /** The same call may succeed later without any change by the user. */
  readonly retryable: boolean;
  readonly exit: ExitClass;
  readonly id: ProblemText;
  readonly en: ProblemText;
}

export type CatalogueArea = Readonly<Record<`${string}/${string}`, CatalogueEntry>>;
