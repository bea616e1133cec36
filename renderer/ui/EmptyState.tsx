// An empty list says what to do next (ux.md, Look).
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, text, children }: EmptyStateProps): ReactElement {
  return (
    <div className="empty">
      <Icon name={icon} size={32} />
      <p className="h6 mb-1">{title}</p>
      <p className="text-body-secondary mb-3">{text}</p>
      {children}
    </div>
  );
}
