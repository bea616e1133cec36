// Exactly what is recorded about this computer, shown before anything is recorded, and the consent to it (domain.md 5, 2.12).
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import { useCall } from '../../query.ts';
import { FactTable } from '../../ui/FactTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Tick } from '../../ui/Tick.tsx';

type DeviceRecord = CallOutput<'bids.previewEvidence'>;
type NetworkInterface = DeviceRecord['interfaces'][number];

export interface DeviceRecordPanelProps {
  readonly consent: boolean;
  readonly onConsent: (consent: boolean) => void;
}

export function DeviceRecordPanel({ consent, onConsent }: DeviceRecordPanelProps): ReactElement {
  const { t } = useTranslation('bid');
  const preview = useCall('bids.previewEvidence', null, { staleTimeMs: 60_000 });
  return (
    <section className="panel" aria-labelledby="device-title">
      <h3 id="device-title">{t('device.title')}</h3>
      <p>{t('device.text')}</p>
      <Loaded query={preview} lines={2}>
        {(record) => <Record record={record} />}
      </Loaded>
      <Tick className="mt-2" checked={consent} onChange={onConsent}>
        {t('device.consent')}
      </Tick>
    </section>
  );
}

function Record({ record }: { readonly record: DeviceRecord }): ReactElement {
  const { t } = useTranslation('bid');
  const { os, interfaces, client } = record;
  const macs = interfaces.filter(({ mac }) => mac !== null).length;
  const addresses = interfaces.reduce((sum, one) => sum + one.addresses.length, 0);
  return (
    <details className="device-record">
      <summary>{t('device.summary', { macs, addresses, system: `${os.platform} ${os.release}` })}</summary>
      <FactTable
        facts={[
          { label: t('device.system'), value: `${os.platform} ${os.release}, ${os.architecture}` },
          { label: t('device.virtual'), value: record.virtualMachine ?? t('device.noVirtual') },
          { label: t('device.program'), value: `Segel ${client.version} (${client.platform})` },
          { label: t('device.key'), value: <code className="command">{record.devicePublicKey}</code> },
        ]}
      />
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('device.interfaces')}>
        <table className="table table-sm mb-0">
          <thead>
            <tr>
              <th scope="col">{t('device.name')}</th>
              <th scope="col">{t('device.mac')}</th>
              <th scope="col">{t('device.addresses')}</th>
            </tr>
          </thead>
          <tbody>
            {interfaces.map((one) => (
              <InterfaceRow key={one.name} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function InterfaceRow({ one }: { readonly one: NetworkInterface }): ReactElement {
  const { t } = useTranslation('bid');
  return (
    <tr>
      <td>
        {one.name} <span className="text-body-secondary">({t(`device.kind.${one.kind}`)})</span>
        {one.defaultRoute === true && <div className="small">{t('device.route')}</div>}
      </td>
      <td>
        <code>{one.mac ?? t('device.noMac')}</code>
        {one.locallyAdministered && <div className="small text-body-secondary">{t('device.madeBySoftware')}</div>}
      </td>
      <td>
        {one.addresses.map((address) => (
          <code key={address} className="d-block">
            {address}
          </code>
        ))}
      </td>
    </tr>
  );
}
