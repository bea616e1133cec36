// A tender that failed is held again under the same code, as its next version (tender ulang).

/** One envelope of one version of a tender. */
export interface EnvelopeScope {
  readonly kdTender: string;
  readonly versiTender: number;
  readonly envelopeId: string;
}

/** As people name a tender; the first version by its code alone. */
export function versionedCode({ kdTender, versiTender }: Omit<EnvelopeScope, 'envelopeId'>): string {
  return versiTender === 1 ? kdTender : `${kdTender} versi ${String(versiTender)}`;
}
