// The inbox: what the LPSE changed since I last looked, tied to the draft it touches.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { Moment } from '../../ui/Countdown.tsx';

export function Changes({ changes }: { readonly changes: CallOutput<'packages.list'>['changes'] }): ReactElement {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="changes">
      <h2 id="changes">{t('home.changes')}</h2>
      {changes.length === 0 ? (
        <p className="text-body-secondary mb-0">{t('home.noChanges')}</p>
      ) : (
        <ul className="rows">
          {changes.map(({ kdTender, name, kind, text, time, bidId }) => (
            <li key={`${kdTender} ${kind} ${time}`} className="row-item">
              <div className="row-text">
                <strong>{t(`home.change.${kind}`)}</strong>{' '}
                <span className="text-body-secondary small">
                  <Moment at={time} local={false} />
                </span>
                <div>{text}</div>
                <Link to={`/packages/${kdTender}`} className="small">
                  {kdTender} · {name}
                </Link>
                {bidId !== null && (
                  <div>
                    <Link to={`/bids/${bidId}`} className="small">
                      {t('home.changeDraft')}
                    </Link>
                  </div>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
