// Step 3: the bid letter of SPSE: total price and days of validity. What is typed is read as an exact amount and said back in
// digits and in words, so that a zero too many is seen before it is sealed.
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatRupiah } from '../../../app/domain/money.ts';
import { useLanguage } from '../../i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { amountInWords } from './amount-words.ts';
import { useBidCall } from './bid-calls.ts';
import type { Desk } from './desk.ts';
import {
  formOf,
  isEmpty,
  readLetter,
  type Caution,
  type LetterForm as Typed,
  type LetterReading,
} from './letter-model.ts';
import { LetterView } from './LetterView.tsx';
import { PriceSchedule } from './price/PriceSchedule.tsx';
import { SealedNote } from './SealedNote.tsx';
import { StepPanel } from './StepPanel.tsx';

export function LetterStep({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid, envelope } = desk;
  const { t } = useTranslation('bid');
  return (
    <StepPanel title={t('letter.title')} lead={envelope?.carriesPrice === false ? undefined : t('letter.lead')}>
      {envelope === null ? (
        <Skeleton lines={3} />
      ) : !envelope.carriesPrice && bid.letter === null ? (
        <p className="panel">
          <Icon name="minus" /> {t('letter.noPrice', { envelope: envelope.name })}{' '}
          <Link to={`/bids/${bid.bidId}/segel`}>{t('letter.toSeal')}</Link>
        </p>
      ) : bid.state === 'draft' ? (
        <Priced desk={desk} />
      ) : (
        <>
          <SealedNote situation={desk} />
          {bid.letter !== null && <LetterView letter={bid.letter} />}
          <PriceSchedule desk={desk} onUse={null} />
        </>
      )}
    </StepPanel>
  );
}

/** After the last keystroke. */
const SAVE_AFTER_MS = 400;

/** Letter and price schedule: two statements of one price, side by side. */
function Priced({ desk }: { readonly desk: Desk }): ReactElement {
  const letter = useLetter(desk);
  return (
    <>
      <LetterForm desk={desk} letter={letter} />
      <PriceSchedule desk={desk} onUse={(total) => letter.edit({ price: formatRupiah(total).slice(3) })} />
    </>
  );
}

interface LetterOnScreen {
  readonly form: Typed;
  readonly reading: LetterReading;
  readonly edit: (change: Partial<Typed>) => void;
  readonly problem: unknown;
  readonly saved: boolean;
}

function useLetter({ bid, about }: Desk): LetterOnScreen {
  const [form, setForm] = useState(() => formOf(bid.letter));
  const reading = readLetter(form, about?.ownerEstimate ?? null);
  const { save, problem, saved } = useSaving(bid.bidId);
  const edit = (change: Partial<Typed>) => {
    const next = { ...form, ...change };
    setForm(next);
    const { letter } = readLetter(next, null);
    if (letter !== null || isEmpty(next)) save(letter);
  };
  return { form, reading, edit, problem, saved };
}

function LetterForm({ desk, letter }: { readonly desk: Desk; readonly letter: LetterOnScreen }): ReactElement {
  const { bid, about } = desk;
  const { form, reading, edit, problem, saved } = letter;
  const { t } = useTranslation('bid');
  const format = useFormat();
  return (
    <form className="panel letter-form" onSubmit={(event) => event.preventDefault()}>
      <Field
        label={t('letter.price')}
        hint={t('letter.priceHint')}
        error={reading.priceWrong ? t('letter.priceWrong') : null}
      >
        {(input) => (
          <div className="input-group">
            <span className="input-group-text">Rp</span>
            <input
              {...input}
              className={`${input.className} tabular`}
              inputMode="decimal"
              autoComplete="off"
              maxLength={40}
              value={form.price}
              onChange={(event) => edit({ price: event.target.value })}
            />
          </div>
        )}
      </Field>
      <PriceEcho price={reading.price} cautions={reading.cautions} estimate={about?.ownerEstimate ?? null} />
      <Field
        label={t('letter.days')}
        hint={t('letter.daysHint')}
        error={reading.daysWrong ? t('letter.daysWrong') : null}
      >
        {(input) => (
          <input
            {...input}
            className={`${input.className} tabular days-input`}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={form.days}
            onChange={(event) => edit({ days: event.target.value })}
          />
        )}
      </Field>
      <p role="status" className="small text-body-secondary mb-0">
        {saved &&
          bid.letter !== null &&
          t('letter.saved', { price: format.money(bid.letter.price), days: bid.letter.validityDays })}
        {reading.letter === null && !isEmpty(form) && t('letter.notSaved')}
      </p>
      {problem !== null && <ProblemNotice problem={problem} />}
    </form>
  );
}

function PriceEcho({
  price,
  cautions,
  estimate,
}: {
  readonly price: string | null;
  readonly cautions: readonly Caution[];
  readonly estimate: string | null;
}): ReactElement {
  const { t } = useTranslation('bid');
  const language = useLanguage();
  const format = useFormat();
  return (
    <div className="price-echo" aria-live="polite">
      {price === null ? (
        <span className="text-body-secondary">{t('letter.echoEmpty')}</span>
      ) : (
        <>
          <strong className="tabular price-figure">{format.money(price)}</strong>
          <span className="price-words">{amountInWords(price, language)}</span>
        </>
      )}
      {cautions.map((caution) => (
        <p key={caution} className="price-caution">
          <Icon name="warning" size={16} />{' '}
          {t(`letter.caution.${caution}`, { estimate: estimate === null ? '' : format.money(estimate) })}
        </p>
      ))}
    </div>
  );
}

type SavedLetter = { readonly price: string; readonly validityDays: number } | null;

/** Saves a moment after the last keystroke, and what is still waiting when the step is left. */
function useSaving(bidId: string): {
  readonly save: (letter: SavedLetter) => void;
  readonly problem: unknown;
  readonly saved: boolean;
} {
  const call = useBidCall('bids.setLetter');
  const waiting = useRef<{ readonly letter: SavedLetter; readonly timer: ReturnType<typeof setTimeout> } | null>(null);
  const send = useRef((letter: SavedLetter) => call.mutate({ bidId, letter }));
  useEffect(() => {
    send.current = (letter) => call.mutate({ bidId, letter });
  });
  useEffect(
    () => () => {
      if (waiting.current === null) return;
      clearTimeout(waiting.current.timer);
      send.current(waiting.current.letter);
    },
    [],
  );
  return {
    problem: call.error,
    saved: call.isSuccess,
    save: (letter) => {
      if (waiting.current !== null) clearTimeout(waiting.current.timer);
      const timer = setTimeout(() => {
        waiting.current = null;
        send.current(letter);
      }, SAVE_AFTER_MS);
      waiting.current = { letter, timer };
    },
  };
}
