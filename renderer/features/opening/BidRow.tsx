// One bid in the table.
import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useStateText } from './state-text.ts';
import { percentOf, type TableRow } from './table-model.ts';

const ICONS: Readonly<Record<TableRow['outcome']['kind'], IconName>> = {
  waiting: 'lock',
  'stays-sealed': 'lock',
  opened: 'check',
  'not-opened': 'warning',
  unproven: 'warning',
};

interface BidRowProps {
  readonly row: TableRow;
  readonly ownerEstimate: string;
  readonly carriesPrice: boolean;
  readonly ranked: boolean;
}

/** Five times a second something is told of one bid or two: the other 248 rows stay as they are. */
export const BidRow = memo(
  Row,
  (before, after) =>
    before.ownerEstimate === after.ownerEstimate &&
    before.carriesPrice === after.carriesPrice &&
    before.ranked === after.ranked &&
    sameRow(before.row, after.row),
);

function sameRow(before: TableRow, after: TableRow): boolean {
  const others = new Map<string, unknown>(Object.entries(after));
  return Object.entries(before).every(([name, value]) => Object.is(value, others.get(name)));
}

function Row({ row, ownerEstimate, carriesPrice, ranked }: BidRowProps): ReactElement {
  const { t } = useTranslation('opening');
  const format = useFormat();
  const stateText = useStateText();
  const language = useLanguage();
  const { n, bidderName, npwp, receiptSequence, receivedAt, outcome, progress, price, validityDays, rank, facts } = row;
  const moving = progress !== null && progress.step !== 'done' && progress.totalBytes > 0;
  return (
    <tr className={`bid-${outcome.kind}`}>
      <td className="text-end tabular">{n}</td>
      <th scope="row">
        {bidderName}
        <span className="d-block small text-body-secondary">{npwp}</span>
      </th>
      <td className="small">
        {receiptSequence === null ? '–' : t('table.receiptNo', { number: receiptSequence })}
        {receivedAt !== null && (
          <span className="d-block tabular">{format.instant(receivedAt, { seconds: true })}</span>
        )}
      </td>
      <td className="small">
        <Icon name={progress === null ? ICONS[outcome.kind] : 'activity'} size={16} /> {stateText(row)}
        {moving && (
          <progress
            className="bar bar-thin"
            max={progress.totalBytes}
            value={progress.doneBytes}
            aria-label={t('open.of', { name: bidderName })}
          />
        )}
        <Referred row={row} />
      </td>
      {carriesPrice && (
        <>
          {ranked && <td className="tabular rank">{rank ?? '–'}</td>}
          <td className="text-end tabular text-nowrap">
            {price === null ? '–' : format.money(price)}
            {price !== null && (
              <span className="d-block small text-body-secondary">
                {t('table.percent', { percent: percentOf(price, ownerEstimate, language) ?? '–' })}
              </span>
            )}
          </td>
          <td className="small">{validityDays === null ? '–' : t('table.days', { count: validityDays })}</td>
        </>
      )}
      <td className="small">
        {facts.length === 0 ? (
          '–'
        ) : (
          <ul className="plain-list">
            {facts.map((fact) => (
              <li key={fact}>{t(`facts.${fact}`)}</li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

function Referred({ row: { referral } }: { readonly row: TableRow }): ReactElement | null {
  const { t } = useTranslation('opening');
  if (referral === null) return null;
  const { statement } = referral;
  const key = statement === null ? 'waiting' : statement.canBeOpened ? 'can' : 'cannot';
  return <span className="d-block">{t(`case.short.${key}`)}</span>;
}
