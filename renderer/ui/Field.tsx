// A labelled field with its hint and what is wrong with it, tied together for screen readers.
import { useId, type ReactElement, type ReactNode } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong, in one sentence. */
  readonly error?: string | null | undefined;
  /** Gets what the input needs. */
  readonly children: (input: {
    readonly id: string;
    readonly className: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps): ReactElement {
  const id = useId();
  const wrong = error !== undefined && error !== null;
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(wrong ? [`${id}-error`] : [])].join(' ');
  return (
    <div className="mb-3">
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: `form-control ${wrong ? 'is-invalid' : ''}`,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': wrong,
      })}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="form-text">
          {hint}
        </div>
      )}
      {wrong && (
        <div id={`${id}-error`} className="invalid-feedback d-block" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
