// On the home screen, above everything: whose key will not open, since when or until when, and the time left to mend it.
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { serverClock } from '../../server-clock.ts';
import { Countdown, Moment } from '../../ui/Countdown.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { keyAlarms, type KeyAlarm } from './key-alarms.ts';
import type { Tender } from './MemberAlarms.tsx';

export function KeyAlarms({ tenders }: { readonly tenders: readonly Tender[] }): ReactElement | null {
  const { t } = useTranslation('committee');
  const alarms = useMemo(() => keyAlarms(tenders, serverClock.now() ?? Date.now()), [tenders]);
  if (alarms.length === 0) return null;
  return (
    <section className="panel panel-urgent" aria-labelledby="committee-keys">
      <h2 id="committee-keys">{t('home.keys')}</h2>
      <ul className="rows">
        {alarms.map((alarm) => (
          <AlarmRow key={`${alarm.accountId} ${alarm.kind} ${alarm.key}`} alarm={alarm} />
        ))}
      </ul>
    </section>
  );
}

function AlarmRow({ alarm }: { readonly alarm: KeyAlarm }): ReactElement {
  const { t } = useTranslation('committee');
  const { name, me, kind, key, notAfter, opensAt, tenders } = alarm;
  const dated = notAfter !== null && (kind === 'expired' || kind === 'expires-before-opening');
  return (
    <li className="row-item">
      <div className="row-text">
        <div>
          <Icon name="warning" size={16} /> <strong>{name}</strong>
          {me && <span className="text-body-secondary"> ({t('you')})</span>}:{' '}
          {kind === 'failed' ? t('alarm.failed.short') : t(`alarm.${kind}.what`, { key: t(`key.${key}`) })}{' '}
          {dated && (
            <span className="text-body-secondary">
              {t(`alarm.${kind}.at`)} <Moment at={notAfter} local={false} />
              {kind === 'expires-before-opening' && (
                <>
                  {' '}
                  · <Countdown closesAt={notAfter} />
                </>
              )}
            </span>
          )}
        </div>
        <div>{t(me ? `alarm.${kind}.mine` : `alarm.${kind}.next`)}</div>
        <div className="committee-facts small">
          <span>
            {t('home.firstOpening', { count: tenders.length })} <Moment at={opensAt} local={false} />
          </span>
          <Countdown closesAt={opensAt} />
          {tenders.map(({ kdTender, name: tender }) => (
            <Link key={kdTender} to={`/committee/${kdTender}/members`} title={tender} className="tabular">
              {kdTender}
            </Link>
          ))}
        </div>
      </div>
    </li>
  );
}
