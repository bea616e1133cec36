// The whole tender in one file, and the judgement of such a file: what an auditor takes away, and what anybody can check again.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload } from '../../../app/contract/contract.ts';
import { useExport } from '../../acts/use-export.ts';
import { useLanguage } from '../../i18n.ts';
import { run, useBridgeEvent, useMutationCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { DossierProgress } from '../../ui/DossierProgress.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { TenderExport } from '../../ui/TenderExport.tsx';

type Progress = EventPayload<'audit.progress'>;

export function DossierPanel({ kdTender }: { readonly kdTender: string }): ReactElement {
  const { t } = useTranslation('audit');
  const [progress, setProgress] = useState<Progress | null>(null);
  useBridgeEvent('audit.progress', (told) => {
    if (told.work === 'verifying') setProgress(told);
  });
  return (
    <section className="panel" aria-labelledby="dossier">
      <h2 id="dossier">{t('dossier.title')}</h2>
      <p>{t('dossier.lead')}</p>
      <TenderExport kdTender={kdTender} content={null} />
      <h3 className="mt-4">{t('dossier.verifyTitle')}</h3>
      <p>{t('dossier.verifyLead')}</p>
      <VerifyTender progress={progress} />
    </section>
  );
}

interface PartProps {
  readonly progress: Progress | null;
}

function VerifyTender({ progress }: PartProps): ReactElement {
  const { t } = useTranslation('audit');
  const verify = useMutationCall('audit.verifyTender');
  return (
    <>
      <FileDrop
        purpose="dossier"
        compact
        label={t('dossier.choose')}
        disabled={verify.isPending}
        onFiles={([file]) => {
          if (file !== undefined) verify.mutate({ file: file.handle });
        }}
      />
      {verify.isPending && <DossierProgress title={t('dossier.verifying')} progress={progress} />}
      {verify.error !== null && <ProblemNotice problem={verify.error} />}
      {verify.data !== undefined && (
        <div role="status" className="mt-3">
          {(verify.data.about?.openedBids ?? 0) > 0 && (
            <div className="problem">
              <p className="problem-what">
                <Icon name="warning" size={20} />{' '}
                {t('dossier.holdsPlaintext', { count: verify.data.about?.openedBids ?? 0 })}
              </p>
            </div>
          )}
          <CheckReport
            report={verify.data.report}
            title={t('dossier.report', { kdTender: verify.data.about?.kdTender ?? '' })}
            verdict={t(verify.data.report.ok ? 'dossier.proven' : 'dossier.notProven')}
            open
          />
          <SaveReport file={verify.variables.file} kdTender={verify.data.about?.kdTender ?? null} progress={progress} />
        </div>
      )}
    </>
  );
}

interface SaveReportProps extends PartProps {
  /** The file that was judged. */
  readonly file: string;
  /** Null when the file does not tell. */
  readonly kdTender: string | null;
}

/** The file is read once more: the report names its digest. */
function SaveReport({ file, kdTender, progress }: SaveReportProps): ReactElement {
  const { t } = useTranslation('audit');
  const language = useLanguage();
  const report = useExport((bridge, to) => run(bridge, 'audit.saveReport', { file, language, to }));
  const name = kdTender === null ? 'laporan-pemeriksaan.pdf' : `laporan-pemeriksaan-${kdTender}.pdf`;
  return (
    <>
      <button
        type="button"
        className="btn btn-outline-secondary mt-2"
        disabled={report.busy}
        onClick={() => void report.start(name)}
      >
        {t('dossier.saveReport')}
      </button>
      {report.busy && <DossierProgress title={t('dossier.savingReport')} progress={progress} />}
      {report.problem !== null && <ProblemNotice problem={report.problem} />}
      {report.shownAs !== null && <p className="mt-2">{t('dossier.reportSaved', { path: report.shownAs })}</p>}
    </>
  );
}
