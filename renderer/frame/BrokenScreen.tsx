// A screen that broke: the rest of the program goes on, and says so.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemOf } from '../bridge.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';

export function BrokenScreen(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="page page-narrow">
      <ProblemNotice problem={problemOf(null)}>
        <button type="button" className="btn btn-sm btn-primary" onClick={() => void navigate('/')}>
          {t('frame.toHome')}
        </button>
      </ProblemNotice>
    </div>
  );
}
