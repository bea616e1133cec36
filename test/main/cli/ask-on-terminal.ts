// Run by terminal-pty.test.ts on a pseudo-terminal: a question, then two secrets while a live display is up, then a question.
import { withProgress } from '../../../main/cli/progress.ts';
import { Terminal } from '../../../main/cli/terminal.ts';
import { textsIn } from '../../../main/cli/texts.ts';

const terminal = new Terminal({ json: false, passphraseFd: null });
const text = textsIn('id');
try {
  const yes = await terminal.ask('TANYA-1> ');
  const lengths = await withProgress({ terminal, text }, 'Bekerja', async (report) => {
    report({ step: 'membaca', doneBytes: 1, totalBytes: 2 });
    const first = await terminal.askSecret('RAHASIA-1> ');
    report({ step: 'membaca', doneBytes: 2, totalBytes: 2 });
    const second = await terminal.askSecret('RAHASIA-2> ');
    return [first.bytes.length, second.bytes.length];
  });
  const last = await terminal.ask('TANYA-2> ');
  console.log(`HASIL ${yes ?? ''} ${lengths.join(' ')} ${last ?? ''}`);
} catch (error) {
  console.log(`GAGAL ${error instanceof Error ? error.name : ''}`);
}
