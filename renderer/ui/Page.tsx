// One screen: a heading that takes the focus when the screen opens, so that keyboard and screen reader start at its top.
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';

export interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Buttons at the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Narrow for forms and texts. */
  readonly narrow?: boolean;
}

export function Page({ title, lead, actions, children, narrow = false }: PageProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions !== undefined && <div className="d-flex flex-wrap gap-2">{actions}</div>}
      </div>
      {lead !== undefined && <p className="lead-text">{lead}</p>}
      {children}
    </div>
  );
}
