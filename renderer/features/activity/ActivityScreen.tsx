// Aktivitas: the journal of what this program did and what it was answered, whether it is unbroken, and its export.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { EventFacts } from '../../ui/EventFacts.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';

type Entry = CallOutput<'activity.list'>['entries'][number];
const STEP = 100;

export function ActivityScreen(): ReactElement {
  const { t } = useTranslation();
  const [kdTender, setKdTender] = useState<string | null>(null);
  const list = useCall('activity.list', { kdTender });
  return (
    <Page title={t('nav.activity')} lead={t('activity.lead')} actions={<ExportButton />}>
      {kdTender !== null && (
        <p>
          {t('activity.only', { code: kdTender })}{' '}
          <button type="button" className="btn btn-link btn-sm p-0 align-baseline" onClick={() => setKdTender(null)}>
            {t('activity.all')}
          </button>
        </p>
      )}
      <Loaded query={list} lines={6}>
        {({ entries, unbroken }) => (
          <>
            <Unbroken unbroken={unbroken} count={entries.length} />
            <Entries key={kdTender} entries={entries} onTender={setKdTender} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Unbroken({ unbroken, count }: { readonly unbroken: boolean; readonly count: number }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className={unbroken ? '' : 'panel panel-urgent'} role={unbroken ? 'status' : 'alert'}>
      <Icon name={unbroken ? 'check' : 'warning'} />{' '}
      {t(unbroken ? 'activity.unbroken' : 'activity.broken', { entries: format.number(count) })}{' '}
      <span className="text-body-secondary">{t('activity.ownClock')}</span>
    </p>
  );
}

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly onTender: (kdTender: string) => void;
}

function Entries({ entries, onTender }: EntriesProps): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState(STEP);
  if (entries.length === 0) {
    return <EmptyState icon="activity" title={t('activity.noneTitle')} text={t('activity.noneText')} />;
  }
  const newestFirst = entries.slice(-shown).reverse();
  return (
    <div className="panel">
      <div className="table-responsive">
        <table className="table table-sm">
          <thead>
            <tr>
              <th scope="col">{t('activity.number')}</th>
              <th scope="col">{t('activity.time')}</th>
              <th scope="col">{t('activity.event')}</th>
              <th scope="col">{t('activity.tender')}</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.map((entry) => (
              <EntryRow key={entry.sequence} entry={entry} onTender={onTender} />
            ))}
          </tbody>
        </table>
      </div>
      {shown < entries.length && (
        <button type="button" className="btn btn-outline-secondary" onClick={() => setShown(shown + STEP)}>
          {t('activity.more')}
        </button>
      )}
    </div>
  );
}

function EntryRow({
  entry,
  onTender,
}: {
  readonly entry: Entry;
  readonly onTender: (kdTender: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { sequence, time, event, kdTender, facts } = entry;
  return (
    <tr>
      <td className="tabular">{sequence}</td>
      <td className="text-nowrap">
        <Moment at={time} local={false} />
      </td>
      <td>
        {t(`event.${event}`, { defaultValue: event })}
        <EventFacts facts={facts} />
      </td>
      <td>
        {kdTender !== null && (
          <button
            type="button"
            className="btn btn-link btn-sm p-0 tabular"
            aria-label={t('activity.onlyNamed', { code: kdTender })}
            onClick={() => onTender(kdTender)}
          >
            {kdTender}
          </button>
        )}
      </td>
    </tr>
  );
}

function ExportButton(): ReactElement {
  const { t } = useTranslation();
  const saveAs = useMutationCall('files.saveAs');
  const exporting = useMutationCall('activity.export');
  const start = () => {
    saveAs.mutate(
      { suggestedName: 'aktivitas-segel.jsonl' },
      {
        onSuccess: (target) => {
          if (target !== null) exporting.mutate({ to: target.handle });
        },
      },
    );
  };
  const busy = saveAs.isPending || exporting.isPending;
  const error = saveAs.error ?? exporting.error;
  return (
    <>
      <button type="button" className="btn btn-outline-primary" disabled={busy} onClick={start}>
        {busy ? t('ui.working') : t('activity.export')}
      </button>
      {exporting.data !== undefined && <span role="status">{t('ui.saved', { where: exporting.data.shownAs })}</span>}
      {error !== null && <ProblemNotice problem={error} />}
    </>
  );
}
