// Every record: what the computer said of itself at sealing and at sending, and what the LPSE saw.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvidenceRecordView, SharedFactView } from '../../../app/contract/audit.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { useEnvelopeName } from '../../ui/envelope-name.ts';
import { FactTable } from '../../ui/FactTable.tsx';

type Moments = 'atSealing' | 'atSending';
type Opened = EvidenceRecordView[Moments];
type Interface = NonNullable<Opened['record']>['interfaces'][number];

/** Shown at first; a tender may have hundreds. */
const STEP = 25;

export interface EvidenceRecordsProps {
  readonly records: readonly EvidenceRecordView[];
  readonly shared: readonly SharedFactView[];
}

export function EvidenceRecords({ records, shared }: EvidenceRecordsProps): ReactElement {
  const { t } = useTranslation('audit');
  const envelopeName = useEnvelopeName();
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <h3 className="mt-4">{t('records.title', { count: records.length })}</h3>
      {records.slice(0, shown).map((one) => (
        <details key={one.submissionId} className="mb-2">
          <summary>
            {t('records.summary', {
              bidder: one.bidderId,
              envelope: envelopeName(one.envelopeId),
              address: one.observedAddress,
            })}{' '}
            · <Moment at={one.observedAt} seconds />
            {sharesSomething(one, shared) && <> · {t('records.shares')}</>}
          </summary>
          <FactTable
            facts={[
              { label: t('records.submission'), value: one.submissionId },
              {
                label: t('records.observed'),
                value: `${one.observedAddress}, ${t('records.port')} ${one.observedPort}`,
              },
            ]}
          />
          <OpenedRecord title={t('records.atSealing')} of={one.submissionId} opened={one.atSealing} />
          <OpenedRecord title={t('records.atSending')} of={one.submissionId} opened={one.atSending} />
        </details>
      ))}
      {records.length > shown && (
        <button type="button" className="btn btn-outline-secondary" onClick={() => setShown(shown + STEP)}>
          {t('records.more', { count: records.length - shown })}
        </button>
      )}
    </>
  );
}

function sharesSomething({ bidderId }: EvidenceRecordView, shared: readonly SharedFactView[]): boolean {
  return shared.some(({ bidderIds }) => bidderIds.includes(bidderId));
}

interface OpenedRecordProps {
  readonly title: string;
  /** The submission. */
  readonly of: string;
  readonly opened: Opened;
}

function OpenedRecord({ title, of, opened }: OpenedRecordProps): ReactElement {
  const { t } = useTranslation('audit');
  const { record, code } = opened;
  return (
    <>
      <h4 className="h6 mt-3">{title}</h4>
      {record === null ? (
        <p>{t('records.unreadable', { code })}</p>
      ) : (
        <>
          <FactTable
            facts={[
              { label: t('records.captured'), value: <Moment at={record.capturedAt} /> },
              {
                label: t('records.system'),
                value: `${record.os.platform} ${record.os.release}, ${record.os.architecture}`,
              },
              { label: t('records.virtual'), value: record.virtualMachine ?? t('records.noVirtual') },
              { label: t('records.program'), value: `Segel ${record.client.version} (${record.client.platform})` },
              { label: t('records.key'), value: <code className="command">{record.devicePublicKey}</code> },
            ]}
          />
          <Interfaces interfaces={record.interfaces} label={`${title}, ${of}`} />
        </>
      )}
    </>
  );
}

function Interfaces({
  interfaces,
  label,
}: {
  readonly interfaces: readonly Interface[];
  readonly label: string;
}): ReactElement {
  const { t } = useTranslation('audit');
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={`${t('records.interfaces')}: ${label}`}>
      <table className="table table-sm mb-0">
        <thead>
          <tr>
            <th scope="col">{t('records.name')}</th>
            <th scope="col">{t('records.mac')}</th>
            <th scope="col">{t('records.addresses')}</th>
          </tr>
        </thead>
        <tbody>
          {interfaces.map(({ name, kind, mac, locallyAdministered, addresses }) => (
            <tr key={name}>
              <td>
                {name} <span className="text-body-secondary">({t(`records.kind.${kind}`)})</span>
              </td>
              <td>
                <code>{mac ?? t('records.noMac')}</code>
                {locallyAdministered && <div className="small text-body-secondary">{t('records.madeBySoftware')}</div>}
              </td>
              <td>{addresses.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
