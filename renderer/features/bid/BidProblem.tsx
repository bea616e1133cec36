// A problem of an act on a bid, with the button that leads to what has to be done first.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IncidentProblem } from '../../../app/contract/result.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { ReplaceButton } from './SealedNote.tsx';
import type { BidSituation } from './steps.ts';

export interface BidProblemProps {
  readonly situation: BidSituation;
  readonly problem: IncidentProblem;
  readonly onRetry?: (() => void) | undefined;
}

/** The bid must be sealed anew. */
const SEAL_AGAIN: ReadonlySet<string> = new Set([
  'draft/policy-outdated',
  'draft/sealed-file-missing',
  'draft/sealed-file-changed',
]);

export function BidProblem({ situation, problem, onRetry }: BidProblemProps): ReactElement {
  const { t } = useTranslation('bid');
  const { bid } = situation;
  const { code } = problem;
  return (
    <ProblemNotice problem={problem} {...(onRetry === undefined ? {} : { onRetry })}>
      {code === 'draft/documents-refused' && (
        <Link className="btn btn-sm btn-primary" to={`/bids/${bid.bidId}/dokumen`}>
          {t('problem.documents')}
        </Link>
      )}
      {SEAL_AGAIN.has(code) && <ReplaceButton situation={situation} />}
    </ProblemNotice>
  );
}
