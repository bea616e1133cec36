// Step 5: send, and tell the truth about it. Red until there is something at the LPSE, amber on the way, green with a verified
// receipt and never before (ux.md 1).
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { endProgress, useBidProgress } from '../../bid-events.ts';
import { useMutationCall } from '../../query.ts';
import { useIsPast } from '../../server-clock.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProgressPanel } from '../../ui/ProgressPanel.tsx';
import { SafeStart } from '../../ui/SafeStart.tsx';
import { useAct, type RunningAct } from './acts.ts';
import { AttemptHistory } from './AttemptHistory.tsx';
import { BidProblem } from './BidProblem.tsx';
import type { Desk } from './desk.ts';
import { Proven, Refused, Replaced, Withdrawn } from './Outcomes.tsx';
import { sendFace, sentBytes, type SendFace } from './send-model.ts';
import { SignDialog } from './SignDialog.tsx';
import { useStalled } from './stalled.ts';
import { StepPanel } from './StepPanel.tsx';
import { TooLate } from './TooLate.tsx';
import { SealedTransfer } from './Transfer.tsx';
import type { Report } from '../../../app/contract/shapes.ts';

export function SendStep({ desk }: { readonly desk: Desk }): ReactElement {
  const { bid } = desk;
  const { t } = useTranslation('bid');
  const sending = useSending(desk);
  const face = sendFace(bid, sending.running);
  return (
    <StepPanel title={t(bid.state === 'receipted' ? 'send.doneTitle' : 'send.title')}>
      <Face face={face} desk={desk} sending={sending} />
      {sending.report !== null && bid.state === 'receipted' && (
        <CheckReport report={sending.report} title={t('send.receiptReport')} verdict={t('send.receiptGood')} />
      )}
      {sending.act.problem !== null && !sending.asking && (
        <BidProblem
          situation={desk}
          problem={sending.act.problem}
          onRetry={sending.act.problem.retryable && bid.state !== 'sealed' ? sending.resume : undefined}
        />
      )}
      {sending.dialogOpen && (
        <SignDialog
          situation={desk}
          title={t('send.confirmTitle')}
          consequence={t('send.consequence')}
          confirmLabel={t('send.button')}
          statements={[t('send.declaration'), t('send.deviceConsent')]}
          busy={sending.act.busy}
          problem={NEEDS_SIGNATURE.has(sending.act.problem?.code ?? '') ? null : sending.act.problem}
          onConfirm={sending.confirm}
          onCancel={sending.close}
        />
      )}
      {bid.state !== 'draft' && <AttemptHistory bidId={bid.bidId} />}
      <SealedTransfer bid={bid} />
    </StepPanel>
  );
}

interface Sending {
  readonly act: RunningAct<'bids.submit'>;
  readonly running: boolean;
  readonly asking: boolean;
  readonly dialogOpen: boolean;
  readonly report: Report | null;
  readonly ask: () => void;
  readonly close: () => void;
  readonly confirm: (signature: { readonly identityId: string | null; readonly passphrase: string | null }) => void;
  /** Goes on with a signed request; asks for the passphrase only if there is none yet. */
  readonly resume: () => void;
}

/** Going on found no signed request: the user is asked for statements and passphrase as at the first time. */
const NEEDS_SIGNATURE: ReadonlySet<string> = new Set(['draft/consent-missing', 'ipc/passphrase-needed']);
const ASK_AGAIN: ReadonlySet<string> = new Set([...NEEDS_SIGNATURE, 'identity/wrong-passphrase']);

function useSending({ bid }: Desk): Sending {
  const { bidId } = bid;
  const act = useAct('bids.submit', bidId);
  const progress = useBidProgress(bidId);
  const [asking, setAsking] = useState(false);
  const [report, setReport] = useState<Report | null>(null);
  const heard = progress?.work === 'sending';
  const running = act.busy || heard;
  const submit = async (signature: Parameters<Sending['confirm']>[0], accepted: boolean) => {
    const answer = await act.start({ bidId, ...signature, consent: accepted, declarationAccepted: accepted });
    setAsking(!answer.ok && ASK_AGAIN.has(answer.problem.code));
    if (answer.ok) setReport(answer.value.report);
  };
  return {
    ...{ act, running, asking, report },
    // As soon as the work reports progress the dialog has done its part.
    dialogOpen: asking && !(act.busy && heard),
    ask: () => {
      act.clear();
      setAsking(true);
    },
    close: () => {
      act.clear();
      setAsking(false);
    },
    confirm: (signature) => void submit(signature, true),
    resume: () => void submit({ identityId: null, passphrase: null }, false),
  };
}

function Face({
  face,
  desk,
  sending,
}: {
  readonly face: SendFace;
  readonly desk: Desk;
  readonly sending: Sending;
}): ReactElement {
  const { bid } = desk;
  const { t } = useTranslation('bid');
  switch (face) {
    case 'not-sealed':
      return (
        <section className="panel">
          <p>{t('send.notSealed')}</p>
          <p className="step-links mb-0">
            <Link className="btn btn-outline-primary" to={`/bids/${bid.bidId}/segel`}>
              {t('send.toSeal')}
            </Link>
          </p>
        </section>
      );
    case 'ready':
      return <Ready desk={desk} sending={sending} />;
    case 'running':
    case 'waiting':
    case 'stopped':
      return <OnTheWay face={face} desk={desk} sending={sending} />;
    case 'proven':
      return <Proven desk={desk} />;
    case 'refused':
      return <Refused desk={desk} />;
    case 'replaced':
      return <Replaced desk={desk} />;
    case 'withdrawn':
      return <Withdrawn desk={desk} />;
  }
}

function Ready({ desk, sending }: { readonly desk: Desk; readonly sending: Sending }): ReactElement {
  const { bid, envelope } = desk;
  const { t } = useTranslation('bid');
  const late = useIsPast(envelope?.closesAt ?? null);
  if (late && envelope !== null) {
    return <TooLate desk={desk} closesAt={envelope.closesAt} busy={sending.act.busy} onTry={sending.ask} />;
  }
  return (
    <section className="panel">
      <p>
        <strong>{t('send.ready')}</strong> {t('send.readyText')}
      </p>
      {envelope !== null && <SafeStart bid={bid} closesAt={envelope.closesAt} />}
      <div className="act-bar">
        <button type="button" className="btn btn-primary" disabled={sending.act.busy} onClick={sending.ask}>
          {t('send.button')}
        </button>
      </div>
    </section>
  );
}

/** On the way: the latest safe start while bytes are missing, and plainly that the hour is over. */
function StillInTime({ desk: { bid, envelope } }: { readonly desk: Desk }): ReactElement | null {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const late = useIsPast(envelope?.closesAt ?? null);
  if (envelope === null) return null;
  if (!late) return <SafeStart bid={bid} closesAt={envelope.closesAt} />;
  return (
    <p className="safe-start safe-start-late">
      <Icon name="warning" /> {t('send.closed', { time: format.instant(envelope.closesAt) })}
    </p>
  );
}

function OnTheWay({
  face,
  desk,
  sending,
}: {
  readonly face: 'running' | 'waiting' | 'stopped';
  readonly desk: Desk;
  readonly sending: Sending;
}): ReactElement {
  const { bid } = desk;
  const { bidId } = bid;
  const { t } = useTranslation('bid');
  const progress = useBidProgress(bidId);
  const pause = useMutationCall('bids.cancel', { onDone: () => endProgress(bidId) });
  const { done, total } = sentBytes(bid, progress);
  const step = face === 'waiting' ? 'finishing' : (progress?.step ?? 'preparing');
  const stopped = face === 'stopped';
  const stalled = useStalled(face === 'running' ? progress : null);
  return (
    <div>
      {stopped && <p>{t(bid.state === 'received' ? 'send.stoppedReceived' : 'send.stopped')}</p>}
      <ProgressPanel
        title={t('send.progress')}
        step={t(stalled ? 'send.stalled' : `send.step.${step}`)}
        doneBytes={done}
        totalBytes={total}
        bytesPerSecond={stalled ? null : (progress?.bytesPerSecond ?? null)}
        secondsLeft={stalled ? null : (progress?.secondsLeft ?? null)}
        paused={stopped}
        onPause={pause.isPending || face === 'waiting' ? undefined : () => pause.mutate({ bidId })}
        onResume={sending.resume}
      />
      <StillInTime desk={desk} />
      {!stopped && <p className="small text-body-secondary">{t('send.elsewhere')}</p>}
    </div>
  );
}
