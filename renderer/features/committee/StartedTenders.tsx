// Tenders whose last opening has begun: nothing can be prepared any more, so only how far each is and the way into its rooms.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OpeningSummary } from '../../../app/contract/openings.ts';
import { Moment } from '../../ui/Countdown.tsx';
import type { Tender } from './MemberAlarms.tsx';

interface StartedTendersProps {
  readonly tenders: readonly Tender[];
  /** Empty while they are not known: the rooms are linked all the same. */
  readonly openings: readonly OpeningSummary[];
}

export function StartedTenders({ tenders, openings }: StartedTendersProps): ReactElement | null {
  const { t } = useTranslation('committee');
  if (tenders.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="committee-started">
      <h2 id="committee-started">{t('home.started')}</h2>
      <ul className="rows">
        {tenders.map((tender) => (
          <li key={tender.kdTender} className="row-item">
            <div className="row-text">
              <Link to={`/committee/${tender.kdTender}`}>
                <span className="tabular">{tender.kdTender}</span> · {tender.name}
              </Link>
              <div className="text-body-secondary small">{t('home.stage', { stage: tender.currentStage })}</div>
              <Rooms tender={tender} openings={openings} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rooms({
  tender: { kdTender, envelopes },
  openings,
}: {
  readonly tender: Tender;
  readonly openings: readonly OpeningSummary[];
}): ReactElement {
  const { t } = useTranslation('committee');
  const { t: opening } = useTranslation('opening');
  return (
    <ul className="committee-people">
      {envelopes.map(({ envelopeId, name, opensAt }) => {
        const known = openings.find((one) => one.kdTender === kdTender && one.envelopeId === envelopeId);
        return (
          <li key={envelopeId} className="committee-facts">
            <Link to={`/openings/${kdTender}/${envelopeId}`}>{t('home.room', { envelope: name })}</Link>
            {known !== undefined && <span>{opening(`state.${known.state}`)}</span>}
            <span className="text-body-secondary">
              {t('home.opens')} <Moment at={opensAt} local={false} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
