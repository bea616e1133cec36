// What was sealed: digests, time, certificate; the self-check's report; and the file itself for another computer.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { ReplaceButton } from './SealedNote.tsx';
import type { BidSituation } from './steps.ts';

export function SealedFacts({ situation }: { readonly situation: BidSituation }): ReactElement | null {
  const { bid } = situation;
  const { t } = useTranslation('bid');
  const format = useFormat();
  const { sealed } = bid;
  if (sealed === null) return null;
  return (
    <section className="panel" aria-labelledby="sealed-title">
      <h3 id="sealed-title">
        <Icon name="lock" /> {t('sealed.title')}
      </h3>
      <FactTable
        facts={[
          { label: t('sealed.at'), value: format.instant(sealed.sealedAt, { seconds: true }) },
          { label: t('sealed.by'), value: sealed.signerName },
          {
            label: t('sealed.size'),
            value: t('sealed.sizeText', {
              size: format.bytes(sealed.sizeBytes),
              bytes: format.number(sealed.sizeBytes),
            }),
          },
          {
            label: t('sealed.digest'),
            value: <DigestText digest={sealed.sealedSha256} label={t('sealed.digest')} />,
          },
          {
            label: t('sealed.timestamp'),
            value:
              sealed.timestampAt === null
                ? t('sealed.noTimestamp')
                : format.instant(sealed.timestampAt, { seconds: true }),
          },
          { label: t('sealed.policy'), value: t('sealed.policyText', { serial: sealed.policySerial }) },
        ]}
      />
      <SelfCheck bidId={bid.bidId} />
      {bid.state === 'sealed' && (
        <div className="act-bar">
          <ReplaceButton situation={situation} />
        </div>
      )}
    </section>
  );
}

/** The report of the seal is here already; "check again" reads the whole file once more. */
function SelfCheck({ bidId }: { readonly bidId: string }): ReactElement {
  const { t } = useTranslation('bid');
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useCall(
    'bids.verify',
    { bidId },
    { enabled: wanted, staleTimeMs: Infinity },
  );
  return (
    <div aria-live="polite">
      {data !== undefined && (
        <CheckReport
          report={data}
          title={t('sealed.check')}
          verdict={t(data.ok ? 'sealed.checkGood' : 'sealed.checkBad')}
        />
      )}
      {error !== null && <ProblemNotice problem={error} />}
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary mt-2"
        disabled={isFetching}
        onClick={() => {
          setWanted(true);
          if (data !== undefined || error !== null) void refetch();
        }}
      >
        {t(isFetching ? 'sealed.checking' : data === undefined ? 'sealed.checkNow' : 'sealed.checkAgain')}
      </button>
    </div>
  );
}
