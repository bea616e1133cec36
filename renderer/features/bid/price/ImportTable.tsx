// Taking a table out of an XLSX file: what was read is told first, and the table in the bid stays until it is taken.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../../app/contract/contract.ts';
import { checkTable, type PriceTable } from '../../../../app/domain/price-table.ts';
import { useMutationCall } from '../../../query.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { useFormat } from '../../../ui/format.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';

type Imported = CallOutput<'bids.importSchedule'>;

export interface ImportTableProps {
  readonly bidId: string;
  /** Rows that would be replaced. */
  readonly present: number;
  readonly onTake: (table: PriceTable) => void;
}

export function ImportTable({ bidId, present, onTake }: ImportTableProps): ReactElement {
  const { t } = useTranslation('price');
  const [read, setRead] = useState<Imported | null>(null);
  const call = useMutationCall('bids.importSchedule', { onDone: setRead });
  return (
    <>
      <FileDrop
        purpose="spreadsheet"
        label={call.isPending ? t('import.reading') : t('import.button')}
        compact
        disabled={call.isPending}
        onFiles={([file]) => {
          if (file !== undefined) call.mutate({ bidId, file: file.handle });
        }}
      />
      {call.error !== null && <ProblemNotice problem={call.error} />}
      {read !== null && (
        <ImportDialog
          read={read}
          present={present}
          onCancel={() => setRead(null)}
          onTake={() => {
            setRead(null);
            onTake(read.table);
          }}
        />
      )}
    </>
  );
}

interface ImportDialogProps {
  readonly read: Imported;
  readonly present: number;
  readonly onTake: () => void;
  readonly onCancel: () => void;
}

function ImportDialog({ read, present, onTake, onCancel }: ImportDialogProps): ReactElement {
  const { t } = useTranslation('price');
  const format = useFormat();
  const { findings, statedTotal } = checkTable(read.table);
  const wrong = new Set(findings.filter(({ blocking }) => blocking).map(({ row }) => row)).size;
  const differing = findings.filter(({ code, row }) => code === 'differs' && row !== null).length;
  return (
    <ConfirmDialog
      show
      title={t('import.title')}
      facts={[
        { label: t('import.sheet'), value: read.sheet },
        { label: t('import.rows'), value: String(read.table.rows.length) },
        { label: t('import.wrong'), value: String(wrong) },
        { label: t('import.differing'), value: String(differing) },
        ...(statedTotal === null ? [] : [{ label: t('import.stated'), value: format.money(statedTotal) }]),
      ]}
      consequence={present > 0 ? t('import.replaces', { count: present }) : t('import.keepsFile')}
      confirmLabel={t('import.take')}
      ready={read.table.rows.length > 0}
      onConfirm={onTake}
      onCancel={onCancel}
    >
      {read.notes.length > 0 && (
        <ul className="import-notes">
          {read.notes.map(({ code, row, text, count }) => (
            <li key={`${code}-${row ?? 0}-${text}`}>{t(`import.note.${code}`, { row: row ?? 0, text, count })}</li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}
