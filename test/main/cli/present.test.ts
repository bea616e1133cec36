// Lines for people: sizes, columns, problems in four lines, and nothing from outside that could rewrite a line.
import { describe, expect, it } from 'vitest';
import { toReport } from '../../../app/domain/check-report.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { toProblem } from '../../../app/errors/problem.ts';
import { pairs, plain, problemLines, reportLines, sizeText, table } from '../../../main/cli/present.ts';
import { describeProgress } from '../../../main/cli/progress.ts';
import { textsIn } from '../../../main/cli/texts.ts';

const text = textsIn('id');

describe('presenting', () => {
  it('writes sizes as people read them', () => {
    expect([0, 999, 1000, 1_234_567, 500_000_000].map(sizeText)).toEqual([
      '0 B',
      '999 B',
      '1,0 kB',
      '1,2 MB',
      '500,0 MB',
    ]);
  });

  it('shows control and direction characters instead of obeying them', () => {
    expect(plain('surat\u202Efdp.exe\x1b[2J\r\n')).toBe('surat\u{fffd}fdp.exe\u{fffd}[2J\u{fffd}\u{fffd}');
  });

  it('aligns columns and leaves out what is missing', () => {
    expect(
      table([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
    ).toEqual(['a    bb', 'ccc  d']);
    expect(
      pairs([
        ['Nama', 'x'],
        ['Kosong', null],
      ]),
    ).toEqual(['Nama  x']);
    expect(table([])).toEqual([]);
  });

  it('says a problem in four lines: what, next, safe, code', () => {
    const problem = toProblem(new CodedError('submission/closed', { serverTime: 'T', nothing: null }));
    const lines = problemLines(problem, 'id', text);
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe('submission/closed serverTime=T');
  });

  it('says nothing of what a defect carries', () => {
    const lines = problemLines(toProblem(new Error('/home/rahasia/berkas')), 'id', text);
    expect(lines.join()).not.toContain('rahasia');
  });

  it('lists every check, failed ones with their sentence', () => {
    const report = toReport([
      { id: 'receipt-readable', outcome: 'passed', facts: { sequence: 1 } },
      { id: 'receipt-lpse', outcome: 'failed', code: 'proof/wrong-lpse' },
    ]);
    const lines = reportLines(report, 'en', textsIn('en'));
    expect(lines[0]).toMatch(/^ 1\. PASSED/);
    expect(lines.join('\n')).toContain('proof/wrong-lpse: ');
  });

  it('describes progress with speed and time left', () => {
    const progress = { step: 'mengunggah', doneBytes: 1_000_000, totalBytes: 4_000_000 };
    expect(describeProgress(progress, 500_000, text)).toBe(
      'mengunggah 25 % (1,0 MB dari 4,0 MB), 500,0 kB/s, sisa 6 s',
    );
    expect(describeProgress(progress, null, text)).toBe('mengunggah 25 % (1,0 MB dari 4,0 MB)');
    expect(describeProgress({ ...progress, totalBytes: 0 }, null, text)).toContain('100 %');
  });
});
