// What a file is by its first bytes, and what its extension promises. Only kinds that matter in a bid; never a full parser.

export type DocumentKind =
  'pdf' | 'zip' | 'office' | 'old-office' | 'jpeg' | 'png' | 'archive' | 'program' | 'text' | 'unknown';

/** Bytes at the start that a kind is known by. */
const MAGIC: readonly (readonly [DocumentKind, readonly number[]])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['old-office', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['archive', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['archive', [0x1f, 0x8b]],
  ['archive', [0x42, 0x5a, 0x68]],
  ['archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['program', [0x4d, 0x5a]],
  ['program', [0x7f, 0x45, 0x4c, 0x46]],
  ['program', [0xcf, 0xfa, 0xed, 0xfe]],
  ['program', [0xca, 0xfe, 0xba, 0xbe]],
  ['program', [0x23, 0x21]],
];

/** PDF readers accept leading junk; so do we, as far as they look (ISO 32000-1 Annex H). */
const PDF_HEADER_WITHIN = 1024;

/** @param head - the first bytes of the file, 8 KiB or all of it */
export function kindOf(head: Uint8Array): DocumentKind {
  const kind = MAGIC.find(([, magic]) => magic.every((octet, i) => head[i] === octet))?.[0];
  if (kind === 'zip') return isOfficePackage(head) ? 'office' : 'zip';
  if (kind !== undefined) return kind;
  if (asLatin1(head.subarray(0, PDF_HEADER_WITHIN)).includes('%PDF-')) return 'pdf';
  return head.every((octet) => octet >= 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d)
    ? 'text'
    : 'unknown';
}

/** ECMA-376 and ODF packages are ZIP files that begin with a known part. */
function isOfficePackage(head: Uint8Array): boolean {
  return /\[Content_Types\]\.xml|mimetypeapplication\/vnd\.oasis|_rels\/\.rels|^PK.{28}(word|xl|ppt|docProps)\//s.test(
    asLatin1(head),
  );
}

export interface ExtensionRule {
  readonly mediaType: string;
  readonly kinds: readonly DocumentKind[];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';

const EXTENSIONS: Readonly<Partial<Record<string, ExtensionRule>>> = {
  pdf: { mediaType: 'application/pdf', kinds: ['pdf'] },
  jpg: { mediaType: 'image/jpeg', kinds: ['jpeg'] },
  jpeg: { mediaType: 'image/jpeg', kinds: ['jpeg'] },
  png: { mediaType: 'image/png', kinds: ['png'] },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, kinds: ['office'] },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, kinds: ['office'] },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, kinds: ['office'] },
  docm: { mediaType: 'application/vnd.ms-word.document.macroenabled.12', kinds: ['office'] },
  xlsm: { mediaType: 'application/vnd.ms-excel.sheet.macroenabled.12', kinds: ['office'] },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', kinds: ['office'] },
  ods: { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', kinds: ['office'] },
  doc: { mediaType: 'application/msword', kinds: ['old-office'] },
  xls: { mediaType: 'application/vnd.ms-excel', kinds: ['old-office'] },
  mpp: { mediaType: 'application/vnd.ms-project', kinds: ['old-office'] },
  txt: { mediaType: 'text/plain', kinds: ['text'] },
  csv: { mediaType: 'text/csv', kinds: ['text'] },
};

/** What an extension promises; undefined for extensions we have no rule for. */
export function ruleOf(extension: string): ExtensionRule | undefined {
  return EXTENSIONS[extension];
}

/** For the manifest: by extension, since the committee's computer will go by it too. */
export function mediaTypeOf(extension: string): string {
  return EXTENSIONS[extension]?.mediaType ?? 'application/octet-stream';
}

export const ARCHIVE_EXTENSIONS: ReadonlySet<string> = new Set(
  'zip rar 7z gz tgz bz2 xz tar cab iso arj lzh z zipx'.split(' '),
);
export const PROGRAM_EXTENSIONS: ReadonlySet<string> = new Set(
  'exe com scr msi bat cmd ps1 vbs vbe js jse wsf wsh hta cpl dll lnk jar apk app dmg sh reg pif'.split(' '),
);
export const MACRO_EXTENSIONS: ReadonlySet<string> = new Set('docm xlsm pptm dotm xlsb'.split(' '));

/** Facts of a PDF that decide whether the committee can read it, from both ends of the file. */
export function pdfState(tail: Uint8Array): 'good' | 'damaged' | 'encrypted' {
  const end = asLatin1(tail);
  if (!end.includes('%%EOF') || !end.includes('startxref')) return 'damaged';
  // The trailer or cross-reference stream dictionary names /Encrypt (ISO 32000-1 7.6.1).
  return /\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(end) ? 'encrypted' : 'good';
}

function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
