import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileIncidentLog } from '../../../main/ipc/incident-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segel-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const now = () => new Date('2026-11-21T03:00:00Z');

describe('the incident log', () => {
  it('keeps number, call, code and place, and nothing of the error text', () => {
    const error = new Error('cannot read /home/someone/price.pdf');
    fileIncidentLog(folder, now)({ incident: 'AB12', call: 'bids.seal', code: 'defect/unexpected', error });
    const text = readFileSync(join(folder, 'incidents.log'), 'utf8');
    const line = JSON.parse(text) as { at: string[] };
    const facts = { time: '2026-11-21T03:00:00.000Z', incident: 'AB12', call: 'bids.seal', code: 'defect/unexpected' };
    expect(line).toMatchObject(facts);
    expect(line.at[0]).toBe('Error');
    expect(line.at[1]).toContain('incident-log.test.ts');
    expect(text).not.toContain('price.pdf');
    expect(text).not.toContain(import.meta.dirname);
  });

  it.skipIf(process.platform === 'win32')('is readable by this user alone', () => {
    const log = fileIncidentLog(join(folder, 'log'), now);
    log({ incident: '1', call: 'x', code: 'c', error: null });
    expect(statSync(join(folder, 'log')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'log', 'incidents.log')).mode & 0o777).toBe(0o600);
  });

  it('starts a new file after a mebibyte and keeps one older', () => {
    writeFileSync(join(folder, 'incidents.log'), 'x'.repeat((1 << 20) + 1));
    fileIncidentLog(folder, now)({ incident: '2', call: 'x', code: 'c', error: null });
    expect(statSync(join(folder, 'incidents.log')).size).toBeLessThan(1000);
    expect(existsSync(join(folder, 'incidents.log.1'))).toBe(true);
  });

  it('stops nothing when it cannot be written', () => {
    mkdirSync(join(folder, 'incidents.log'));
    expect(() => fileIncidentLog(folder, now)({ incident: '3', call: 'x', code: 'c', error: null })).not.toThrow();
  });
});
