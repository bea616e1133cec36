// The opening itself: what was proven, the five steps with the act that is next, the table, the members, the log.
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredRoom, RoomView } from '../../../app/contract/openings.ts';
import { useCall } from '../../query.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { BidCases } from './BidCases.tsx';
import { BidTable } from './BidTable.tsx';
import { LogPane } from './LogPane.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { OpenedFolder } from './OpenedFolder.tsx';
import { OpenProgress } from './OpenProgress.tsx';
import type { Running } from './running.ts';
import { StepActs } from './StepActs.tsx';
import { StepList } from './StepList.tsx';
import { missingResults, stepsOf } from './steps.ts';
import { rowsOf } from './table-model.ts';
import { TenderFile } from './TenderFile.tsx';
import { TechnicalResult } from './TechnicalResult.tsx';

// Only needed at the end of an opening.
const MinutesPanel = lazy(async () => ({ default: (await import('../minutes/MinutesPanel.tsx')).MinutesPanel }));

export interface OpenRoomProps {
  readonly room: RoomView;
  readonly entered: EnteredRoom;
  readonly running: Running | null;
}

export function OpenRoom({ room, entered, running }: OpenRoomProps): ReactElement {
  const { t } = useTranslation('opening');
  const { opening, rule } = room;
  const { kdTender, envelopeId } = opening;
  const proven = entered.dueCount !== null;
  const results = useCall('openings.results', { kdTender, envelopeId }, { enabled: proven });
  const rows = rowsOf(entered, { results: results.data?.rows ?? null, bids: running?.bids ?? null });
  const due = rows.filter(({ outcome }) => outcome.kind !== 'stays-sealed');
  const here = due.every(({ outcome }) => outcome.kind !== 'waiting');
  const opened = due.filter(({ outcome }) => outcome.kind !== 'waiting').length;
  const openedHere = due.filter(({ outcome }) => outcome.kind === 'opened').length;
  const elsewhere = opening.state === 'opened' && entered.session?.here !== true && rule?.kind !== 'members';
  const nothingDue = entered.dueCount === 0;
  const allOpened = entered.releasedAt !== null && running === null && (here || elsewhere);
  const missing = rule === null ? 0 : missingResults(rule.kind, entered);
  const situation = rule === null ? null : { rule, entered, allOpened: allOpened && missing === 0 };
  return (
    <>
      <CheckReport
        report={entered.report}
        title={t('room.proof')}
        {...(proven ? { verdict: t('room.proven', { count: entered.dueCount ?? 0 }) } : {})}
      />
      {situation !== null && (
        <section className="panel room-steps" aria-labelledby="steps-title">
          <h2 id="steps-title">{t('steps.title')}</h2>
          <StepList
            steps={stepsOf({ ...situation, rule: situation.rule.kind, threshold: thresholdOf(situation.rule) })}
          />
          {running === null && proven && (
            <StepActs
              {...{ room, entered, allOpened, missing }}
              rule={situation.rule}
              bids={rows.length}
              opened={opened}
            />
          )}
          {running !== null && <OpenProgress running={running} about={opening} />}
        </section>
      )}
      {results.error !== null && <ProblemNotice problem={results.error} onRetry={() => void results.refetch()} />}
      <BidTable rows={rows} room={room} entered={entered} />
      <BidCases rows={rows} room={room} entered={entered} />
      {openedHere > 0 && <OpenedFolder room={room} />}
      {allOpened && !nothingDue && envelopeId === 'file-1' && <TechnicalResult kdTender={kdTender} />}
      {(allOpened || nothingDue) && (
        <Suspense fallback={<Skeleton lines={3} />}>
          <MinutesPanel kdTender={kdTender} envelopeId={envelopeId} />
        </Suspense>
      )}
      {allOpened && <TenderFile room={room} openedHere={openedHere} />}
      <div className="room-columns">
        <MembersPanel room={room} entered={entered} />
        <LogPane events={entered.events} />
      </div>
    </>
  );
}

export function thresholdOf(rule: NonNullable<RoomView['rule']>): number {
  return rule.kind === 'quorum' ? rule.threshold : 0;
}
