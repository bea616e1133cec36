// One opening: before the hour, who will refuse and why; after it, five steps, the table, the members and the log.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { RoomView } from '../../../app/contract/openings.ts';
import { useCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { BeforeTheHour } from './BeforeTheHour.tsx';
import { OpenRoom } from './OpenRoom.tsx';
import { useRunning } from './running.ts';
import { StateBadge } from './StateBadge.tsx';
import { TechnicalResult } from './TechnicalResult.tsx';
import './opening.css';

/** Other members act at other computers: the room is looked at again so often. */
const LOOK_EVERY_MS = 10_000;

export function RoomScreen(): ReactElement {
  const { kdTender = '', envelopeId = '' } = useParams();
  // Another room is another screen: nothing of the last one stays.
  return <Room key={`${kdTender}/${envelopeId}`} kdTender={kdTender} envelopeId={envelopeId} />;
}

interface RoomId {
  readonly kdTender: string;
  readonly envelopeId: string;
}

function Room({ kdTender, envelopeId }: RoomId): ReactElement {
  const { t } = useTranslation('opening');
  const [busy, setBusy] = useState(false);
  const query = useCall(
    'openings.room',
    { kdTender, envelopeId, ask: false },
    busy ? {} : { refetchEveryMs: LOOK_EVERY_MS },
  );
  const running = useRunning(query.data, kdTender, envelopeId);
  if ((running !== null) !== busy) setBusy(running !== null);
  const title = query.data?.opening.envelopeName ?? t('room.title');
  return (
    <Page title={title} actions={<Link to="/openings">{t('room.all')}</Link>}>
      <Loaded query={query} lines={6}>
        {(room) => (
          <>
            <Head room={room} />
            {room.entered === null ? (
              <Closed room={room} />
            ) : (
              <OpenRoom room={room} entered={room.entered} running={running} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Head({ room: { opening } }: { readonly room: RoomView }): ReactElement {
  const { t } = useTranslation('opening');
  const { kdTender, packageName, method, mode, state } = opening;
  return (
    <div className="room-head">
      <p className="mb-0">
        <strong>{kdTender}</strong> {packageName}
        <span className="d-block small text-body-secondary">
          {method} · {t(`mode.${mode}`)}
        </span>
      </p>
      <StateBadge state={state} />
    </div>
  );
}

/** The room is not entered yet: it is too early, or File I has not been evaluated. */
function Closed({ room }: { readonly room: RoomView }): ReactElement {
  const { t } = useTranslation('opening');
  const { kdTender, envelopeId, state } = room.opening;
  const [asked, setAsked] = useState(false);
  const answer = useCall('openings.room', { kdTender, envelopeId, ask: true }, { enabled: asked, staleTimeMs: 0 });
  return (
    <>
      {state === 'needs-technical-result' ? (
        <>
          <p className="consequence">{t('technical.waiting')}</p>
          <TechnicalResult kdTender={kdTender} />
        </>
      ) : (
        <BeforeTheHour room={room} />
      )}
      <p className="d-flex flex-wrap gap-2 align-items-center">
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={answer.isFetching}
          onClick={() => (asked ? void answer.refetch() : setAsked(true))}
        >
          {t('before.ask')}
        </button>
        <span className="small text-body-secondary">{t('before.askHint')}</span>
      </p>
      {answer.error !== null && <ProblemNotice problem={answer.error} />}
    </>
  );
}
