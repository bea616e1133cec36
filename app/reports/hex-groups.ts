// Digests on paper: in groups of eight, to be compared by eye.

export function grouped(hex: string): string {
  return hex.replace(/.{8}(?=.)/g, '$& ');
}

/** A SHA-256 on two lines of four groups. */
export function halves(hex: string): string {
  return `${grouped(hex.slice(0, 32))}\n${grouped(hex.slice(32))}`;
}
