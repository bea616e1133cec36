// Binds ports to adapters, for the command line and for the window alike; imports no Electron. Three circles: what belongs to
// this computer, what belongs to one LPSE, what belongs to one account. Nothing of an account is reachable without its profile.
import type { OutputStore } from '../app/ports/output-store.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Dealer } from '../app/ports/dealer.ts';
import type { DocumentStore } from '../app/ports/document-store.ts';
import type { DossierFiles } from '../app/ports/dossier-files.ts';
import type { ReceiptStore } from '../app/ports/receipt-store.ts';
import type { PassphrasePrompt } from '../app/ports/passphrase-prompt.ts';
import { chooseSecretStore, type ChosenSecretStore } from './adapters/choose-secret-store.ts';
import { dataFolder, dataRoot, type DataFolder } from './adapters/data-folder.ts';
import { threadDealer } from './adapters/dealing-thread.ts';
import { LocalDevice } from './adapters/device-evidence.ts';
import { fileDocumentStore } from './adapters/file-document-store.ts';
import { fileDossiers } from './adapters/file-dossier.ts';
import { FileReceiptStore } from './adapters/file-receipt-store.ts';
import { fileOutputStore } from './adapters/file-output-store.ts';
import { FileTrustStore } from './adapters/file-trust-store.ts';
import { ProfileStore } from './adapters/profile-store.ts';
import { SettingsFile, type Settings } from './adapters/settings-file.ts';
import { systemClock } from './adapters/system-clock.ts';
import { UplinkFile } from './adapters/uplink-file.ts';
import { createWorkerSealer, type WorkerSealer } from './adapters/worker-sealer.ts';
import { CLIENT_VERSION } from './client-version.ts';

export interface ComposeOptions {
  /** Default: `SEGEL_HOME`, else the operating system's place for it. */
  readonly dataDir?: string | undefined;
  readonly prompt: PassphrasePrompt;
}

/** What belongs to this computer and its user. */
export interface Installation {
  readonly data: DataFolder;
  readonly settings: SettingsFile;
  readonly profiles: ProfileStore;
  readonly trust: FileTrustStore;
  readonly uplink: UplinkFile;
  readonly secrets: ChosenSecretStore;
  readonly device: LocalDevice;
  readonly documents: DocumentStore;
  readonly output: OutputStore;
  readonly dossiers: DossierFiles;
  /** For receipts that lie anywhere; an account has its own. */
  readonly receipts: ReceiptStore;
  readonly sealer: WorkerSealer;
  readonly dealer: Dealer;
  readonly clock: Clock;
  readonly prompt: PassphrasePrompt;
  /** As read at the start. */
  readonly chosen: Settings;
  /** Ends threads and connections, last opened first. */
  close(): Promise<void>;
  /** Runs at `close`. */
  onClose(end: () => void | Promise<void>): void;
}

/** @throws storage/full, storage/failed */
export async function composeInstallation(options: ComposeOptions): Promise<Installation> {
  // Whatever a library creates without saying so is private, too.
  process.umask(0o077);
  const data = dataFolder(dataRoot(options.dataDir));
  const settings = new SettingsFile(data);
  const chosen = await settings.read();
  const secrets = await chooseSecretStore(chosen.keychain);
  const sealer = createWorkerSealer();
  const ends: (() => void | Promise<void>)[] = [() => sealer.close()];
  return {
    ...{ data, settings, secrets, sealer, chosen },
    profiles: new ProfileStore(data, settings),
    trust: new FileTrustStore(data.lpse),
    uplink: new UplinkFile(data.lpse),
    device: new LocalDevice({ folder: data.device, secrets: secrets.store, clientVersion: CLIENT_VERSION }),
    documents: fileDocumentStore,
    output: fileOutputStore,
    dossiers: fileDossiers,
    dealer: threadDealer,
    receipts: new FileReceiptStore(data.root),
    clock: systemClock,
    prompt: options.prompt,
    onClose: (end) => void ends.push(end),
    close: async () => {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
}

export { systemClock } from './adapters/system-clock.ts';
export { CLIENT_VERSION } from './client-version.ts';
export { chooseSecretStore, KEYCHAIN_CHOICES, type KeychainChoice } from './adapters/choose-secret-store.ts';
export { ANCHOR_ROLES, readOperatorAnchors } from './adapters/operator-anchors.ts';
export { FileWitnessStore } from './adapters/file-witness-store.ts';
export { loadOrMakeWitnessKey } from './adapters/witness-key.ts';
export { markFromStranger } from './adapters/mark-of-the-web.ts';
export * from './compose-lpse.ts';
export * from './compose-account.ts';
