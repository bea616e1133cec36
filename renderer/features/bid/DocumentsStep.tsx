// Step 2: which files belong into the envelope. A checklist with one place per kind of document; any file is welcome under any
// name, the originals are never touched (domain.md 2.4, 2.10).
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/bids.ts';
import type { ChosenFile } from '../../bridge.ts';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { FindingList } from '../../ui/FindingList.tsx';
import { useFormat } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useBidCall } from './bid-calls.ts';
import type { Desk } from './desk.ts';
import { DocumentItem, type DocumentActions } from './DocumentItem.tsx';
import { checklistOf, repairCall, shareOfLimit, type Checklist, type SlotView } from './documents-model.ts';
import { DraftTransfer } from './Transfer.tsx';
import { SealedNote } from './SealedNote.tsx';
import { StepPanel } from './StepPanel.tsx';
import type { Envelope } from './steps.ts';

export function DocumentsStep({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid, envelope, check } = desk;
  const { t } = useTranslation('bid');
  const editable = bid.state === 'draft';
  return (
    <StepPanel title={t('documents.title')} lead={editable ? t('documents.lead') : undefined}>
      {!editable && <SealedNote situation={desk} />}
      {envelope === null ? (
        <Skeleton lines={6} />
      ) : editable ? (
        <EditableList desk={desk} envelope={envelope} />
      ) : (
        <ReadOnlyList list={checklistOf(bid, envelope, check)} />
      )}
      {editable && <DraftTransfer bid={bid} />}
    </StepPanel>
  );
}

function EditableList({ desk, envelope }: { readonly desk: Desk; readonly envelope: Envelope }): ReactElement {
  const { bid, check, about } = desk;
  const { t } = useTranslation('bid');
  const work = useDocumentWork(desk);
  const list = checklistOf(bid, envelope, check);
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {work.said}
      </p>
      <MissingLine list={list} />
      {work.problem !== null && <ProblemNotice problem={work.problem} />}
      <FindingList findings={list.general} onRepair={work.repair} busy={work.busy} />
      <FileDrop
        purpose="documents"
        label={t('documents.addMany')}
        hint={t('documents.addManyHint')}
        folder
        disabled={work.busy}
        onFiles={(files) => work.add('', files)}
      />
      {list.unplaced.length > 0 && (
        <section className="slot slot-unplaced" aria-labelledby="slot-unplaced">
          <h3 id="slot-unplaced">{t('documents.unplaced')}</h3>
          <p className="small text-body-secondary">{t('documents.unplacedHint')}</p>
          <ul className="documents">
            {list.unplaced.map((row) => (
              <DocumentItem key={row.document.index} row={row} slots={list.slots} actions={work} />
            ))}
          </ul>
        </section>
      )}
      {list.slots.map((slot) => (
        <SlotPanel key={slot.slot} slot={slot} slots={list.slots} work={work} />
      ))}
      <Total list={list} count={bid.documents.length} about={about} />
    </>
  );
}

interface DocumentWork extends DocumentActions {
  readonly problem: unknown;
  /** For screen readers: what just happened. */
  readonly said: string;
  readonly add: (slot: string, files: readonly ChosenFile[]) => void;
}

/** More in one call the contract refuses. */
const MOST_AT_ONCE = 500;

function useDocumentWork({ bid }: Desk): DocumentWork {
  const { t } = useTranslation('bid');
  const { bidId, documents } = bid;
  const [said, setSaid] = useState('');
  const add = useBidCall('bids.addDocuments', (now) =>
    setSaid(t('documents.said.added', { count: now.documents.length })),
  );
  const change = useBidCall('bids.changeDocument', () => setSaid(t('documents.said.changed')));
  const remove = useBidCall('bids.removeDocument', (now) =>
    setSaid(t('documents.said.removed', { count: now.documents.length })),
  );
  const addAll = async (slot: string, handles: readonly string[]) => {
    for (let from = 0; from < handles.length; from += MOST_AT_ONCE) {
      await add.mutateAsync({ bidId, slot, files: handles.slice(from, from + MOST_AT_ONCE) }).catch(() => undefined);
    }
  };
  const forget = () => [add, change, remove].forEach((call) => call.reset());
  return {
    said,
    busy: add.isPending || change.isPending || remove.isPending,
    problem: add.error ?? change.error ?? remove.error,
    add: (slot, files) => {
      forget();
      void addAll(
        slot,
        files.map(({ handle }) => handle),
      );
    },
    change: (index, name, slot) => {
      forget();
      change.mutate({ bidId, index, name, slot });
    },
    remove: (index) => {
      forget();
      remove.mutate({ bidId, index });
    },
    repair: (finding: Finding) => {
      const call = repairCall(finding, documents);
      forget();
      if (call?.call === 'change') change.mutate({ bidId, index: call.index, name: call.name, slot: call.slot });
      else if (call?.call === 'remove') remove.mutate({ bidId, index: call.index });
      else if (finding.index !== null) document.getElementById(`slot-of-${finding.index}`)?.focus();
    },
  };
}

function MissingLine({ list }: { readonly list: Checklist }): ReactElement {
  const { t } = useTranslation('bid');
  const missing = list.slots.filter((slot) => slot.missing);
  if (missing.length === 0 && list.unplaced.length === 0) {
    return <p className="missing-line">{t('documents.complete')}</p>;
  }
  return (
    <p className="missing-line">
      {missing.length > 0 && (
        <>
          <strong>{t('documents.missing', { count: missing.length })}</strong>{' '}
          {missing.map(({ name }) => name).join(', ')}.
        </>
      )}{' '}
      {list.unplaced.length > 0 && t('documents.unplacedCount', { count: list.unplaced.length })}
    </p>
  );
}

function SlotPanel({
  slot,
  slots,
  work,
}: {
  readonly slot: SlotView;
  readonly slots: readonly SlotView[];
  readonly work: DocumentWork;
}): ReactElement {
  const { t } = useTranslation('bid');
  const headingId = `slot-${slot.slot}`;
  return (
    <section className={`slot ${slot.missing ? 'slot-missing' : ''}`} aria-labelledby={headingId}>
      <div className="slot-head">
        <h3 id={headingId}>
          {slot.name}{' '}
          <span className={`slot-note ${slot.missing ? 'slot-note-missing' : ''}`}>
            {slot.missing
              ? t('documents.requiredMissing')
              : slot.required
                ? t('documents.required')
                : t('documents.optional')}
          </span>
        </h3>
        <FileDrop
          purpose="documents"
          label={t('documents.add')}
          about={slot.name}
          compact
          disabled={work.busy}
          onFiles={(files) => work.add(slot.slot, files)}
        />
      </div>
      {slot.rows.length > 0 && (
        <ul className="documents">
          {slot.rows.map((row) => (
            <DocumentItem key={row.document.index} row={row} slots={slots} actions={work} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ReadOnlyList({ list }: { readonly list: Checklist }): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <>
      {[...list.slots.filter(({ rows }) => rows.length > 0)].map((slot) => (
        <section key={slot.slot} className="slot">
          <h3>{slot.name}</h3>
          <ul className="documents">
            {slot.rows.map((row) => (
              <DocumentItem key={row.document.index} row={row} slots={list.slots} actions={null} />
            ))}
          </ul>
        </section>
      ))}
      {list.unplaced.length > 0 && (
        <section className="slot">
          <h3>{t('documents.unplaced')}</h3>
          <ul className="documents">
            {list.unplaced.map((row) => (
              <DocumentItem key={row.document.index} row={row} slots={list.slots} actions={null} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Total({
  list,
  count,
  about,
}: {
  readonly list: Checklist;
  readonly count: number;
  readonly about: Desk['about'];
}): ReactElement | null {
  const { t } = useTranslation('bid');
  const format = useFormat();
  if (about === null) return null;
  const { maxUploadBytes, maxDocuments } = about.limits;
  const percent = Math.ceil(shareOfLimit(list.totalBytes, maxUploadBytes) * 100);
  const text = t('documents.total', {
    count,
    most: maxDocuments,
    size: format.bytes(list.totalBytes),
    limit: format.bytes(maxUploadBytes),
  });
  return (
    <p className="total-line tabular">
      <meter min={0} max={100} value={percent} aria-label={text} /> {text}
    </p>
  );
}
