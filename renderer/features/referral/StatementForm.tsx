// The LPSE's word on a bid: can it be opened, and why. What will be signed is shown as it will stand, and the first one stands.
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReferralView } from '../../../app/contract/referrals.ts';
import { useCurrentLpse } from '../../account.ts';
import { useMutationCall } from '../../query.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { useFormat } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Tick } from '../../ui/Tick.tsx';

const MAX_CHARS = 4000;

export function StatementForm({ referral }: { readonly referral: ReferralView }): ReactElement {
  const { t } = useTranslation('referral');
  const { statement, statementCode } = referral;
  return (
    <section className="panel" aria-labelledby="statement">
      <h2 id="statement">{t('statement.title')}</h2>
      {statementCode !== null && (
        <p role="alert">
          {t('statement.notCounted')} <code>{statementCode}</code>
        </p>
      )}
      {statement === null ? <Form referral={referral} /> : <Stated statement={statement} />}
    </section>
  );
}

function Stated({ statement }: { readonly statement: NonNullable<ReferralView['statement']> }): ReactElement {
  const { t } = useTranslation('referral');
  const format = useFormat();
  return (
    <blockquote className="statement" data-stated>
      <p className="mb-1">
        <strong>{t(statement.canBeOpened ? 'stated.can' : 'stated.cannot')}</strong>{' '}
        <span className="small text-body-secondary">{format.instant(statement.statedAt, { seconds: true })}</span>
      </p>
      <p className="mb-1 statement-text">{statement.text}</p>
      <p className="mb-0 small text-body-secondary">{t('statement.verified')}</p>
    </blockquote>
  );
}

function Form({ referral: { referralId, kdTender, envelopeId, bidderName, n } }: { readonly referral: ReferralView }) {
  const { t } = useTranslation('referral');
  const lpse = useCurrentLpse();
  const envelopeName = useEnvelopeName();
  const [canBeOpened, setCanBeOpened] = useState<boolean | null>(null);
  const [text, setText] = useState('');
  const [confirming, setConfirming] = useState(false);
  const preview = useMutationCall('referrals.preview', { onDone: () => setConfirming(true) });
  const state = useMutationCall('referrals.state', {
    refreshes: ['referrals.list'],
    onDone: () => setConfirming(false),
  });
  const ids = useId();
  const ready = canBeOpened !== null && text.trim() !== '';
  const word = { referralId, canBeOpened: canBeOpened === true, text: text.trim() };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) preview.mutate(word);
      }}
    >
      <p>{t('statement.lead')}</p>
      <fieldset className="mb-3">
        <legend className="h6">{t('statement.question')}</legend>
        {([true, false] as const).map((value) => (
          <Tick
            key={String(value)}
            group={`${ids}-can`}
            checked={canBeOpened === value}
            onChange={() => setCanBeOpened(value)}
          >
            {t(value ? 'stated.can' : 'stated.cannot')}
          </Tick>
        ))}
      </fieldset>
      <label className="form-label" htmlFor={`${ids}-text`}>
        {t('statement.text')}
      </label>
      <textarea
        id={`${ids}-text`}
        className="form-control mb-3"
        rows={4}
        maxLength={MAX_CHARS}
        value={text}
        aria-describedby={`${ids}-hint`}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${ids}-hint`} className="small text-body-secondary">
        {t('statement.hint')}
      </p>
      {preview.error !== null && <ProblemNotice problem={preview.error} />}
      {state.data !== undefined && !state.data.isOurs && <p role="alert">{t('statement.otherStands')}</p>}
      <button type="submit" className="btn btn-primary" disabled={!ready || preview.isPending}>
        {t('statement.show')}
      </button>
      <ConfirmDialog
        show={confirming}
        title={t('statement.confirmTitle')}
        facts={[
          { label: t('facts.tender'), value: kdTender },
          { label: t('facts.bid'), value: t('facts.place', { place: n, envelope: envelopeName(envelopeId) }) },
          { label: t('facts.bidder'), value: bidderName },
          { label: t('statement.signer'), value: lpse?.name ?? '' },
        ]}
        consequence={t('statement.consequence')}
        confirmLabel={t('statement.sign')}
        busy={state.isPending}
        problem={state.error}
        onCancel={() => setConfirming(false)}
        onConfirm={() => state.mutate(word)}
      >
        <p className="mb-1">{t('statement.exactly')}</p>
        <pre className="statement-preview" role="region" aria-label={t('statement.exactly')} tabIndex={0}>
          {preview.data?.content ?? ''}
        </pre>
      </ConfirmDialog>
    </form>
  );
}
