// The totals side by side: computed, stated, in the letter. Differences are told; which figure counts is the bidder's decision.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { compareScaled, formatDecimal, fromScaled, toScaled } from '../../../../app/domain/decimal.ts';
import type { PriceTable, TableCheck } from '../../../../app/domain/price-table.ts';
import { useFormat } from '../../../ui/format.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { TableAct } from './schedule-model.ts';

export interface TotalsProps {
  readonly table: PriceTable;
  readonly check: TableCheck;
  readonly change: ((act: TableAct) => void) | null;
  /** Canonical; null while there is none. */
  readonly letterPrice: string | null;
  readonly onUse: ((total: string) => void) | null;
}

export function Totals({ table, check, change, letterPrice, onUse }: TotalsProps): ReactElement {
  const { t } = useTranslation('price');
  const format = useFormat();
  const { sums, statedTotal } = check;
  const letterDiffers = letterPrice !== null && statedTotal !== null && differenceOf(letterPrice, statedTotal) !== null;
  const tooLarge = check.findings.some(({ row, code }) => row === null && code === 'amount-too-large');
  return (
    <div className="panel totals">
      <dl>
        <Line label={t('totals.computed')} value={format.money(sums.computedTotal)} />
        <Line label={t('totals.tax')} value={format.money(sums.computedTax)} minor />
        {sums.rowsTotal !== sums.computedTotal && (
          <Line label={t('totals.rows')} value={format.money(sums.rowsTotal)} minor />
        )}
        <div className="total-line-strong">
          <dt>
            <label htmlFor="stated-total">{t('totals.stated')}</label>
          </dt>
          <dd>
            <StatedInput table={table} check={check} change={change} />
          </dd>
        </div>
        <Difference label={t('totals.difference')} a={statedTotal} b={sums.computedTotal} />
        {letterPrice !== null && (
          <>
            <Line label={t('totals.letter')} value={format.money(letterPrice)} />
            <Difference label={t('totals.letterDifference')} a={letterPrice} b={statedTotal} />
          </>
        )}
      </dl>
      <p className="small text-body-secondary mb-0">{t('totals.rule')}</p>
      {tooLarge && <p className="price-caution">{t('totals.tooLarge')}</p>}
      {onUse !== null && statedTotal !== null && (letterDiffers || letterPrice === null) && (
        <button type="button" className="btn btn-outline-primary mt-2" onClick={() => onUse(statedTotal)}>
          {t('totals.useInLetter', { total: format.money(statedTotal) })}
        </button>
      )}
    </div>
  );
}

function Line({
  label,
  value,
  minor = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly minor?: boolean;
}): ReactElement {
  return (
    <div className={minor ? 'text-body-secondary' : ''}>
      <dt>{label}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}

function Difference({
  label,
  a,
  b,
}: {
  readonly label: string;
  readonly a: string | null;
  readonly b: string | null;
}): ReactElement | null {
  const format = useFormat();
  const difference = a === null || b === null ? null : differenceOf(a, b);
  if (difference === null) return null;
  return (
    <div className="total-differs">
      <dt>
        <Icon name="warning" size={16} /> {label}
      </dt>
      <dd className="tabular">{`${difference.sign} ${format.money(difference.amount)}`}</dd>
    </div>
  );
}

/** The official total as typed; empty, it is the computed one. */
function StatedInput({ table, check, change }: Pick<TotalsProps, 'table' | 'check' | 'change'>): ReactElement {
  const { t } = useTranslation('price');
  const [typed, setTyped] = useState<string | null>(null);
  const shown = formatDecimal(table.statedTotal);
  const wrong = check.findings.some(
    ({ row, code }) => row === null && code !== 'differs' && code !== 'amount-too-large',
  );
  return (
    <>
      <span className="input-group input-group-sm stated-total">
        <span className="input-group-text">Rp</span>
        <input
          id="stated-total"
          className={`form-control text-end tabular ${wrong ? 'is-invalid' : ''}`}
          inputMode="decimal"
          autoComplete="off"
          maxLength={64}
          readOnly={change === null}
          aria-invalid={wrong || undefined}
          placeholder={formatDecimal(check.sums.computedTotal)}
          value={typed ?? shown}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            if (typed !== null && typed !== shown) change?.({ act: 'stated', text: typed });
            setTyped(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
      </span>
      {wrong && <span className="small text-danger">{t('totals.statedWrong')}</span>}
    </>
  );
}

/** Null when they are the same. */
function differenceOf(a: string, b: string): { readonly sign: '+' | '−'; readonly amount: string } | null {
  const [x, y] = [toCanonical(a), toCanonical(b)];
  if (x === null || y === null) return null;
  const order = compareScaled(x, y);
  if (order === 0) return null;
  const scale = Math.max(x.scale, y.scale);
  const units = x.units * 10n ** BigInt(scale - x.scale) - y.units * 10n ** BigInt(scale - y.scale);
  return { sign: order > 0 ? '+' : '−', amount: fromScaled({ units: units < 0n ? -units : units, scale }) };
}

/** The letter's price may end in zeros. */
function toCanonical(amount: string) {
  return toScaled(amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);
}
