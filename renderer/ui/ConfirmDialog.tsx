// Confirmation of a legal or destructive act (ux.md 5): repeats the facts and what cannot be undone; focus starts on "cancel".
import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react';
import Modal from 'react-bootstrap/Modal';
import { useTranslation } from 'react-i18next';
import { FactTable, type Fact } from './FactTable.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { Tick } from './Tick.tsx';

export interface ConfirmDialogProps {
  readonly show: boolean;
  readonly title: string;
  /** Tender code, envelope, company, certificate holder ... in the order they shall be read. */
  readonly facts: readonly Fact[];
  /** What cannot be undone, in one sentence. */
  readonly consequence: string;
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly busy?: boolean;
  readonly danger?: boolean;
  /** A statement that must be ticked first. */
  readonly mustAccept?: string;
  readonly problem?: unknown;
  readonly children?: ReactNode;
  /** False while a field inside is not filled in. */
  readonly ready?: boolean;
  /** What is not filled in yet, in words: a button that is off says why. */
  readonly needs?: readonly string[];
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const { show, title, onCancel, busy = false } = props;
  const titleId = useId();
  return (
    <Modal
      show={show}
      onHide={busy ? () => undefined : onCancel}
      backdrop="static"
      aria-labelledby={titleId}
      animation={false}
      scrollable
    >
      <Modal.Header>
        <Modal.Title as="h2" id={titleId} className="h5">
          {title}
        </Modal.Title>
      </Modal.Header>
      {show && <ConfirmBody {...props} />}
    </Modal>
  );
}

function ConfirmBody({
  facts,
  consequence,
  confirmLabel,
  onConfirm,
  onCancel,
  busy = false,
  danger = false,
  mustAccept,
  problem,
  children,
  ready = true,
  needs = [],
}: ConfirmDialogProps): ReactElement {
  const { t } = useTranslation();
  const [accepted, setAccepted] = useState(false);
  const needsId = useId();
  const unaccepted = mustAccept !== undefined && !accepted;
  const missing = busy ? [] : [...needs, ...(unaccepted ? [t('ui.needAccept')] : [])];
  return (
    <>
      <Modal.Body>
        <FactTable facts={facts} />
        <p className="consequence">{consequence}</p>
        {children}
        {mustAccept !== undefined && (
          <Tick checked={accepted} onChange={setAccepted}>
            {mustAccept}
          </Tick>
        )}
        {problem !== undefined && problem !== null && <ProblemInSight problem={problem} />}
      </Modal.Body>
      <Modal.Footer>
        <p id={needsId} className="confirm-needs" aria-live="polite">
          {missing.length > 0 && t('ui.stillNeeded', { list: missing.join(', ') })}
        </p>
        <button
          type="button"
          className="btn btn-outline-secondary"
          disabled={busy}
          // Without animation the dialog keeps the focus that is inside it already: never on the irreversible button.
          autoFocus
          onClick={onCancel}
        >
          {t('ui.cancel')}
        </button>
        <button
          type="button"
          className={`btn ${danger ? 'btn-danger' : 'btn-primary'}`}
          disabled={busy || !ready || unaccepted}
          aria-describedby={needsId}
          onClick={onConfirm}
        >
          {busy ? t('ui.working') : confirmLabel}
        </button>
      </Modal.Footer>
    </>
  );
}

/** On a small screen it would stand below the fold of the dialog. */
function ProblemInSight({ problem }: { readonly problem: unknown }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which must not become the effect's clean-up.
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  return (
    <div ref={place}>
      <ProblemNotice problem={problem} />
    </div>
  );
}
