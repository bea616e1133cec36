// Labels and values, as SPSE shows a package: a description list in two columns, one below the other when it is narrow.
import type { ReactElement, ReactNode } from 'react';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

export function FactTable({ facts }: { readonly facts: readonly Fact[] }): ReactElement {
  return (
    <dl className="fact-table">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
