// Lists the skipped tests and prints the closing line `N passed, N failed, N skipped`.
import { readFileSync } from 'node:fs';

let results;
try {
  results = JSON.parse(readFileSync(new URL('../test-results/results.json', import.meta.url), 'utf8'));
} catch {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const tests = results.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(
  (test) => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo',
);
for (const test of skipped) console.log(`skipped: ${test.fullName}`);
const passed = tests.filter((test) => test.status === 'passed').length;
// A file that fails to load has no tests of its own, and still is a failure.
const broken = results.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length;
const failed = tests.filter((test) => test.status === 'failed').length + broken;
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
