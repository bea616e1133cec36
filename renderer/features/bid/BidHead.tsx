// Head of a bid: which tender, which envelope, until when; and what changed since the draft was begun.
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCall } from '../../query.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
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

/** Changes of the package since the user last looked, and a version newer than the draft's. */
function Changes({ desk: { bid, about } }: { readonly desk: BidSituation }): ReactElement | null {
  const { t } = useTranslation('bid');
  const { data } = useCall('packages.list', null, { staleTimeMs: 10_000 });
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const unfinished = bid.state === 'draft' || bid.state === 'sealed';
  const changes = (data?.changes ?? []).filter(
    (change) => change.kdTender === bid.kdTender && !seen.has(`${change.kind} ${change.time}`),
  );
  const outdated = unfinished && about !== null && about.version !== bid.versiTender;
  if (changes.length === 0 && !outdated) return null;
  return (
    <ul className="bid-changes" aria-label={t('head.changes')} aria-live="polite">
      {outdated && (
        <li>
          <Icon name="warning" size={16} /> {t('head.newVersion', { now: about.version, draft: bid.versiTender })}
        </li>
      )}
      {changes.map(({ kind, text, time }) => (
        <li key={`${kind} ${time}`}>
          <Icon name="warning" size={16} />{' '}
          <span>
            <strong>{t(`head.change.${kind}`)}</strong> {text}{' '}
            <span className="text-body-secondary">
              (<Moment at={time} local={false} />)
            </span>
          </span>
          <button
            type="button"
            className="btn btn-sm btn-link p-0"
            onClick={() => setSeen(new Set([...seen, `${kind} ${time}`]))}
          >
            {t('head.understood')}
          </button>
        </li>
      ))}
    </ul>
  );
}
