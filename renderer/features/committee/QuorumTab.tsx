// Kuorum: choosing k of n, dealing, who has confirmed the own share, and dealing the same key again after a replacement.
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeDetailView } from '../../../app/contract/committee.ts';
import { Icon } from '../../ui/Icon.tsx';
import { envelopeName } from './MemberAlarms.tsx';
import { QuorumAct } from './QuorumAct.tsx';

type Detail = CommitteeDetailView;
type Quorum = Detail['quorum'][number];

export function QuorumTab({ detail }: { readonly detail: Detail }): ReactElement {
  const { t } = useTranslation('committee');
  const { way } = detail.tender;
  return (
    <section className="panel" aria-labelledby="committee-quorum">
      <h2 id="committee-quorum">{t('quorum.title')}</h2>
      <p>
        {t(
          `quorum.way.${way.kind}`,
          way.kind === 'quorum' ? { threshold: way.threshold, total: way.total } : { threshold: 0, total: 0 },
        )}
      </p>
      {detail.quorum.map((quorum) => (
        <Holders key={quorum.envelopeId} detail={detail} quorum={quorum} />
      ))}
      <Withdraw detail={detail} />
      <Redeal detail={detail} />
      <SetUp detail={detail} />
    </section>
  );
}

function Holders({ detail, quorum }: { readonly detail: Detail; readonly quorum: Quorum }): ReactElement {
  const { t } = useTranslation('committee');
  const asking = quorum.sessionSha256 !== null;
  return (
    <div className="mb-3">
      <h3 className="h6">{envelopeName(detail.tender, quorum.envelopeId)}</h3>
      {(quorum.dealerLeft || quorum.outdated) && !detail.closed && (
        <p className="consequence">
          {quorum.dealerLeft
            ? t(`quorum.dealerLeft.${detail.choices === null ? 'redeal' : 'again'}`, {
                name: detail.tender.members[0]?.name ?? '',
                threshold: quorum.threshold,
              })
            : t('quorum.outdated')}
        </p>
      )}
      <ul className="committee-people">
        {quorum.holders.map(({ name, sha256, confirmed, given, me, dealt }) => (
          <li key={`${name} ${sha256}`} className="committee-person">
            <span>
              {name}
              {me && <span className="text-body-secondary"> ({t('you')})</span>}
            </span>
            <span>
              <Icon name={confirmed === 'opened' ? 'check' : 'warning'} size={16} />{' '}
              {t(dealt ? `quorum.confirmed.${confirmed}` : 'quorum.notDealt')}
            </span>
            {asking && <span>{t(given ? 'quorum.given' : 'quorum.notGiven')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was dealt and named by no policy yet is the leader's to take back. */
function Withdraw({ detail }: { readonly detail: Detail }): ReactElement | null {
  const { t } = useTranslation('committee');
  if (!detail.canWithdraw) return null;
  const leads = detail.tender.members.some(({ me, leader }) => me && leader);
  return (
    <div className="committee-form mb-3">
      <p>{t('quorum.unsigned')}</p>
      {leads && <QuorumAct act="withdraw" detail={detail} />}
    </div>
  );
}

/** The rule is said where k is chosen, and that this computer is trusted while it deals. */
function SetUp({ detail }: { readonly detail: Detail }): ReactElement | null {
  const { t } = useTranslation('committee');
  const id = useId();
  const { choices, tender } = detail;
  const [picked, setPicked] = useState<number | null>(null);
  if (choices === null) {
    const fixed = tender.mode === 'CA' && !detail.closed;
    return fixed && tender.way.kind === 'members' ? <p className="mb-0">{t('quorum.fixed')}</p> : null;
  }
  const threshold = picked ?? choices.advised;
  const total = tender.members.length;
  const leads = tender.members.some(({ me, leader }) => me && leader);
  if (!leads) return <p className="mb-0">{t('quorum.leaderOnly', { name: tender.members[0]?.name ?? '' })}</p>;
  const options = Array.from({ length: choices.most - choices.least + 1 }, (_, i) => choices.least + i);
  return (
    <div className="committee-form">
      <h3 className="h6">{t('quorum.setUp')}</h3>
      <p>{t('quorum.rule', { total, least: choices.least, most: choices.most })}</p>
      {total >= 5 && <p>{t('quorum.advice', { advised: choices.advised })}</p>}
      <div className="mb-3">
        <label className="form-label" htmlFor={id}>
          {t('quorum.threshold')}
        </label>
        <select
          id={id}
          className="form-select"
          value={threshold}
          onChange={(event) => setPicked(Number(event.target.value))}
        >
          {options.map((k) => (
            <option key={k} value={k}>
              {t('quorum.option', { threshold: k, total })}
            </option>
          ))}
        </select>
      </div>
      <p className="consequence">{t('quorum.trusted')}</p>
      <QuorumAct act="deal" detail={detail} threshold={threshold} />
    </div>
  );
}

/** Ask, give, deal: three acts, the middle one of each holder. */
function Redeal({ detail }: { readonly detail: Detail }): ReactElement | null {
  const { t } = useTranslation('committee');
  const { quorum, tender, closed } = detail;
  const [first] = quorum;
  if (first === undefined || closed || detail.choices !== null) return null;
  const leads = tender.members.some(({ me, leader }) => me && leader);
  const asking = quorum.every(({ sessionSha256 }) => sessionSha256 !== null);
  const given = Math.min(...quorum.map(({ holders }) => holders.filter((one) => one.given).length));
  const mineGiven = quorum.every(({ holders }) => holders.some((one) => one.me && one.given));
  return (
    <div className="committee-form">
      <h3 className="h6">{t('redeal.title')}</h3>
      <p>{t('redeal.lead')}</p>
      {asking && (
        <p role="status">
          {t('redeal.given', { given, threshold: first.threshold })}{' '}
          <span className="tabular small">{first.sessionSha256?.slice(0, 16)}</span>
        </p>
      )}
      <div className="d-flex flex-wrap gap-2">
        {leads && <QuorumAct act="ask" detail={detail} />}
        {asking && !mineGiven && <QuorumAct act="give" detail={detail} />}
        {leads && asking && given >= first.threshold && <QuorumAct act="redeal" detail={detail} />}
      </div>
    </div>
  );
}
