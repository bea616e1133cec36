// A copy of a file of the folder, where the user chooses.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useExport } from '../../acts/use-export.ts';
import { run } from '../../query.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import type { MinutesPlace } from './MinutesPanel.tsx';

export function SaveButton({
  place,
  name,
  about,
  small = false,
}: {
  readonly place: MinutesPlace;
  readonly name: string;
  readonly about?: string;
  readonly small?: boolean;
}): ReactElement {
  const { t } = useTranslation('minutes');
  const save = useExport((bridge, to) => run(bridge, 'minutes.save', { ...place, name, to }));
  return (
    <>
      <button
        type="button"
        className={`btn btn-outline-secondary ${small ? 'btn-sm' : ''}`}
        disabled={save.busy}
        onClick={() => void save.start(name)}
      >
        <Icon name="save" /> {t(small ? 'save.signature' : 'save.paper')}
        <span className="visually-hidden"> {about ?? name}</span>
      </button>
      <span aria-live="polite" className="small">
        {save.shownAs !== null && t('save.done', { name: save.shownAs })}
      </span>
      {save.problem !== null && <ProblemNotice problem={save.problem} />}
    </>
  );
}
