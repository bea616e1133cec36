// What every step of one bid's screen is given, and the facts that each confirmation repeats (ux.md 5).
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../account.ts';
import type { Fact } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import type { BidSituation } from './steps.ts';

export interface Desk extends BidSituation {
  /** Chosen on this screen for this bid; nothing is remembered from another bid or account. */
  readonly identityId: string | null;
  readonly consent: boolean;
  readonly chooseIdentity: (identityId: string) => void;
  readonly setConsent: (consent: boolean) => void;
}

/** Tender, envelope, company, certificate holder, deadline: in the order they shall be read. */
export function useActFacts({ bid, envelope }: BidSituation, holder: string | null): readonly Fact[] {
  const { t } = useTranslation('bid');
  const account = useAccount();
  const format = useFormat();
  return useMemo(
    () => [
      { label: t('fact.tender'), value: `${bid.kdTender} ${bid.namaPaket}` },
      { label: t('fact.envelope'), value: envelope?.name ?? bid.envelopeId },
      { label: t('fact.company'), value: account === null ? '' : `${account.organisation} · ${account.name}` },
      {
        label: t('fact.certificate'),
        value: bid.mode === 'NON_CA' ? t('certificate.device') : (holder ?? t('certificate.none')),
      },
      ...(envelope === null ? [] : [{ label: t('fact.closesAt'), value: format.instant(envelope.closesAt) }]),
    ],
    [t, format, account, bid, envelope, holder],
  );
}

export function useOrganisation(): string {
  return useAccount()?.organisation ?? '';
}
