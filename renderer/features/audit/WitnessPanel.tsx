// Was this log shown to others as it is shown to the auditor? A witness's file answers.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutationCall } from '../../query.ts';
import { WitnessComparison } from '../../ui/WitnessComparison.tsx';

export function WitnessPanel(): ReactElement {
  const { t } = useTranslation('audit');
  const compare = useMutationCall('audit.compareWitness');
  return (
    <WitnessComparison
      lead={t('witness.lead')}
      compare={compare.mutate}
      pending={compare.isPending}
      error={compare.error}
      found={compare.data}
    />
  );
}
