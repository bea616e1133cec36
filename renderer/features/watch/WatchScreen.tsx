// One opening from outside the room: the own bid's verdict on top, how far the opening is, and its events as they happen.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { WatchedEnvelopeView, WatchView } from '../../../app/contract/watch.ts';
import { useLanguage } from '../../i18n.ts';
import { useCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { problemText } from '../../ui/ProblemNotice.tsx';
import { EarlierBids } from './EarlierBids.tsx';
import { EventList } from './EventList.tsx';
import { HiddenOpening } from './HiddenOpening.tsx';
import { OwnBid } from './OwnBid.tsx';
import { Silence } from './Silence.tsx';
import { standOf } from './stand-of.ts';
import { Waiting } from './Waiting.tsx';
import './watch.css';

/** The program tells of every event; this is for what no event announces. */
const LOOK_EVERY_MS = 60_000;

export function WatchScreen(): ReactElement {
  const { kdTender = '' } = useParams();
  const { t } = useTranslation('watch');
  const view = useCall('watch.load', { kdTender }, { refetchEveryMs: LOOK_EVERY_MS });
  return (
    <Page
      title={t('screenTitle', { code: kdTender })}
      lead={view.data?.namaPaket ?? t('lead')}
      actions={
        <Link className="btn btn-outline-secondary" to="/watch">
          {t('back')}
        </Link>
      }
    >
      <Loaded query={view} lines={6}>
        {(found) => <Opening view={found} />}
      </Loaded>
    </Page>
  );
}

function Opening({ view }: { readonly view: WatchView }): ReactElement {
  const alarms = [...(view.alarm === null ? [] : [view.alarm]), ...view.alarms];
  const hasBegun = view.envelopes.length + view.hidden.length > 0;
  return (
    <>
      {alarms.map((code) => (
        <Alarm key={code} code={code} />
      ))}
      {view.silence !== null && <Silence silence={view.silence} />}
      <EarlierBids bids={view.earlier} />
      {view.hidden.map((opening) => (
        <HiddenOpening key={opening.envelopeId} opening={opening} />
      ))}
      {view.envelopes.map((envelope) => (
        <Envelope key={envelope.envelopeId} envelope={envelope} />
      ))}
      <Waiting view={view} alone={!hasBegun && view.silence === null} />
      {hasBegun && <EventList events={view.events} live={view.live} several={view.envelopes.length > 1} />}
    </>
  );
}

function Alarm({ code }: { readonly code: string }): ReactElement {
  const language = useLanguage();
  const { what, next, safe } = problemText(code, language);
  return (
    <div className="problem" role="alert">
      <p className="problem-what">
        <Icon name="warning" size={20} /> {what}
      </p>
      <p>{next}</p>
      <p className="text-body-secondary mb-0">
        {safe} <code>{code}</code>
      </p>
    </div>
  );
}

function Envelope({ envelope }: { readonly envelope: WatchedEnvelopeView }): ReactElement {
  const { t } = useTranslation('watch');
  const envelopeName = useEnvelopeName();
  const headingId = `watch-${envelope.envelopeId}`;
  return (
    <section className="panel" aria-labelledby={headingId}>
      <h2 id={headingId}>{envelopeName(envelope.envelopeId)}</h2>
      {envelope.own.length === 0 && <p className="text-body-secondary">{t('noOwn')}</p>}
      {envelope.own.map((own) => (
        <OwnBid key={own.submissionId} own={own} />
      ))}
      <Progress envelope={envelope} />
      <CheckReport
        report={envelope.report}
        title={t('openingChecks')}
        verdict={t(`checked.opening.${standOf(envelope.report)}`)}
      />
    </section>
  );
}

function Progress({ envelope }: { readonly envelope: WatchedEnvelopeView }): ReactElement {
  const { t } = useTranslation('watch');
  const format = useFormat();
  const { progress, closedAt, releasedAt, envelopeId } = envelope;
  const at = (time: string | null) => (time === null ? t('notYet') : format.instant(time, { seconds: true }));
  const done = progress === null ? 0 : progress.opened + progress.notOpened;
  return (
    <div className="watch-progress">
      {progress !== null && (
        <div>
          <label htmlFor={`progress-${envelopeId}`}>
            {t('progress', { done, bids: progress.bids, notOpened: progress.notOpened })}
          </label>
          <progress id={`progress-${envelopeId}`} value={done} max={Math.max(1, progress.bids)} />
        </div>
      )}
      {closedAt !== null && !envelope.beganInLog && <p className="mb-0">{t('closedOnly')}</p>}
      <dl className="facts">
        <div>
          <dt>{t('closedAt')}</dt>
          <dd>{at(closedAt)}</dd>
        </div>
        <div>
          <dt>{t('releasedAt')}</dt>
          <dd>{at(releasedAt)}</dd>
        </div>
      </dl>
    </div>
  );
}
