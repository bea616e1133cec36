// Who sits in this opening and what each has done; the leading computer's digest, to be compared aloud.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredRoom, OpenerView, RoomView } from '../../../app/contract/openings.ts';
import { DigestText } from '../../ui/DigestText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LockOf } from './BeforeTheHour.tsx';

export function MembersPanel({
  room,
  entered,
}: {
  readonly room: RoomView;
  readonly entered: EnteredRoom;
}): ReactElement {
  const { t } = useTranslation('opening');
  const { rule } = room;
  const { openers, session, contributions } = entered;
  return (
    <section className="panel" aria-labelledby="members-title">
      <h2 id="members-title">{t(rule?.kind === 'single-lock' ? 'members.officer' : 'members.title')}</h2>
      {rule !== null && (
        <p className="small text-body-secondary">
          <LockOf rule={rule} />
        </p>
      )}
      {rule?.kind === 'quorum' && (
        <p>
          <strong>{t('members.quorum', { count: contributions, threshold: rule.threshold })}</strong>
        </p>
      )}
      <ul className="rows">
        {openers.map((opener) => (
          <Member
            key={opener.certificateSha256}
            opener={opener}
            quorum={rule?.kind === 'quorum'}
            bids={entered.bids.length}
          />
        ))}
      </ul>
      {session !== null && (
        <div className="session">
          <p className="mb-1">
            {t(session.here ? 'members.sessionHere' : 'members.session', { name: session.leader })}
          </p>
          <DigestText digest={session.certificateSha256} label={t('members.sessionDigest')} />
          <p className="small text-body-secondary mb-0">{t('members.compare')}</p>
        </div>
      )}
    </section>
  );
}

function Member({
  opener,
  quorum,
  bids,
}: {
  readonly opener: OpenerView;
  readonly quorum: boolean;
  readonly bids: number;
}): ReactElement {
  const { t } = useTranslation('opening');
  const { name, mine, leads, contributed, results } = opener;
  return (
    <li className="row-item">
      <div className="row-text">
        <Icon name="person" size={16} /> <strong>{name}</strong>
        {mine && <span className="text-body-secondary"> ({t('members.you')})</span>}
        <ul className="plain-list small member-facts">
          {leads && <li>{t('members.leads')}</li>}
          {quorum && <li>{t(contributed ? 'members.gave' : 'members.notGiven')}</li>}
          <li>{t('members.results', { count: results, of: bids })}</li>
        </ul>
      </div>
    </li>
  );
}
