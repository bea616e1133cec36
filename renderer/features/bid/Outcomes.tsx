// How a bid's way ended: proven, refused, replaced or withdrawn; with what may still be done about it.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../../i18n.ts';
import { useServerTime } from '../../server-clock.ts';
import { DigestText } from '../../ui/DigestText.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { problemText } from '../../ui/ProblemNotice.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from './acts.ts';
import type { Desk } from './desk.ts';
import { ReplaceButton } from './SealedNote.tsx';
import { SignDialog } from './SignDialog.tsx';

export function Proven({ desk }: { readonly desk: Desk }): ReactElement | null {
  const { bid, envelope } = desk;
  const { t } = useTranslation('bid');
  const format = useFormat();
  const { nowMs } = useServerTime();
  const { receipt, sealed } = bid;
  if (receipt === null) return null;
  const open = envelope === null || nowMs === null || nowMs < Date.parse(envelope.closesAt);
  return (
    <section className="panel" aria-labelledby="proven-title">
      <h3 id="proven-title">
        <Icon name="receipt" /> {t('proven.title')}
      </h3>
      <p>{t('proven.text')}</p>
      <FactTable
        facts={[
          { label: t('proven.receivedAt'), value: format.instant(receipt.receivedAt, { seconds: true }) },
          { label: t('proven.number'), value: String(receipt.sequence) },
          { label: t('proven.submission'), value: receipt.submissionId },
          {
            label: t('proven.digest'),
            value: <DigestText digest={receipt.receiptSha256} label={t('proven.digest')} />,
          },
          ...(sealed === null
            ? []
            : [
                {
                  label: t('sealed.digest'),
                  value: <DigestText digest={sealed.sealedSha256} label={t('sealed.digest')} />,
                },
              ]),
          { label: t('proven.log'), value: String(receipt.logIndex) },
        ]}
      />
      <div className="act-bar">
        <Link className="btn btn-primary" to="/receipts">
          {t('proven.toReceipt')}
        </Link>
        {open && <ReplaceButton situation={desk} />}
        {open && <WithdrawButton desk={desk} />}
      </div>
      {!open && <p className="small text-body-secondary mt-2 mb-0">{t('proven.closed')}</p>}
    </section>
  );
}

function WithdrawButton({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid } = desk;
  const { t } = useTranslation('bid');
  const withdraw = useAct('bids.withdraw', bid.bidId);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-outline-secondary" onClick={() => setAsking(true)}>
        {t('withdraw.button')}
      </button>
      {asking && (
        <SignDialog
          situation={desk}
          title={t('withdraw.title')}
          consequence={t('withdraw.consequence')}
          confirmLabel={t('withdraw.confirm')}
          statements={[t('withdraw.statement')]}
          danger
          busy={withdraw.busy}
          problem={withdraw.problem}
          onConfirm={(signature) =>
            void withdraw.start({ bidId: bid.bidId, ...signature }).then(({ ok }) => {
              if (ok) setAsking(false);
            })
          }
          onCancel={() => {
            withdraw.clear();
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

export function Refused({ desk }: { readonly desk: Desk }): ReactElement | null {
  const { bid, envelope } = desk;
  const { t } = useTranslation('bid');
  const language = useLanguage();
  const format = useFormat();
  if (bid.refusal === null) return null;
  const { code, serverTime } = bid.refusal;
  const { what, next, safe } = problemText(code, language);
  return (
    <section className="panel refused" role="alert" aria-labelledby="refused-title">
      <h3 id="refused-title">
        <Icon name="warning" /> {t('refused.title')}
      </h3>
      <p>
        <strong>{what}</strong> {next}
      </p>
      <FactTable
        facts={[
          { label: t('refused.time'), value: format.instant(serverTime, { seconds: true }) },
          ...(envelope === null ? [] : [{ label: t('fact.closesAt'), value: format.instant(envelope.closesAt) }]),
          { label: t('refused.code'), value: <code>{code}</code> },
        ]}
      />
      <p className="text-body-secondary">
        <Icon name="lock" size={16} /> {safe} {t('refused.signed')}
      </p>
      <div className="act-bar">
        <ReplaceButton situation={desk} />
      </div>
    </section>
  );
}

export function Replaced({ desk: { bid } }: { readonly desk: Desk }): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  return (
    <section className="panel" aria-labelledby="replaced-title">
      <h3 id="replaced-title">{t('replaced.title')}</h3>
      <p>{t('replaced.text')}</p>
      <FactTable
        facts={[
          ...(bid.receipt === null
            ? []
            : [
                { label: t('proven.receivedAt'), value: format.instant(bid.receipt.receivedAt, { seconds: true }) },
                { label: t('proven.submission'), value: bid.receipt.submissionId },
              ]),
          { label: t('replaced.by'), value: bid.supersededBy ?? '' },
        ]}
      />
      <Link to="/receipts">{t('proven.toReceipt')}</Link>
    </section>
  );
}

export function Withdrawn({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid } = desk;
  const { t } = useTranslation('bid');
  const format = useFormat();
  return (
    <section className="panel" aria-labelledby="withdrawn-title">
      <h3 id="withdrawn-title">{t('withdrawn.title')}</h3>
      <p>{t('withdrawn.text')}</p>
      <FactTable
        facts={[
          {
            label: t('withdrawn.at'),
            value: bid.withdrawnAt === null ? '' : format.instant(bid.withdrawnAt, { seconds: true }),
          },
          ...(bid.receipt === null ? [] : [{ label: t('proven.submission'), value: bid.receipt.submissionId }]),
        ]}
      />
      <div className="act-bar">
        <Link className="btn btn-outline-primary" to="/receipts">
          {t('proven.toReceipt')}
        </Link>
        <ReplaceButton situation={desk} />
      </div>
    </section>
  );
}
