// Did somebody else see the log that holds this receipt? A witness's file answers.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptView } from '../../../app/contract/records.ts';
import { useMutationCall } from '../../query.ts';
import { WitnessComparison } from '../../ui/WitnessComparison.tsx';

export function ReceiptWitness({ receipt: { receiptId } }: { readonly receipt: ReceiptView }): ReactElement {
  const { t } = useTranslation('audit');
  const compare = useMutationCall('receipts.compareWitness');
  return (
    <WitnessComparison
      lead={t('witness.receiptLead')}
      compare={(what) => compare.mutate({ receiptId, ...what })}
      pending={compare.isPending}
      error={compare.error}
      found={compare.data}
    />
  );
}
