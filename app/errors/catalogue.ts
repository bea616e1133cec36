// Every code of the program, with its class and its texts. One file per area; a test holds the areas complete.
import type { CatalogueEntry } from './entry.ts';
import { AUDIT_CODES } from './codes/audit.ts';
import { MINUTES_CODES } from './codes/minutes.ts';
import { PRICE_CODES } from './codes/price.ts';
import { WATCH_CODES } from './codes/watch.ts';
import { CMS_CODES } from './codes/cms.ts';
import { CERTIFICATE_CODES } from './codes/certificate.ts';
import { IDENTITY_CODES } from './codes/identity.ts';
import { LOG_CODES } from './codes/log.ts';
import { CLI_CODES } from './codes/cli.ts';
import { PROGRAM_CODES } from './codes/program.ts';
import { SUBMISSION_CODES } from './codes/submission.ts';
import { OPENING_CODES } from './codes/opening.ts';
import { ACCESS_CODES } from './codes/access.ts';
import { PACKAGE_CODES } from './codes/package.ts';
import { SERVICE_CODES } from './codes/service.ts';
import { DOCUMENT_CODES } from './codes/document.ts';
import { DRAFT_CODES } from './codes/draft.ts';
import { NETWORK_CODES } from './codes/network.ts';
import { SEAL_CODES } from './codes/seal.ts';
import { STORAGE_CODES } from './codes/storage.ts';
import { TRUST_CODES } from './codes/trust.ts';
import { PROOF_CODES } from './codes/proof.ts';
import { TIME_CODES } from './codes/time.ts';
import { WINDOW_CODES } from './codes/window.ts';

export const CATALOGUE = {
  ...WINDOW_CODES,
  ...CMS_CODES,
  ...CERTIFICATE_CODES,
  ...IDENTITY_CODES,
  ...LOG_CODES,
  ...CLI_CODES,
  ...PROGRAM_CODES,
  ...ACCESS_CODES,
  ...PACKAGE_CODES,
  ...SERVICE_CODES,
  ...SUBMISSION_CODES,
  ...OPENING_CODES,
  ...DOCUMENT_CODES,
  ...DRAFT_CODES,
  ...NETWORK_CODES,
  ...SEAL_CODES,
  ...STORAGE_CODES,
  ...TRUST_CODES,
  ...PROOF_CODES,
  ...TIME_CODES,
  ...WATCH_CODES,
  ...PRICE_CODES,
  ...MINUTES_CODES,
  ...AUDIT_CODES,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type ErrorCode = keyof typeof CATALOGUE;
