// A box to tick or one of several to choose, with its words behind it; pressing the words does the same.
import { useId, type ReactElement, type ReactNode } from 'react';

export interface TickProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
  /** Of radio buttons, of which one is chosen; without it, it is a box. */
  readonly group?: string;
  readonly id?: string;
  readonly className?: string;
}

export function Tick({ checked, onChange, children, group, id, className = '' }: TickProps): ReactElement {
  const ownId = useId();
  const inputId = id ?? ownId;
  return (
    <div className={`form-check ${className}`}>
      <input
        id={inputId}
        className="form-check-input"
        type={group === undefined ? 'checkbox' : 'radio'}
        name={group}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label className="form-check-label" htmlFor={inputId}>
        {children}
      </label>
    </div>
  );
}
