// The next step of a committee whose hour has come: each envelope that can be opened now, with the way into its room.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OpeningSummary } from '../../../app/contract/openings.ts';

const OPEN: ReadonlySet<OpeningSummary['state']> = new Set(['ready', 'in-progress', 'needs-technical-result']);

export function OpenNow({ openings }: { readonly openings: readonly OpeningSummary[] }): ReactElement | null {
  const { t } = useTranslation('committee');
  const { t: opening } = useTranslation('opening');
  const due = openings.filter(({ state }) => OPEN.has(state));
  if (due.length === 0) return null;
  return (
    <section className="panel panel-first" aria-labelledby="committee-now">
      <h2 id="committee-now">{t('home.now')}</h2>
      <ul className="rows">
        {due.map(({ kdTender, envelopeId, envelopeName, packageName, state, submissionCount }) => (
          <li key={`${kdTender}/${envelopeId}`} className="row-item">
            <div className="row-text">
              <Link to={`/committee/${kdTender}`}>
                <span className="tabular">{kdTender}</span> · {packageName}
              </Link>
              <div>
                {envelopeName} · <strong>{opening(`state.${state}`)}</strong> ·{' '}
                {opening('list.bids', { count: submissionCount })}
              </div>
            </div>
            <Link className="btn btn-primary" to={`/openings/${kdTender}/${envelopeId}`}>
              {t('home.enter')}
              <span className="visually-hidden">
                {' '}
                {packageName}, {envelopeName}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
