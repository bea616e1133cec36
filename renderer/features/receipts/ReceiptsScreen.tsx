// Receipts: what the LPSE acknowledged, envelope by envelope, with what was replaced or withdrawn; and one receipt in full.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useCall } from '../../query.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import './receipts.css';
import { historyOf, type EnvelopeHistory, type HistoryEntry } from './receipt-history.ts';
import { ReceiptDetail } from './ReceiptDetail.tsx';
import { StandingNote } from './StandingNote.tsx';

export function ReceiptsScreen(): ReactElement {
  const { '*': rest = '' } = useParams();
  const receiptId = decodeURIComponent(rest);
  return receiptId === '' ? <ReceiptList /> : <ReceiptDetail key={receiptId} receiptId={receiptId} />;
}

function ReceiptList(): ReactElement {
  const { t } = useTranslation('bid');
  const list = useCall('receipts.list', null);
  return (
    <Page title={t('receipts.title')} lead={t('receipts.lead')}>
      <Loaded query={list} lines={5}>
        {({ receipts }) =>
          receipts.length === 0 ? (
            <EmptyState icon="receipt" title={t('receipts.emptyTitle')} text={t('receipts.emptyText')}>
              <Link className="btn btn-outline-primary" to="/packages">
                {t('receipts.toPackages')}
              </Link>
            </EmptyState>
          ) : (
            historyOf(receipts).map((history) => (
              <History key={`${history.kdTender} ${history.envelopeId}`} history={history} />
            ))
          )
        }
      </Loaded>
    </Page>
  );
}

function History({ history }: { readonly history: EnvelopeHistory }): ReactElement {
  const envelopeName = useEnvelopeName();
  const headingId = `receipts-${history.kdTender}-${history.envelopeId}`;
  return (
    <section className="panel" aria-labelledby={headingId}>
      <h2 id={headingId}>
        <span className="tabular">{history.kdTender}</span> {history.namaPaket}
        <span className="d-block small fw-normal text-body-secondary">{envelopeName(history.envelopeId)}</span>
      </h2>
      <ol className="receipt-history">
        {history.entries.map((entry) => (
          <Entry key={entry.receipt.receiptId} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { readonly entry: HistoryEntry }): ReactElement {
  const { receipt, standing } = entry;
  const { t } = useTranslation('bid');
  const format = useFormat();
  const isTombstone = standing === 'replaced' || standing === 'withdrawn';
  return (
    <li className={isTombstone ? 'tombstone' : ''}>
      <Icon name={isTombstone ? 'minus' : 'receipt'} />
      <div>
        <Link to={`/receipts/${encodeURIComponent(receipt.receiptId)}`}>
          {t(`receipts.kind.${receipt.kind}`, { number: receipt.sequence })}
        </Link>{' '}
        <StandingNote entry={entry} />
        <div className="small text-body-secondary">
          {format.instant(receipt.time, { seconds: true })} · <code>{receipt.receiptSha256.slice(0, 16)} ...</code>
        </div>
      </div>
    </li>
  );
}
