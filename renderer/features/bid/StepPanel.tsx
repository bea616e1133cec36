// One step's content under a heading that takes the focus when the step is opened by a link.
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';

export interface StepPanelProps {
  /** The step's one question. */
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** The bid's own heading has the focus when the whole screen was just opened; a change of step moves it here. */
export function StepPanel({ title, lead, children }: StepPanelProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const { activeElement } = document;
    const cameByLink = activeElement === document.body || activeElement?.closest('.step-nav, .next-step') !== null;
    if (cameByLink) heading.current?.focus();
  }, []);
  return (
    <section className="step-panel">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {lead !== undefined && <p className="lead-text">{lead}</p>}
      {children}
    </section>
  );
}
