// Head of a bid: which tender, which envelope, until when; and what changed since the draft was begun.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCall } from '../../query.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useNotices, type Notice } from './notices.ts';
import type { BidSituation } from './steps.ts';

export function BidHead({ desk }: { readonly desk: BidSituation }): ReactElement {
  const { bid, about, envelope } = desk;
  const { t } = useTranslation('bid');
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="bid-head">
      <h1 ref={heading} tabIndex={-1}>
        <Link to={`/packages/${bid.kdTender}`} className="tabular">
          {bid.kdTender}
        </Link>{' '}
        {bid.namaPaket}
      </h1>
      <p className="bid-facts">
        <span>
          {envelope?.name ?? bid.envelopeId}
          {bid.revision > 1 && ` · ${t('head.revision', { number: bid.revision })}`}
        </span>
        {envelope !== null && (
          <span>
            {t('head.closes')} <Moment at={envelope.closesAt} local={false} />{' '}
            <Countdown closesAt={envelope.closesAt} inTitle />
          </span>
        )}
        {about !== null && (
          <span>
            HPS <strong className="tabular">{format.money(about.ownerEstimate)}</strong>
          </span>
        )}
        {about !== null && (
          <span className="bid-stage" title={about.currentStage}>
            {t('head.stage')} <strong>{about.currentStage}</strong>
          </span>
        )}
      </p>
      <Changes desk={desk} />
    </header>
  );
}

/** One change of a schedule moves every stage behind it: the rest stands on the package's screen. */
const SHOWN = 2;

/** What changed while the bid was being made, until it was understood; and a version newer than the draft's. */
function Changes({ desk: { bid, about, envelope } }: { readonly desk: BidSituation }): ReactElement | null {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const { data } = useCall('packages.list', null, { staleTimeMs: 10_000 });
  const listed = useMemo(
    () => (data?.changes ?? []).filter((change) => change.kdTender === bid.kdTender),
    [data, bid.kdTender],
  );
  const { notices, understand } = useNotices({ bidId: bid.bidId, about, envelope, listed });
  const client = useQueryClient();
  useEffect(() => {
    // The inbox knows more than what this screen loaded a moment ago.
    if (listed.length > 0) void client.invalidateQueries({ queryKey: ['packages.load', { kdTender: bid.kdTender }] });
  }, [client, listed, bid.kdTender]);
  const text = bid.state === 'draft' || bid.state === 'sealed' ? 'newVersion' : 'earlierVersion';
  const outdated = about !== null && about.version !== bid.versiTender;
  if (notices.length === 0 && !outdated) return null;
  // A schedule moves the deadline only together with a new sealing policy (protocol.md 3).
  const stillInForce = notices.some((notice) => notice.kind === 'listed' && notice.change.kind === 'schedule');
  return (
    <div className="bid-changes" role="status" aria-label={t('head.changes')}>
      {outdated && (
        <p>
          <Icon name="warning" size={16} /> {t(`head.${text}`, { now: about.version, draft: bid.versiTender })}
        </p>
      )}
      {notices.slice(0, SHOWN).map((notice) => (
        <p key={notice.kind === 'deadline' ? notice.to : notice.change.text}>
          <Icon name="warning" size={16} /> <NoticeText notice={notice} />
        </p>
      ))}
      {stillInForce && envelope !== null && (
        <p>{t('head.stillInForce', { time: format.instant(envelope.closesAt) })}</p>
      )}
      {notices.length > SHOWN && (
        <Link to={`/packages/${bid.kdTender}`}>{t('head.more', { count: notices.length - SHOWN })}</Link>
      )}
      {notices.length > 0 && (
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={understand}>
          {t('head.understood')}
        </button>
      )}
    </div>
  );
}

function NoticeText({ notice }: { readonly notice: Notice }): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  if (notice.kind === 'listed') {
    return (
      <>
        <strong>{t(`head.change.${notice.change.kind}`)}</strong> {notice.change.text}
      </>
    );
  }
  return (
    <>
      <strong>{t('head.change.schedule')}</strong>{' '}
      {t('head.moved', { from: format.instant(notice.from), to: format.instant(notice.to) })} {notice.reason}
    </>
  );
}
