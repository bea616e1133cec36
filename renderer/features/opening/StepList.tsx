// The steps of an opening as a row of words: done, next, later. Not links: each follows from the one before.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon.tsx';
import type { StepView } from './steps.ts';

export function StepList({ steps }: { readonly steps: readonly StepView[] }): ReactElement {
  const { t } = useTranslation('opening');
  return (
    <ol className="opening-steps">
      {steps
        .filter(({ state }) => state !== 'none')
        .map(({ id, state }, i) => (
          <li
            key={id}
            className={`opening-step opening-step-${state}`}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <span className="opening-step-number" aria-hidden="true">
              {state === 'done' ? <Icon name="check" size={16} /> : i + 1}
            </span>
            <span>
              {t(`steps.${id}`)}
              <span className="visually-hidden">, {t(`steps.states.${state}`)}</span>
            </span>
          </li>
        ))}
    </ol>
  );
}
