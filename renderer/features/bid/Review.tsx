// "Yang akan dilihat Pokja": the envelope's content as it will lie before the committee, and what others see until then.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useOrganisation } from './desk.ts';
import { checklistOf, type SlotView } from './documents-model.ts';
import { LetterView } from './LetterView.tsx';
import type { BidSituation, Envelope } from './steps.ts';

export function Review({
  situation,
  envelope,
}: {
  readonly situation: BidSituation;
  readonly envelope: Envelope;
}): ReactElement {
  const { bid, check } = situation;
  const { t } = useTranslation('bid');
  const format = useFormat();
  const organisation = useOrganisation();
  const list = checklistOf(bid, envelope, check);
  return (
    <section className="panel review" aria-labelledby="review-title">
      <h3 id="review-title">{t('review.title')}</h3>
      <FactTable
        facts={[
          { label: t('fact.company'), value: organisation },
          { label: t('fact.tender'), value: `${bid.kdTender} ${bid.namaPaket}` },
          { label: t('fact.envelope'), value: envelope.name },
        ]}
      />
      {envelope.carriesPrice && (
        <>
          <h4>{t('review.letter')}</h4>
          {bid.letter === null ? (
            <Missing to={`/bids/${bid.bidId}/surat`} text={t('review.letterMissing')} />
          ) : (
            <LetterView letter={bid.letter} />
          )}
        </>
      )}
      <h4>{t('review.documents', { count: bid.documents.length, size: format.bytes(list.totalBytes) })}</h4>
      <table className="table table-sm review-table">
        <thead>
          <tr>
            <th scope="col">{t('review.slot')}</th>
            <th scope="col">{t('review.name')}</th>
            <th scope="col" className="text-end">
              {t('review.size')}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.slots.map((slot) => (
            <SlotRows key={slot.slot} slot={slot} bidId={bid.bidId} />
          ))}
          {list.unplaced.map(({ document }) => (
            <tr key={document.index}>
              <td>
                <Missing to={`/bids/${bid.bidId}/dokumen`} text={t('documents.unplaced')} />
              </td>
              <td className="filename">{document.name}</td>
              <td className="text-end tabular">{format.bytes(document.sizeBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small text-body-secondary mb-0">
        <Icon name="lock" size={16} /> {t('review.until', { stage: envelope.opensAtStage })}
      </p>
    </section>
  );
}

function SlotRows({ slot, bidId }: { readonly slot: SlotView; readonly bidId: string }): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  if (slot.rows.length === 0) {
    return (
      <tr>
        <td>{slot.name}</td>
        <td colSpan={2}>
          {slot.missing ? (
            <Missing to={`/bids/${bidId}/dokumen`} text={t('review.missing')} />
          ) : (
            <span className="text-body-secondary">{t('review.empty')}</span>
          )}
        </td>
      </tr>
    );
  }
  return (
    <>
      {slot.rows.map(({ document }, i) => (
        <tr key={document.index}>
          {i === 0 && <td rowSpan={slot.rows.length}>{slot.name}</td>}
          <td>
            <span className="filename">{document.name}</span>
            {document.originalName !== document.name && (
              <div className="small text-body-secondary">
                {t('documents.original')} <span className="filename">{document.originalName}</span>
              </div>
            )}
          </td>
          <td className="text-end tabular">{format.bytes(document.sizeBytes)}</td>
        </tr>
      ))}
    </>
  );
}

function Missing({ to, text }: { readonly to: string; readonly text: string }): ReactElement {
  return (
    <Link to={to} className="missing">
      <Icon name="warning" size={16} /> {text}
    </Link>
  );
}
