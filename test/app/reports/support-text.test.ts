import { describe, expect, it } from 'vitest';
import { supportText } from '../../../app/reports/support-text.ts';

const about = { version: '0.1.0', platform: 'linux', time: '2026-11-21T10:00:00.000Z' };

describe('a problem as text', () => {
  it('names code, incident, time and program, with the sentences of the language', () => {
    const problem = { code: 'storage/full', incident: 'A1B2C3D4', details: { system: 'ENOSPC', neededBytes: 12 } };
    const id = supportText(problem, about, 'id');
    for (const part of ['storage/full', 'A1B2C3D4', about.time, 'Segel 0.1.0', 'system: ENOSPC', 'neededBytes: 12'])
      expect(id).toContain(part);
    expect(id).toContain('Langkah berikut:');
    expect(supportText(problem, about, 'en')).toContain('Next step:');
  });

  it('keeps the name of a code that it has no sentences for', () => {
    const text = supportText({ code: 'newer/code', incident: '', details: {} }, about, 'en');
    expect(text).toContain('newer/code');
    expect(text).not.toContain('undefined');
  });
});
