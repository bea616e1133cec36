// One bid on the screen: what it is for, its five steps, and the one bar that tells where it stands.
import { useState, type ReactElement, type ReactNode } from 'react';
import { Navigate, useParams } from 'react-router';
import type { BidView } from '../../../app/contract/bids.ts';
import { useBidProgress } from '../../bid-events.ts';
import { useCertificateInUse } from '../../frame-facts.ts';
import { useCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { TruthBar } from '../../ui/TruthBar.tsx';
import './bid.css';
import { BidHead } from './BidHead.tsx';
import type { Desk } from './desk.ts';
import { DocumentsStep } from './DocumentsStep.tsx';
import { LetterStep } from './LetterStep.tsx';
import { NextStep } from './NextStep.tsx';
import { PackageStep } from './PackageStep.tsx';
import { SealStep } from './SealStep.tsx';
import { sentBytes } from './send-model.ts';
import { SendStep } from './SendStep.tsx';
import { StepNav } from './StepNav.tsx';
import { envelopeOf, firstStep, isStep, stepsOf, type StepId } from './steps.ts';

export function BidScreen(): ReactElement {
  const { bidId = '', '*': step } = useParams();
  const load = useCall('bids.load', { bidId });
  return (
    <div className="bid">
      <Loaded query={load} lines={6}>
        {/* A desk of its own for each bid: nothing chosen for one is left for the next. */}
        {(bid) => <BidDesk key={bidId} bid={bid} step={step} />}
      </Loaded>
    </div>
  );
}

function BidDesk({ bid, step }: { readonly bid: BidView; readonly step: string | undefined }): ReactElement {
  const desk = useDesk(bid);
  if (!isStep(step)) return <Navigate to={`/bids/${bid.bidId}/${firstStep(bid)}`} replace />;
  return (
    <>
      <BidHead desk={desk} />
      <StepNav bidId={bid.bidId} steps={stepsOf(desk)} current={step} />
      <div className="bid-body">
        {desk.packageProblem !== null && <ProblemNotice problem={desk.packageProblem} />}
        <Step key={step} step={step} desk={desk} />
      </div>
      <Truth bid={bid} closesAt={desk.envelope?.closesAt}>
        <NextStep desk={desk} step={step} />
      </Truth>
    </>
  );
}

function Step({ step, desk }: { readonly step: StepId; readonly desk: Desk }): ReactElement {
  switch (step) {
    case 'paket':
      return <PackageStep desk={desk} />;
    case 'dokumen':
      return <DocumentsStep desk={desk} />;
    case 'surat':
      return <LetterStep desk={desk} />;
    case 'segel':
      return <SealStep desk={desk} />;
    case 'kirim':
      return <SendStep desk={desk} />;
  }
}

interface TruthProps {
  readonly bid: BidView;
  readonly closesAt: string | undefined;
  readonly children: ReactNode;
}

function Truth({ bid, closesAt, children }: TruthProps): ReactElement {
  const progress = useBidProgress(bid.bidId);
  const uploadedBytes = bid.state === 'uploading' ? sentBytes(bid, progress).done : bid.uploadedBytes;
  return (
    <div className="bid-truth">
      <TruthBar bid={{ ...bid, uploadedBytes }} closesAt={closesAt} />
      {children}
    </div>
  );
}

function useDesk(bid: BidView): Desk & { readonly packageProblem: unknown } {
  const { bidId, kdTender } = bid;
  const { data: about = null, error } = useCall('packages.load', { kdTender }, { staleTimeMs: 5_000 });
  const { data: check = null } = useCall('bids.check', { bidId }, { enabled: bid.state === 'draft' });
  const { data: known } = useCall('identities.list', null);
  const [identityId, chooseIdentity] = useState<string | null>(null);
  const [consent, setConsent] = useState(false);
  const chosen = known?.identities.find((identity) => identity.identityId === identityId)?.holder ?? null;
  useCertificateInUse(bid.sealed?.signerName ?? chosen);
  return {
    ...{ bid, about, envelope: envelopeOf(about, bid), identityId, consent, chooseIdentity, setConsent },
    check: bid.state === 'draft' ? check : null,
    packageProblem: error,
  };
}
