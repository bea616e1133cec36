// A countdown in words and as a bar; spoken at 30, 10 and 5 seconds only.
import type { ReactElement } from 'react';

const SPOKEN: ReadonlySet<number> = new Set([30, 10, 5]);

export interface ClosingBarProps {
  readonly text: string;
  readonly left: number;
  readonly of: number;
}

export function ClosingBar({ text, left, of }: ClosingBarProps): ReactElement {
  return (
    <div className="mb-3">
      <p className="mb-1 tabular" role="timer">
        {text}
      </p>
      <progress className="bar" max={of} value={left} aria-label={text} />
      <span className="visually-hidden" aria-live="assertive">
        {SPOKEN.has(left) ? text : ''}
      </span>
    </div>
  );
}
