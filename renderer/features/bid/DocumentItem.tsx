// One chosen document: its sealed name and its own, its place, what the preflight found, and what can be done about it.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../app/contract/bids.ts';
import { FindingList } from '../../ui/FindingList.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { ChosenDocument, DocumentRow, SlotView } from './documents-model.ts';

export interface DocumentActions {
  readonly busy: boolean;
  readonly change: (index: number, name: string, slot: string) => void;
  readonly remove: (index: number) => void;
  readonly repair: (finding: Finding) => void;
}

export interface DocumentItemProps {
  readonly row: DocumentRow;
  readonly slots: readonly SlotView[];
  /** Null: sealed, only to look at. */
  readonly actions: DocumentActions | null;
}

export function DocumentItem({ row, slots, actions }: DocumentItemProps): ReactElement {
  const { document } = row;
  const format = useFormat();
  const { t } = useTranslation('bid');
  const made = document.madeBy !== undefined;
  return (
    <li className="document">
      <div className="document-row">
        <Icon name="file" />
        <div className="document-names">
          <Names document={document} actions={made ? null : actions} />
          {made && <div className="small text-body-secondary">{t('price:madeFromTable')}</div>}
        </div>
        <span className="text-body-secondary tabular">{format.bytes(document.sizeBytes)}</span>
        {actions !== null && !made && <Buttons document={document} slots={slots} actions={actions} />}
      </div>
      {actions !== null && <FindingList findings={row.findings} onRepair={actions.repair} busy={actions.busy} />}
    </li>
  );
}

function Names({
  document,
  actions,
}: Pick<DocumentItemProps, 'actions'> & { readonly document: ChosenDocument }): ReactElement {
  const { t } = useTranslation('bid');
  const [editing, setEditing] = useState(false);
  if (editing && actions !== null) {
    return <NameForm document={document} actions={actions} onDone={() => setEditing(false)} />;
  }
  return (
    <>
      <span className="filename">{document.name}</span>{' '}
      {actions !== null && (
        <button
          type="button"
          className="btn btn-sm btn-link p-0"
          aria-label={t('documents.renameThis', { name: document.name })}
          onClick={() => setEditing(true)}
        >
          {t('documents.rename')}
        </button>
      )}
      {document.originalName !== document.name && (
        <div className="small text-body-secondary">
          {t('documents.original')} <span className="filename">{document.originalName}</span>
        </div>
      )}
    </>
  );
}

function NameForm({
  document,
  actions,
  onDone,
}: {
  readonly document: ChosenDocument;
  readonly actions: DocumentActions;
  readonly onDone: () => void;
}): ReactElement {
  const { t } = useTranslation('bid');
  const [name, setName] = useState(document.name);
  return (
    <form
      className="d-flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '' && name !== document.name) actions.change(document.index, name.trim(), document.slot);
        onDone();
      }}
    >
      <input
        className="form-control form-control-sm filename name-input"
        aria-label={t('documents.sealedName')}
        maxLength={255}
        value={name}
        autoFocus
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <button type="submit" className="btn btn-sm btn-primary">
        {t('window:ui.save')}
      </button>
      <button type="button" className="btn btn-sm btn-outline-secondary" onClick={onDone}>
        {t('window:ui.cancel')}
      </button>
    </form>
  );
}

function Buttons({
  document,
  slots,
  actions,
}: {
  readonly document: ChosenDocument;
  readonly slots: readonly SlotView[];
  readonly actions: DocumentActions;
}): ReactElement {
  const { t } = useTranslation('bid');
  const placed = slots.some(({ slot }) => slot === document.slot);
  return (
    <>
      <select
        id={`slot-of-${document.index}`}
        className="form-select form-select-sm slot-select"
        aria-label={t('documents.slotOf', { name: document.name })}
        disabled={actions.busy}
        value={placed ? document.slot : ''}
        onChange={(event) => actions.change(document.index, document.name, event.target.value)}
      >
        {!placed && <option value="">{t('documents.choosePlace')}</option>}
        {slots.map(({ slot, name }) => (
          <option key={slot} value={slot}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-label={t('documents.removeThis', { name: document.name })}
        disabled={actions.busy}
        onClick={() => actions.remove(document.index)}
      >
        {t('window:ui.remove')}
      </button>
    </>
  );
}
