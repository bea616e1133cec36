// The bids of an opening, 250 of them as well as two: who, when received, what became of it, the price after opening, and facts
// side by side. Nothing in it is a verdict on anybody.
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredRoom, RoomView } from '../../../app/contract/openings.ts';
import { useLanguage } from '../../i18n.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { useFormat } from '../../ui/format.ts';
import { BidRow } from './BidRow.tsx';
import { useStateText } from './state-text.ts';
import { asTabs, percentOf, shown, SORTS, STATES, type Sort, type StateFilter, type TableRow } from './table-model.ts';

export interface BidTableProps {
  readonly rows: readonly TableRow[];
  readonly room: RoomView;
  readonly entered: EnteredRoom;
}

export function BidTable({ rows, room, entered }: BidTableProps): ReactElement {
  const { t } = useTranslation('opening');
  const [text, setText] = useState('');
  const [state, setState] = useState<StateFilter>('all');
  const { carriesPrice, method } = room.opening;
  // Tender Cepat is a ranking.
  const [sort, setSort] = useState<Sort>(method === 'Tender Cepat' ? 'price' : 'place');
  const visible = shown(rows, { text, state, sort });
  const ranked = carriesPrice && rows.some(({ rank }) => rank !== null);
  const sorted = (by: Sort) => (sort === by ? 'ascending' : undefined);
  const id = useId();
  if (rows.length === 0 && entered.tombstones.length === 0 && entered.staysSealed.length === 0) {
    return (
      <section className="panel" aria-labelledby="bids-title">
        <h2 id="bids-title">{t('table.title')}</h2>
        <p>{t('table.none')}</p>
      </section>
    );
  }
  return (
    <section className="panel" aria-labelledby="bids-title">
      <h2 id="bids-title">{t(method === 'Tender Cepat' && ranked ? 'table.ranking' : 'table.title')}</h2>
      <div className="table-tools">
        <div>
          <label className="form-label small" htmlFor={`${id}-text`}>
            {t('table.find')}
          </label>
          <input
            id={`${id}-text`}
            type="search"
            className="form-control form-control-sm"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Select
          label={t('table.state')}
          value={state}
          values={STATES}
          text={(one) => t(`table.states.${one}`)}
          onChange={setState}
        />
        <Select
          label={t('table.sort')}
          value={sort}
          values={SORTS}
          text={(one) => t(`table.sorts.${one}`)}
          onChange={setSort}
        />
        <CopyTable rows={visible} room={room} />
      </div>
      <p className="small text-body-secondary mb-1" aria-live="polite">
        {t('table.count', { shown: visible.length, all: rows.length })}
        {entered.tombstones.length > 0 && ` · ${t('table.tombstones', { count: entered.tombstones.length })}`}
        {entered.staysSealed.length > 0 && ` · ${t('table.staysSealed', { count: entered.staysSealed.length })}`}
      </p>
      <div className="table-box" role="region" aria-label={t('table.box')} tabIndex={0}>
        <table className="table table-sm bids mb-0">
          <thead>
            <tr>
              <th scope="col" className="text-end" aria-sort={sorted('place')}>
                {t('table.n')}
              </th>
              <th scope="col" aria-sort={sorted('name')}>
                {t('table.bidder')}
              </th>
              <th scope="col">{t('table.receipt')}</th>
              <th scope="col">{t('table.outcome')}</th>
              {carriesPrice && (
                <>
                  {ranked && (
                    <th scope="col" aria-sort={sorted('price')}>
                      {t('table.rank')}
                    </th>
                  )}
                  <th scope="col" className="text-end">
                    {t('table.price')}
                  </th>
                  <th scope="col">{t('table.validity')}</th>
                </>
              )}
              <th scope="col">{t('table.facts')}</th>
            </tr>
          </thead>
          <tbody>
            {visible.map((row) => (
              <BidRow key={row.submissionId} {...{ row, carriesPrice, ranked }} ownerEstimate={room.ownerEstimate} />
            ))}
          </tbody>
        </table>
      </div>
      {visible.length === 0 && <p className="mb-0 mt-2">{t(rows.length === 0 ? 'table.none' : 'table.noMatch')}</p>}
    </section>
  );
}

function Select<T extends string>({
  label,
  value,
  values,
  text,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly values: readonly T[];
  readonly text: (value: T) => string;
  readonly onChange: (value: T) => void;
}): ReactElement {
  const id = useId();
  return (
    <div>
      <label className="form-label small" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="form-select form-select-sm"
        value={value}
        onChange={(event) => onChange(values.find((one) => one === event.target.value) ?? value)}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {text(one)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What is on screen, in its order, for a spreadsheet. */
function CopyTable({ rows, room }: { readonly rows: readonly TableRow[]; readonly room: RoomView }): ReactElement {
  const { t } = useTranslation('opening');
  const format = useFormat();
  const stateText = useStateText();
  const language = useLanguage();
  const head = [
    'n',
    'bidder',
    'npwp',
    'receiptNumber',
    'received',
    'outcome',
    'rank',
    'price',
    'ofEstimate',
    'validity',
    'facts',
  ];
  const lines = () =>
    rows.map((row) => [
      String(row.n),
      row.bidderName,
      row.npwp,
      row.receiptSequence === null ? '' : String(row.receiptSequence),
      row.receivedAt === null ? '' : format.instant(row.receivedAt, { seconds: true }),
      stateText(row),
      row.rank === null ? '' : String(row.rank),
      row.price ?? '',
      row.price === null ? '' : (percentOf(row.price, room.ownerEstimate, language) ?? ''),
      row.validityDays === null ? '' : String(row.validityDays),
      row.facts.map((fact) => t(`facts.${fact}`)).join('; '),
    ]);
  return (
    <CopyButton
      text={() => Promise.resolve(asTabs([head.map((name) => t(`table.${name}`)), ...lines()]))}
      label={t('table.copy')}
    />
  );
}
