// Opening all bids, while it goes on: how many are done, the bid being read, and a way to stop that loses nothing.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningSummary } from '../../../app/contract/openings.ts';
import { useMutationCall } from '../../query.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { ProgressPanel } from '../../ui/ProgressPanel.tsx';
import type { Running } from './running.ts';

export function OpenProgress({
  running: { sum },
  about: { kdTender, envelopeId },
}: {
  readonly running: Running;
  readonly about: Pick<OpeningSummary, 'kdTender' | 'envelopeId'>;
}): ReactElement {
  const { t } = useTranslation('opening');
  const cancel = useMutationCall('openings.cancel', { refreshes: ['openings.room', 'openings.results'] });
  return (
    <>
      <ProgressPanel
        title={t('open.title')}
        step={t('open.step', { done: sum.done, of: sum.of })}
        doneBytes={sum.doneBytes}
        totalBytes={sum.totalBytes}
        bytesPerSecond={sum.bytesPerSecond}
        secondsLeft={sum.secondsLeft}
        onCancel={cancel.isPending ? undefined : () => cancel.mutate({ kdTender, envelopeId })}
        cancelLabel={t('open.stop')}
      />
      <p className="small text-body-secondary mt-2 mb-0">{t('open.stopHint')}</p>
      {cancel.error !== null && <ProblemNotice problem={cancel.error} />}
    </>
  );
}
