// Saving a whole tender in one file, for the auditor and for the committee. Only a committee that opened bids on this computer is offered
// their content, and told first who may see such a file.
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenderExport, type SavedTender, type TenderExport as Export } from '../acts/tender-export.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { DigestText } from './DigestText.tsx';
import { DossierProgress } from './DossierProgress.tsx';
import type { Fact } from './FactTable.tsx';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';

export interface TenderExportProps {
  readonly kdTender: string;
  /** The content that a committee may add; null for everybody else. */
  readonly content: {
    /** Bids of the envelope on the screen that were opened on this computer; none: there is nothing to add. */
    readonly openedHere: number;
    /** What the confirmation repeats. */
    readonly facts: readonly Fact[];
  } | null;
}

export function TenderExport({ kdTender, content }: TenderExportProps): ReactElement {
  const { t } = useTranslation('audit');
  const file = useTenderExport(kdTender);
  const [withSealed, setWithSealed] = useState(false);
  const [withDocuments, setWithDocuments] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const adds = withDocuments && (content?.openedHere ?? 0) > 0;
  const start = () => {
    setConfirming(false);
    void file.start({ withSealed, withDocuments: adds });
  };
  return (
    <>
      <Choice
        label={t('dossier.withSealed')}
        checked={withSealed}
        disabled={file.busy}
        onChange={setWithSealed}
        hint={null}
      />
      {content !== null && (
        <Choice
          label={t('dossier.withDocuments')}
          hint={t(content.openedHere > 0 ? 'dossier.withDocumentsHint' : 'dossier.notHere')}
          checked={adds}
          disabled={file.busy || content.openedHere === 0}
          onChange={setWithDocuments}
        />
      )}
      <button
        type="button"
        className="btn btn-primary"
        disabled={file.busy}
        onClick={() => (adds ? setConfirming(true) : start())}
      >
        <Icon name="save" /> {t('dossier.export')}
      </button>
      <Outcome file={file} />
      {content !== null && (
        <ConfirmDialog
          show={confirming}
          title={t('dossier.confirmTitle')}
          facts={content.facts}
          consequence={t('dossier.consequence')}
          mustAccept={t('dossier.accept')}
          confirmLabel={t('dossier.confirm')}
          onConfirm={start}
          onCancel={() => setConfirming(false)}
        >
          <p className="mb-1">{t('dossier.whoTitle')}</p>
          <ul>
            <li>{t('dossier.whoMay')}</li>
            <li>{t('dossier.whoNot')}</li>
            <li>{t('dossier.whoCan')}</li>
          </ul>
        </ConfirmDialog>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly hint: string | null;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Choice({ label, hint, checked, disabled, onChange }: ChoiceProps): ReactElement {
  const id = useId();
  return (
    <div className="form-check mb-2">
      <input
        id={id}
        className="form-check-input"
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === null ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label className="form-check-label" htmlFor={id}>
        {label}
      </label>
      {hint !== null && (
        <div id={`${id}-hint`} className="small text-body-secondary">
          {hint}
        </div>
      )}
    </div>
  );
}

function Outcome({ file }: { readonly file: Export }): ReactElement {
  const { t } = useTranslation('audit');
  return (
    <>
      {file.busy && <DossierProgress title={t('dossier.exporting')} progress={file.progress} onCancel={file.cancel} />}
      {file.problem !== null && <ProblemNotice problem={file.problem} />}
      <div role="status">{file.saved !== null && <Saved saved={file.saved} />}</div>
    </>
  );
}

function Saved({ saved }: { readonly saved: SavedTender }): ReactElement {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { shownAs, entries, sealedFiles, openedBids, indexSha256 } = saved;
  return (
    <div className="mt-2">
      <p className="mb-1">
        {t('dossier.exported', { path: shownAs })} <DigestText digest={indexSha256} label={t('dossier.index')} />
      </p>
      <p className="mb-1 small text-body-secondary">
        {t('dossier.holds', { entries: format.number(entries), sealed: format.number(sealedFiles) })}
      </p>
      {openedBids > 0 && (
        <p className="consequence mb-0">
          <Icon name="warning" /> {t('dossier.holdsPlaintext', { count: openedBids })}
        </p>
      )}
    </div>
  );
}
