// The reference KMS (crypto/SPEC.md 4, app/protocol/SPEC.md 3 and 7): own keys, own store, own journal, own clock, own reading of the log.
// NOT FOR PRODUCTION: keys lie in its database, a real KMS holds them in hardware.
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import type { VerifierKey } from '../../../crypto/checkpoint.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { AppendedLeaf, EnvelopeKeyService, EnvelopeScope } from '../context.ts';
import type { LogLeaf } from '../../../app/protocol/log.ts';
import { migrate, type Store } from '../database.ts';
import { createTurns } from '../in-turn.ts';
import { createCanaries, type Canaries } from './canary.ts';
import { createJournal, type Journal } from './journal.ts';
import { createKeyRing, loadIdentity } from './keys.ts';
import { readWholeLog, type LogReader } from './log-view.ts';
import { createPolicyBook } from './policies.ts';
import { releaseHeaders, type ReleaseInput } from './release.ts';
import { createReleaseBook, type KmsRoom } from './room.ts';
import { KMS_MIGRATIONS } from './schema.ts';
import { createCrlPublisher, type CrlTerms, type Span } from '../trust/crl-publisher.ts';
import type { KmsTrust } from './trust.ts';

export interface KmsNeeds {
  /** Read and written by the KMS alone. */
  readonly store: Store;
  readonly kdLpse: number;
  readonly now: () => Date;
  /** Where the CRL of the KMS's own authority is published. */
  readonly crlUrl: string;
  readonly span: Span;
  readonly lists: CrlTerms;
  /** Whom it believes about policies and requests; its own authority is not among them. */
  readonly trust: KmsTrust;
  readonly log: LogReader & { append(leaf: LogLeaf, once?: string): AppendedLeaf };
  readonly logKey: VerifierKey;
}

export interface Kms extends EnvelopeKeyService {
  readonly journal: Journal;
  readonly canaries: Canaries;
  /** @throws kms/..., opening/technical-result-missing; every refusal is in the journal */
  release(input: ReleaseInput): Promise<Buffer>;
}

export async function createKms(needs: KmsNeeds): Promise<Kms> {
  const { store, now, kdLpse, trust } = needs;
  migrate(store, KMS_MIGRATIONS);
  const { authority, signer } = await loadIdentity(store, needs);
  const keys = createKeyRing(store, { kdLpse, authority, span: needs.span });
  const journal = createJournal(store, now);
  const room: KmsRoom = {
    kdLpse,
    store,
    now,
    trust,
    keys,
    policies: createPolicyBook(store, { kdLpse, now, keys, trust }),
    journal,
    releases: createReleaseBook(store, now),
    signer,
    readLog: () => readWholeLog(store, needs.log, needs.logKey),
    publish: ({ type, id, body, once }) => {
      needs.log.append({ type, ...id, time: now().toISOString(), body }, once);
    },
    sign: (content: Json) =>
      signContent({
        content: encodeCanonicalJson(content),
        detached: false,
        signers: [{ key: signer, signingTime: now() }],
      }),
  };
  const publishCrl = createCrlPublisher(authority, needs.lists);
  const noting = notingRefusals(journal);
  const turns = createTurns();
  return {
    signer: signer.certificate,
    anchor: authority.anchor,
    journal,
    canaries: createCanaries(room, noting),
    crl: publishCrl,
    certificatesFor: (scope: EnvelopeScope) => keys.certificatesFor(scope),
    acceptPolicy: (policyDer) => noting('policy', () => void room.policies.accept(policyDer)),
    // Two members may ask at the same moment: the second gets the first one's release, not a second use of the key.
    release: (input) => turns.run('release', () => noting('release', () => releaseHeaders(room, input))),
  };
}

/** Runs `work`; a refusal is journalled before it is passed on. */
export type Noting = <T>(what: string, work: () => T | Promise<T>) => Promise<T>;

function notingRefusals(journal: Journal): Noting {
  return async (what, work) => {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'defect/unexpected';
      journal.write('refused', {
        what,
        code,
        ...(error instanceof CodedError ? { details: { ...error.details } } : {}),
      });
      throw error;
    }
  };
}

export type { ReleaseInput } from './release.ts';
