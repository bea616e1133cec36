// Bringing a .p12 in: the file, then its passphrase, which crosses once and is kept nowhere.
import { useRef, useState, type SubmitEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../account.ts';
import { useDemo } from '../../acts/demo.ts';
import { useMutationCall } from '../../query.ts';
import { Field } from '../../ui/Field.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';

/** What is about to be imported. */
interface Candidate {
  readonly handle: string;
  readonly name: string;
  readonly passphrase: string;
}

export function ImportIdentity(): ReactElement {
  const { t } = useTranslation();
  const [candidate, setCandidate] = useState<Candidate | null>(null);
  const [imported, setImported] = useState<string | null>(null);
  return (
    <section className="panel" aria-labelledby="import-identity">
      <h2 id="import-identity">{t('identities.import')}</h2>
      {imported !== null && <p role="status">{t('identities.imported', { holder: imported })}</p>}
      {candidate === null ? (
        <>
          <FileDrop
            purpose="identity"
            label={t('identities.choose')}
            hint={t('identities.chooseHint')}
            onFiles={([file]) => {
              if (file === undefined) return;
              setImported(null);
              setCandidate({ handle: file.handle, name: file.name, passphrase: '' });
            }}
          />
          <DemoIdentities onChoose={setCandidate} />
        </>
      ) : (
        <PassphraseForm
          candidate={candidate}
          onCancel={() => setCandidate(null)}
          onImported={(holders) => {
            setCandidate(null);
            setImported(holders);
          }}
        />
      )}
    </section>
  );
}

interface PassphraseFormProps {
  readonly candidate: Candidate;
  readonly onCancel: () => void;
  readonly onImported: (holders: string) => void;
}

function PassphraseForm({ candidate, onCancel, onImported }: PassphraseFormProps): ReactElement {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState(candidate.passphrase);
  const field = useRef<HTMLInputElement>(null);
  const importing = useMutationCall('identities.import', { refreshes: ['identities.list'] });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    importing.mutate(
      { file: candidate.handle, passphrase },
      {
        onSuccess: ({ imported }) => onImported(imported.map(({ holder }) => holder).join(', ')),
        onError: () => field.current?.focus(),
        onSettled: () => setPassphrase(''),
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <p>
        {t('identities.file')} <span className="filename">{candidate.name}</span>
      </p>
      {importing.error !== null && <ProblemNotice problem={importing.error} />}
      <Field label={t('identities.passphrase')} hint={t('identities.passphraseHint')}>
        {(input) => (
          <input
            {...input}
            ref={field}
            type="password"
            autoComplete="off"
            maxLength={1024}
            required
            autoFocus
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        )}
      </Field>
      <div className="d-flex gap-2">
        <button type="button" className="btn btn-outline-secondary" disabled={importing.isPending} onClick={onCancel}>
          {t('ui.cancel')}
        </button>
        <button type="submit" className="btn btn-primary" disabled={importing.isPending || passphrase === ''}>
          {importing.isPending ? t('ui.working') : t('identities.importButton')}
        </button>
      </div>
    </form>
  );
}

/** With the demo LPSE running: the certificates made for the account that is logged in. */
function DemoIdentities({ onChoose }: { readonly onChoose: (candidate: Candidate) => void }): ReactElement | null {
  const { t } = useTranslation();
  const { demo } = useDemo();
  const account = useAccount();
  const own = demo?.identities.filter(({ owner }) => owner === account?.userId) ?? [];
  if (own.length === 0) return null;
  return (
    <div className="mt-3">
      <p className="mb-1">{t('identities.demo')}</p>
      <div className="d-flex flex-wrap gap-2">
        {own.map(({ handle, owner, passphrase }, i) => (
          <button
            key={handle}
            type="button"
            className="btn btn-sm btn-outline-primary"
            onClick={() => onChoose({ handle, name: `${owner}.p12`, passphrase })}
          >
            {t('identities.demoUse', { number: i + 1 })}
          </button>
        ))}
      </div>
    </div>
  );
}
