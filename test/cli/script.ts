// The text form of a CLI script (README.md): lines in, steps out.

export interface Expectation {
  readonly kind: 'stdout' | 'stderr';
  /** A whole line, or `/regex/` for a part of one. */
  readonly source: string;
}

export interface CommandStep {
  readonly kind: 'command';
  readonly line: number;
  readonly args: readonly string[];
  readonly fd3: string[];
  readonly expected: Expectation[];
  readonly json: { readonly path: string; readonly value: string }[];
  readonly sets: { readonly name: string; readonly path: string }[];
  exit: number;
}

export type Step =
  | CommandStep
  | { readonly kind: 'home'; readonly name: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'file'; readonly mode: string; readonly path: string; readonly line: number }
  | { readonly kind: 'delete'; readonly pattern: string }
  | { readonly kind: 'flip'; readonly path: string; readonly text: string }
  | { readonly kind: 'gone'; readonly path: string; readonly line: number }
  | { readonly kind: 'damage'; readonly kdTender: string; readonly envelopeId: string; readonly userId: string }
  | { readonly kind: 'state'; readonly kdTender: string; readonly text: string }
  | { readonly kind: 'split'; readonly path: string }
  | { readonly kind: 'clock'; readonly kdTender: string; readonly envelopeId: string };

export interface Script {
  readonly needsLpse: boolean;
  /** One of its own: the script moves the clock past what others still need. */
  readonly ownLpse: boolean;
  readonly steps: readonly Step[];
}

/** @throws Error naming the line that is not understood */
export function parseScript(text: string): Script {
  const steps: Step[] = [];
  let needsLpse = false;
  let ownLpse = false;
  text.split('\n').forEach((raw, i) => {
    const line = raw.trimEnd();
    if (line === '' || line.startsWith('#')) return;
    if (line === 'lpse' || line === 'lpse own') {
      needsLpse = true;
      ownLpse = line === 'lpse own';
      return;
    }
    const last = steps.at(-1);
    if (last?.kind === 'command' && addTo(last, line)) return;
    steps.push(parseStep(line, i + 1));
  });
  return { needsLpse, ownLpse, steps };
}

function addTo(step: CommandStep, line: string): boolean {
  const match = /^(3<|2>|>|=|json|set) ?(.*)$/.exec(line);
  if (match === null) return false;
  const [, mark = '', rest = ''] = match;
  switch (mark) {
    case '3<':
      step.fd3.push(rest);
      return true;
    case '>':
      step.expected.push({ kind: 'stdout', source: rest });
      return true;
    case '2>':
      step.expected.push({ kind: 'stderr', source: rest });
      return true;
    case '=':
      step.exit = Number(rest);
      return true;
    case 'json': {
      const [path = '', ...value] = rest.split(' ');
      step.json.push({ path, value: value.join(' ') });
      return true;
    }
    case 'set': {
      const [name = '', path = ''] = rest.split(' ');
      step.sets.push({ name, path });
      return true;
    }
    default:
      return false;
  }
}

function parseStep(line: string, number: number): Step {
  const [word = '', ...rest] = line.split(' ');
  const tail = rest.join(' ');
  switch (word) {
    case '$': {
      const [program, ...args] = splitArguments(tail);
      if (program !== 'segel') throw new Error(`line ${number}: only segel is run`);
      return { kind: 'command', line: number, args, fd3: [], expected: [], json: [], sets: [], exit: 0 };
    }
    case 'home':
      return { kind: 'home', name: tail };
    case 'write': {
      const [path = '', ...text] = splitArguments(tail);
      return { kind: 'write', path, text: text.join(' ').replaceAll('\\n', '\n') };
    }
    case 'file':
      return { kind: 'file', mode: rest[0] ?? '', path: rest.slice(1).join(' '), line: number };
    case 'delete':
      return { kind: 'delete', pattern: tail };
    case 'flip':
      return { kind: 'flip', path: rest[0] ?? '', text: rest.slice(1).join(' ') };
    case 'gone':
      return { kind: 'gone', path: tail, line: number };
    case 'damage':
      return { kind: 'damage', kdTender: rest[0] ?? '', envelopeId: rest[1] ?? '', userId: rest[2] ?? '' };
    case 'state':
      return { kind: 'state', kdTender: rest[0] ?? '', text: rest.slice(1).join(' ') };
    case 'split':
      return { kind: 'split', path: tail };
    case 'clock':
      return { kind: 'clock', kdTender: rest[0] ?? '', envelopeId: rest[1] ?? '' };
    default:
      throw new Error(`line ${number}: ${line}`);
  }
}

/** Words, with 'single' and "double" quotes. */
export function splitArguments(text: string): readonly string[] {
  return [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_whole, single?: string, double?: string) => single ?? double ?? ''),
  );
}
