// How anybody checks the minutes and the opening behind them: the closed log, the files, the signatures.
import { sha256Hex } from '../../crypto/encoding.ts';
import type { PaperBlock } from '../ports/paper-printer.ts';
import { grouped } from './hex-groups.ts';
import type { MinutesView } from './minutes-view.ts';

export function checkingBlocks({ results, words }: MinutesView): readonly PaperBlock[] {
  const { note, size, rootSha256 } = results.closedCheckpoint;
  const { labels } = words;
  return [
    { kind: 'paragraph', text: words.checkpointNote },
    {
      kind: 'facts',
      rows: [
        { label: labels.logSize, value: String(size), monospaced: false },
        { label: labels.logRoot, value: grouped(rootSha256), monospaced: true },
        { label: labels.logNote, value: grouped(sha256Hex(Buffer.from(note, 'utf8'))), monospaced: true },
      ],
    },
    { kind: 'lines', lines: note.trimEnd().split('\n') },
    { kind: 'paragraph', text: words.commandsNote },
    {
      kind: 'lines',
      lines: [
        'sha256sum -c SHA256SUMS',
        'segel minutes verify BERKAS.pdf --trust JANGKAR',
        'openssl cms -verify -binary -inform DER -in BERKAS.pdf.ANGGOTA.p7s -content BERKAS.pdf -CAfile ams-root.pem -purpose any -out /dev/null',
      ].map((line) =>
        words.language === 'en'
          ? line.replaceAll('BERKAS', 'FILE').replaceAll('ANGGOTA', 'MEMBER').replaceAll('JANGKAR', 'ANCHORS')
          : line,
      ),
    },
  ];
}
