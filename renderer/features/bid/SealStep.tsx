// Step 4: look once more at what the Pokja will see, choose who signs, agree to what is recorded, and seal. Afterwards: what was
// sealed, and what the look back at the finished file found.
import type { ReactElement } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { endProgress, useBidProgress } from '../../bid-events.ts';
import { signersFor } from '../../model/signers.ts';
import { useCall, useMutationCall } from '../../query.ts';
import { CertificateChoice } from '../../ui/CertificateChoice.tsx';
import { FindingList } from '../../ui/FindingList.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProgressPanel } from '../../ui/ProgressPanel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useAct } from './acts.ts';
import { BidProblem } from './BidProblem.tsx';
import type { Desk } from './desk.ts';
import { DeviceRecordPanel } from './DeviceRecordPanel.tsx';
import { Review } from './Review.tsx';
import { SealedFacts } from './SealedFacts.tsx';
import { SignDialog } from './SignDialog.tsx';
import { StepPanel } from './StepPanel.tsx';
import { stepOfFinding, type Envelope } from './steps.ts';

export function SealStep({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid, envelope } = desk;
  const { t } = useTranslation('bid');
  const draft = bid.state === 'draft';
  return (
    <StepPanel title={t(draft ? 'seal.title' : 'seal.doneTitle')} lead={draft ? t('seal.lead') : undefined}>
      {envelope === null ? (
        <Skeleton lines={6} />
      ) : draft ? (
        <DraftToSeal desk={desk} envelope={envelope} />
      ) : (
        <>
          <SealedFacts situation={desk} />
          <Review situation={desk} envelope={envelope} />
        </>
      )}
    </StepPanel>
  );
}

function DraftToSeal({ desk, envelope }: { readonly desk: Desk; readonly envelope: Envelope }): ReactElement {
  const { bid } = desk;
  const { t } = useTranslation('bid');
  const seal = useAct('bids.seal', bid.bidId);
  const progress = useBidProgress(bid.bidId);
  const signer = useChosenSigner(desk);
  const [asking, setAsking] = useState(false);
  // Once the program reports progress the dialog has done its part; it comes back for a wrong passphrase.
  const open = asking && !(seal.busy && progress !== null);
  const start = async (passphrase: string | null, identityId: string | null) => {
    const answer = await seal.start({ bidId: bid.bidId, identityId, passphrase, consent: desk.consent });
    setAsking(!answer.ok && answer.problem.code === 'identity/wrong-passphrase');
  };
  const missing = useMissing(desk, signer.ready);
  return (
    <>
      <Blocking desk={desk} />
      <Review situation={desk} envelope={envelope} />
      <section className="panel" aria-labelledby="signer-title">
        <h3 id="signer-title">{t('certificate.title')}</h3>
        {bid.mode === 'NON_CA' ? (
          <p className="mb-0">{t('certificate.deviceText')}</p>
        ) : (
          <CertificateChoice
            group="seal"
            chosen={signer.identityId}
            onChoose={desk.chooseIdentity}
            until={envelope.closesAt}
          />
        )}
      </section>
      <DeviceRecordPanel consent={desk.consent} onConsent={desk.setConsent} />
      {seal.problem !== null && !asking && <BidProblem situation={desk} problem={seal.problem} />}
      {seal.busy && !open ? (
        <SealProgress bidId={bid.bidId} />
      ) : (
        <div className="act-bar">
          <button
            type="button"
            className="btn btn-primary"
            disabled={missing.length > 0 || seal.busy}
            aria-describedby="seal-missing"
            onClick={() => {
              seal.clear();
              setAsking(true);
            }}
          >
            <Icon name="lock" /> {t('seal.button')}
          </button>
          <span id="seal-missing" className="text-body-secondary">
            {missing.length > 0 ? t('seal.missing', { list: missing.join(', ') }) : t('seal.ready')}
          </span>
        </div>
      )}
      {open && (
        <SignDialog
          situation={desk}
          title={t('seal.confirmTitle')}
          consequence={t('seal.consequence')}
          confirmLabel={t('seal.button')}
          {...(signer.identityId === null ? {} : { identityId: signer.identityId })}
          busy={seal.busy}
          problem={seal.problem}
          onConfirm={({ identityId, passphrase }) => void start(passphrase, identityId)}
          onCancel={() => {
            seal.clear();
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

/** The certificate chosen on this screen; the only usable one counts as chosen, and is shown as such. */
function useChosenSigner({ bid, identityId }: Desk): { readonly identityId: string | null; readonly ready: boolean } {
  const { data } = useCall('identities.list', null, { enabled: bid.mode === 'CA' });
  if (bid.mode === 'NON_CA') return { identityId: null, ready: true };
  const chosen = identityId ?? signersFor(data?.identities ?? [], null).preset;
  return { identityId: chosen, ready: chosen !== null };
}

/** What keeps the button shut, in words. */
function useMissing({ check, consent, about }: Desk, signerReady: boolean): readonly string[] {
  const { t } = useTranslation('bid');
  const found = check?.findings.filter(({ severity }) => severity === 'blocking') ?? [];
  return [
    ...(check === null ? [t('seal.need.check')] : []),
    ...(found.some((finding) => stepOfFinding(finding) === 'dokumen') ? [t('seal.need.documents')] : []),
    ...(found.some((finding) => stepOfFinding(finding) === 'surat') ? [t('seal.need.letter')] : []),
    ...(about !== null && about.policy === null ? [t('seal.need.policy')] : []),
    ...(signerReady ? [] : [t('seal.need.certificate')]),
    ...(consent ? [] : [t('seal.need.consent')]),
  ];
}

/** Everything the preflight found, with the way to the step where it is repaired. */
function Blocking({ desk: { bid, check } }: { readonly desk: Desk }): ReactElement | null {
  const { t } = useTranslation('bid');
  if (check === null || check.findings.length === 0) return null;
  const steps = [...new Set(check.findings.filter(({ severity }) => severity === 'blocking').map(stepOfFinding))];
  return (
    <section className="panel" aria-labelledby="findings-title">
      <h3 id="findings-title">{t(check.blocking ? 'seal.findings' : 'seal.warnings')}</h3>
      <FindingList findings={check.findings} />
      <p className="step-links mb-0">
        {steps.map((step) => (
          <Link key={step} to={`/bids/${bid.bidId}/${step}`} className="btn btn-sm btn-outline-primary">
            {t('seal.goTo', { step: t(`steps.${step}`) })}
          </Link>
        ))}
      </p>
    </section>
  );
}

function SealProgress({ bidId }: { readonly bidId: string }): ReactElement {
  const { t } = useTranslation('bid');
  const progress = useBidProgress(bidId);
  const cancel = useMutationCall('bids.cancel', { onDone: () => endProgress(bidId) });
  return (
    <ProgressPanel
      title={t('seal.progress')}
      step={t(`seal.step.${progress?.step ?? 'checking'}`)}
      doneBytes={progress?.doneBytes ?? 0}
      totalBytes={progress?.totalBytes ?? 0}
      bytesPerSecond={progress?.bytesPerSecond ?? null}
      secondsLeft={progress?.secondsLeft ?? null}
      onCancel={cancel.isPending ? undefined : () => cancel.mutate({ bidId })}
      cancelLabel={t('seal.cancel')}
    />
  );
}
