// The state of an opening in two words, in its colour; never green: that is for what was verified.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningSummary } from '../../../app/contract/openings.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';

const LOOKS: Readonly<Record<OpeningSummary['state'], { readonly colour: string; readonly icon: IconName }>> = {
  'not-yet': { colour: 'grey', icon: 'lock' },
  'needs-technical-result': { colour: 'amber', icon: 'warning' },
  ready: { colour: 'amber', icon: 'clock' },
  'in-progress': { colour: 'amber', icon: 'activity' },
  opened: { colour: 'grey', icon: 'check' },
};

export function StateBadge({ state }: Pick<OpeningSummary, 'state'>): ReactElement {
  const { t } = useTranslation('opening');
  const { colour, icon } = LOOKS[state];
  return (
    <span className={`truth truth-inline truth-${colour}`}>
      <Icon name={icon} size={16} /> {t(`state.${state}`)}
    </span>
  );
}
