// One receipt: its facts, its proof made again now or without the network, a page to print, and a comparison with the files here.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { ReceiptView } from '../../../app/contract/records.ts';
import { useExport } from '../../acts/use-export.ts';
import { run, useCall, useMutationCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { findEntry, type HistoryEntry } from './receipt-history.ts';
import { ReceiptWitness } from './ReceiptWitness.tsx';
import { StandingNote } from './StandingNote.tsx';

export function ReceiptDetail({ receiptId }: { readonly receiptId: string }): ReactElement {
  const { t } = useTranslation('bid');
  const list = useCall('receipts.list', null);
  return (
    <Page
      title={t('receipts.one')}
      actions={
        <Link className="btn btn-outline-secondary" to="/receipts">
          {t('receipts.back')}
        </Link>
      }
    >
      <Loaded query={list} lines={6}>
        {({ receipts }) => {
          const entry = findEntry(receipts, receiptId);
          return entry === null ? (
            <EmptyState icon="receipt" title={t('receipts.goneTitle')} text={t('receipts.goneText')} />
          ) : (
            <>
              <Facts entry={entry} />
              <Proof receipt={entry.receipt} />
              <ReceiptWitness receipt={entry.receipt} />
              {entry.receipt.kind === 'submission' && <Compare receipt={entry.receipt} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Facts({ entry }: { readonly entry: HistoryEntry }): ReactElement {
  const { receipt } = entry;
  const { t } = useTranslation('bid');
  const envelopeName = useEnvelopeName();
  return (
    <section className="panel" aria-labelledby="receipt-facts">
      <h2 id="receipt-facts">
        {t(`receipts.kind.${receipt.kind}`, { number: receipt.sequence })} <StandingNote entry={entry} />
      </h2>
      <FactTable
        facts={[
          { label: t('fact.tender'), value: `${receipt.kdTender} ${receipt.namaPaket}` },
          { label: t('fact.envelope'), value: envelopeName(receipt.envelopeId) },
          { label: t(`receipts.time.${receipt.kind}`), value: <Moment at={receipt.time} seconds /> },
          { label: t('proven.number'), value: String(receipt.sequence) },
          { label: t('proven.submission'), value: receipt.submissionId },
          {
            label: t('proven.digest'),
            value: <DigestText digest={receipt.receiptSha256} label={t('proven.digest')} />,
          },
          ...(receipt.sealedSha256 === null
            ? []
            : [
                {
                  label: t('sealed.digest'),
                  value: <DigestText digest={receipt.sealedSha256} label={t('sealed.digest')} />,
                },
              ]),
          { label: t('proven.log'), value: <Checkpoint receipt={receipt} /> },
          {
            label: t('sealed.timestamp'),
            value: t(receipt.hasTimestamp ? 'receipts.hasTimestamp' : 'sealed.noTimestamp'),
          },
          ...(receipt.supersedes === null ? [] : [{ label: t('receipts.supersedes'), value: receipt.supersedes }]),
        ]}
      />
      {receipt.bidId !== null && <Link to={`/bids/${receipt.bidId}/kirim`}>{t('receipts.toBid')}</Link>}
    </section>
  );
}

function Checkpoint({ receipt }: { readonly receipt: ReceiptView }): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <details>
      <summary>{t('receipts.logEntry', { index: receipt.logIndex })}</summary>
      <pre className="checkpoint" tabIndex={0}>
        {receipt.checkpoint}
      </pre>
      <CopyButton text={receipt.checkpoint} />
    </details>
  );
}

/** The proof made again; "offline" asks nobody: what lies here must be enough. */
function Proof({ receipt }: { readonly receipt: ReceiptView }): ReactElement {
  const { receiptId } = receipt;
  const { t } = useTranslation('bid');
  const verify = useMutationCall('receipts.verify');
  const pdf = useExport((bridge, to) => run(bridge, 'receipts.pdf', { receiptId, to }));
  const offline = verify.variables?.offline === true;
  return (
    <section className="panel" aria-labelledby="receipt-proof">
      <h2 id="receipt-proof">{t('receipts.proof')}</h2>
      <p>{t('receipts.proofText')}</p>
      <div className="d-flex flex-wrap gap-2">
        <button
          type="button"
          className="btn btn-primary"
          disabled={verify.isPending}
          onClick={() => verify.mutate({ receiptId, offline: false })}
        >
          {t('receipts.verify')}
        </button>
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={verify.isPending}
          onClick={() => verify.mutate({ receiptId, offline: true })}
        >
          {t('receipts.verifyOffline')}
        </button>
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={pdf.busy}
          onClick={() =>
            void pdf.start(`tanda-terima-${receipt.kdTender}-${receipt.envelopeId}-${receipt.sequence}.pdf`)
          }
        >
          <Icon name="save" /> {t('receipts.pdf')}
        </button>
      </div>
      <div aria-live="polite" className="mt-3">
        {verify.isPending && <p>{t('receipts.verifying')}</p>}
        {verify.data !== undefined && (
          <CheckReport
            report={verify.data}
            title={t(offline ? 'receipts.verifyOffline' : 'receipts.verify')}
            verdict={t(verify.data.ok ? (offline ? 'receipts.goodOffline' : 'receipts.good') : 'receipts.bad')}
          />
        )}
        {verify.error !== null && <ProblemNotice problem={verify.error} />}
        {pdf.shownAs !== null && <p role="status">{t('window:ui.saved', { where: pdf.shownAs })}</p>}
        {pdf.problem !== null && <ProblemNotice problem={pdf.problem} />}
      </div>
    </section>
  );
}

type Compared = CallOutput<'receipts.compare'>['documents'][number];

const OUTCOME_ICONS: Readonly<Record<Compared['outcome'], IconName>> = {
  equal: 'check',
  changed: 'warning',
  'not-found': 'minus',
};

function Compare({ receipt: { receiptId } }: { readonly receipt: ReceiptView }): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const compare = useMutationCall('receipts.compare');
  const [asked, setAsked] = useState(false);
  const documents = compare.data?.documents ?? [];
  const equal = documents.filter(({ outcome }) => outcome === 'equal').length;
  return (
    <section className="panel" aria-labelledby="receipt-compare">
      <h2 id="receipt-compare">{t('receipts.compare')}</h2>
      <p>{t('receipts.compareText')}</p>
      <button
        type="button"
        className="btn btn-outline-secondary"
        disabled={compare.isPending}
        onClick={() => {
          setAsked(true);
          compare.mutate({ receiptId });
        }}
      >
        {t('receipts.compareNow')}
      </button>
      <div aria-live="polite" className="mt-3">
        {compare.error !== null && <ProblemNotice problem={compare.error} />}
        {asked && compare.data !== undefined && (
          <>
            <p>
              <strong>
                {t('receipts.compared', { equal: format.number(equal), total: format.number(documents.length) })}
              </strong>
            </p>
            <ul className="compared">
              {documents.map(({ name, outcome }) => (
                <li key={name}>
                  <Icon name={OUTCOME_ICONS[outcome]} /> <span className="filename">{name}</span>{' '}
                  <span className="text-body-secondary">{t(`receipts.outcome.${outcome}`)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
