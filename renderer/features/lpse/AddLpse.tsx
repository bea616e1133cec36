// A new LPSE: look at its certificates, compare their digests with what it published elsewhere, and only then trust it.
import { useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';
import type { ChosenFile } from '../../bridge.ts';
import { useMutationCall } from '../../query.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { Field } from '../../ui/Field.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { Tick } from '../../ui/Tick.tsx';
import { useLpse } from './use-lpse.ts';

type Looked = CallOutput<'lpse.look'>;

export function AddLpse({ open }: { readonly open: boolean }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState(open);
  return (
    <section className={`panel ${open ? 'panel-first' : ''}`} aria-labelledby="add-lpse">
      <h2 id="add-lpse">{t(open ? 'lpse.addFirst' : 'lpse.add')}</h2>
      {shown ? (
        <AddForm />
      ) : (
        <button type="button" className="btn btn-outline-primary" onClick={() => setShown(true)}>
          {t('lpse.addButton')}
        </button>
      )}
    </section>
  );
}

function AddForm(): ReactElement {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const [anchors, setAnchors] = useState<ChosenFile | null>(null);
  const [arriving, setArriving] = useState(false);
  const look = useMutationCall('lpse.look');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    look.mutate({ baseUrl: withScheme(address.trim()), anchors: anchors?.handle ?? null });
  };
  if (look.data !== undefined) return <Compare looked={look.data} onBack={() => look.reset()} />;
  return (
    <form onSubmit={submit}>
      <p>{t('lpse.addLead')}</p>
      <Field label={t('lpse.address')} hint={t('lpse.addressHint')}>
        {(input) => (
          <input
            {...input}
            type="text"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            required
            placeholder="https://"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      <p className="mb-1">{t('lpse.anchors')}</p>
      <FileDrop
        purpose="anchors"
        compact
        label={anchors === null ? t('lpse.anchorsChoose') : anchors.name}
        hint={t('lpse.anchorsHint')}
        onFiles={([file]) => setAnchors(file ?? null)}
        onBusy={setArriving}
      />
      {look.error !== null && <ProblemNotice problem={look.error} />}
      <button
        type="submit"
        className="btn btn-primary mt-3"
        // Without its anchors the address would fail for the wrong reason.
        disabled={look.isPending || arriving || address.trim() === ''}
      >
        {look.isPending ? t('ui.working') : t('lpse.look')}
      </button>
    </form>
  );
}

/** What people type is a name; the protocol is always https. */
function withScheme(address: string): string {
  return /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
}

function Compare({ looked, onBack }: { readonly looked: Looked; readonly onBack: () => void }): ReactElement {
  const { t } = useTranslation();
  const [compared, setCompared] = useState(false);
  const using = useLpse();
  const add = useMutationCall('lpse.add', {
    refreshes: ['lpse.list'],
    onDone: () => using.mutate({ baseUrl: looked.baseUrl }),
  });
  const busy = add.isPending || using.isPending;
  return (
    <>
      <p>
        <strong>{looked.name}</strong> · {looked.baseUrl} · {t('lpse.code', { code: looked.kdLpse })}
      </p>
      <p className="consequence">{t('lpse.compareLead')}</p>
      <ul className="rows">
        {looked.anchors.map(({ role, subject, sha256, notAfter }) => (
          <li key={`${role} ${sha256}`} className="row-item">
            <div className="row-text">
              <strong>{t(`lpse.role.${role.toLowerCase()}`, { defaultValue: role })}</strong>
              <div className="small">{subject}</div>
              <div className="small text-body-secondary">
                {t('lpse.validUntil')} <Moment at={notAfter} local={false} />
              </div>
              <DigestText digest={sha256} label={`SHA-256 ${role}`} />
            </div>
          </li>
        ))}
      </ul>
      <Tick id="compared" className="my-3" checked={compared} onChange={setCompared}>
        {t('lpse.compared')}
      </Tick>
      {add.error !== null && <ProblemNotice problem={add.error} />}
      {using.error !== null && <ProblemNotice problem={using.error} />}
      <div className="d-flex gap-2">
        <button type="button" className="btn btn-outline-secondary" disabled={busy} onClick={onBack}>
          {t('ui.back')}
        </button>
        <button
          type="button"
          className="btn btn-primary"
          disabled={!compared || busy}
          onClick={() => add.mutate({ ticket: looked.ticket })}
        >
          {busy ? t('ui.working') : t('lpse.trust')}
        </button>
      </div>
    </>
  );
}
