// Bids that did not open: the class of the reason in plain words, the evidence, and the case followed to its end at the LPSE.
// Nobody can reject a bid here.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredRoom, RoomView } from '../../../app/contract/openings.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice, problemText } from '../../ui/ProblemNotice.tsx';
import { useLanguage } from '../../i18n.ts';
import type { TableRow } from './table-model.ts';

interface CasesProps {
  readonly rows: readonly TableRow[];
  readonly room: RoomView;
  readonly entered: EnteredRoom;
}

export function BidCases({ rows, room, entered }: CasesProps): ReactElement | null {
  const { t } = useTranslation('opening');
  const cases = rows.filter(({ outcome }) => outcome.kind === 'not-opened' || outcome.kind === 'unproven');
  if (cases.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="cases-title">
      <h2 id="cases-title">{t('case.title', { count: cases.length })}</h2>
      <p>{t('case.lead')}</p>
      <ul className="rows">
        {cases.map((row) => (
          <Case key={row.submissionId} row={row} room={room} entered={entered} />
        ))}
      </ul>
    </section>
  );
}

function Case({ row, room, entered }: { readonly row: TableRow } & Omit<CasesProps, 'rows'>): ReactElement {
  const { t } = useTranslation('opening');
  const language = useLanguage();
  const { outcome, bidderName, n, receiptSequence, sealedSha256 } = row;
  const statement = row.referral?.statement ?? null;
  const reason = outcome.kind === 'not-opened' ? outcome.reason : 'unproven';
  const code = outcome.kind === 'not-opened' || outcome.kind === 'unproven' ? outcome.code : '';
  return (
    <li className="row-item">
      <div className="row-text">
        <h3 className="mb-1">
          <Icon name="warning" /> {n}. {bidderName}
        </h3>
        <p className="mb-1">
          <strong>{t(`reason.${reason}`)}</strong>{' '}
          {outcome.kind === 'unproven' && `${problemText(code, language).what} `}
          <code>{code}</code>
        </p>
        <FactTable
          facts={[
            {
              label: t('case.receipt'),
              value: receiptSequence === null ? '–' : t('table.receiptNo', { number: receiptSequence }),
            },
            { label: t('case.sealed'), value: <DigestText digest={sealedSha256} label={t('case.sealed')} /> },
            { label: t('case.others'), value: <Others row={row} /> },
          ]}
        />
        {outcome.kind === 'not-opened' ? (
          <Referral row={row} room={room} entered={entered} />
        ) : (
          <p className="mb-0">{t('case.unproven')}</p>
        )}
        {statement !== null && (
          <div className="statement" role="status">
            <p className="mb-1">
              <strong>{t(statement.canBeOpened ? 'case.can' : 'case.cannot')}</strong> ·{' '}
              <Moment at={statement.statedAt} local={false} />
            </p>
            <p className="mb-1 statement-text">{statement.text}</p>
            <p className="small text-body-secondary mb-0">
              {t(statement.canBeOpened ? 'case.afterCan' : 'case.afterCannot')}
            </p>
          </div>
        )}
      </div>
    </li>
  );
}

/** What other members signed about the same bid. */
function Others({ row: { members } }: { readonly row: TableRow }): ReactElement {
  const { t } = useTranslation('opening');
  const said = members.map(({ name, agrees }) =>
    t(`case.member.${agrees === null ? 'unknown' : agrees ? 'same' : 'other'}`, { name }),
  );
  return <>{said.length === 0 ? t('case.nobody') : said.join('; ')}</>;
}

function Referral({ row, room, entered }: { readonly row: TableRow } & Omit<CasesProps, 'rows'>): ReactElement {
  const { t } = useTranslation('opening');
  const [asking, setAsking] = useState(false);
  const { data } = useCall('identities.list', null);
  const refer = useMutationCall('openings.refer', {
    refreshes: ['openings.results', 'openings.room'],
    onDone: () => setAsking(false),
  });
  const { kdTender, envelopeId, packageName, envelopeName } = room.opening;
  const own = new Set(entered.openers.filter(({ mine }) => mine).map(({ certificateSha256 }) => certificateSha256));
  const identity = data?.identities.find(({ sha256 }) => own.has(sha256)) ?? null;
  const { submissionId, bidderName, referral } = row;
  const go = () => {
    if (identity !== null) refer.mutate({ kdTender, envelopeId, submissionId, identityId: identity.identityId });
  };
  if ((referral?.statement ?? null) !== null) return <></>;
  return (
    <>
      {referral === null ? (
        <button
          type="button"
          className="btn btn-outline-primary btn-sm"
          disabled={identity === null}
          onClick={() => setAsking(true)}
        >
          {t('case.refer')}
        </button>
      ) : (
        <p className="mb-0 d-flex flex-wrap gap-2 align-items-center">
          <span>{t('case.waiting', { id: referral.referralId })}</span>
          <button type="button" className="btn btn-outline-secondary btn-sm" disabled={refer.isPending} onClick={go}>
            {t('case.look')}
          </button>
        </p>
      )}
      {refer.error !== null && !asking && <ProblemNotice problem={refer.error} />}
      {asking && (
        <ConfirmDialog
          show
          title={t('case.confirmTitle')}
          facts={[
            { label: t('fact.tender'), value: `${kdTender} ${packageName}` },
            { label: t('fact.envelope'), value: envelopeName },
            { label: t('fact.bidder'), value: bidderName },
            { label: t('fact.certificate'), value: identity?.holder ?? '' },
          ]}
          consequence={t('case.consequence')}
          confirmLabel={t('case.refer')}
          busy={refer.isPending}
          problem={refer.error}
          onConfirm={go}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}
