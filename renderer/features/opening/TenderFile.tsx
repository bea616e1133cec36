// At the end of an opening: the whole tender in one file, which anybody can judge without the LPSE; with what was opened here, if asked for.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../app/contract/openings.ts';
import { useAccount } from '../../account.ts';
import { TenderExport } from '../../ui/TenderExport.tsx';

export interface TenderFileProps {
  readonly room: RoomView;
  /** Bids of this envelope that were opened on this computer. */
  readonly openedHere: number;
}

export function TenderFile({ room: { opening }, openedHere }: TenderFileProps): ReactElement {
  const { t } = useTranslation('opening');
  const account = useAccount();
  const { kdTender, packageName, envelopeName } = opening;
  const facts = [
    { label: t('file.tender'), value: `${kdTender} ${packageName}` },
    { label: t('file.envelope'), value: t('file.opened', { envelope: envelopeName, count: openedHere }) },
    { label: t('file.by'), value: account === null ? '' : `${account.name}, ${account.organisation}` },
  ];
  return (
    <section className="panel" aria-labelledby="file-title">
      <h2 id="file-title">{t('file.title')}</h2>
      <p>{t('file.lead')}</p>
      <TenderExport kdTender={kdTender} content={{ openedHere, facts }} />
    </section>
  );
}
