// The five steps as links: always reachable, each with what is done or missing, in words as well as in signs.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import type { StepId, StepState, StepView } from './steps.ts';

export interface StepNavProps {
  readonly bidId: string;
  readonly steps: readonly StepView[];
  readonly current: StepId;
}

const ICONS: Readonly<Record<StepState, IconName | null>> = {
  done: 'check',
  todo: null,
  attention: 'warning',
  none: 'minus',
};

export function StepNav({ bidId, steps, current }: StepNavProps): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <nav className="step-nav" aria-label={t('steps.label')}>
      <ol>
        {steps.map((step, i) => (
          <li key={step.id}>
            <Link
              to={`/bids/${bidId}/${step.id}`}
              className={`step step-${step.state}`}
              aria-current={step.id === current ? 'step' : undefined}
            >
              <span className="step-number" aria-hidden="true">
                {i + 1}
              </span>
              <span>{t(`steps.${step.id}`)}</span>
              {step.count !== null && (
                <span className="step-count tabular" aria-hidden="true">
                  {step.count.done}/{step.count.total}
                </span>
              )}
              <StepSign step={step} />
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepSign({ step: { state, count } }: { readonly step: StepView }): ReactElement {
  const { t } = useTranslation('bid');
  const icon = ICONS[state];
  return (
    <>
      {icon !== null && <Icon name={icon} size={16} />}
      <span className="visually-hidden">
        {count !== null && `, ${t('steps.count', { ...count })}`}
        {`, ${t(`steps.state.${state}`)}`}
      </span>
    </>
  );
}
