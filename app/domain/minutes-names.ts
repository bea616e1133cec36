// How files about an opening are called. Each name tells which envelope of which version of a tender it is about, so that those of a
// tender that is held again never take the place of the first ones.
import { versionedCode, type EnvelopeScope } from './tender-version.ts';

const PAPER = /^berita-acara-pembukaan-(\d{11})(?:-versi-([1-9]\d{0,3}))?-(satu|file-1|file-2|harga)-/;

/** What the names of the minutes begin with. */
export function minutesStem(scope: EnvelopeScope): string {
  return `berita-acara-pembukaan-${scopeInName(scope)}`;
}

/** Name of an export without its ending. */
export function resultsStem(scope: EnvelopeScope): string {
  return `hasil-pembukaan-${scopeInName(scope)}`;
}

/** What tells whose signatures count, to whoever has the anchors. */
export function proofName(scope: EnvelopeScope): string {
  return `bukti-anggota-${scopeInName(scope)}.json`;
}

/** What the minutes are about by their name; null when they were renamed. */
export function scopeOfMinutes(name: string): EnvelopeScope | null {
  const [, kdTender, version = '1', envelopeId] = PAPER.exec(name) ?? [];
  return kdTender === undefined || envelopeId === undefined
    ? null
    : { kdTender, versiTender: Number(version), envelopeId };
}

function scopeInName(scope: EnvelopeScope): string {
  return `${versionedCode(scope).replaceAll(' ', '-')}-${scope.envelopeId}`;
}
