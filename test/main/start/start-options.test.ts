import { describe, expect, it } from 'vitest';
import { parseStartOptions } from '../../../main/start/start-options.ts';

describe('the arguments of npm start', () => {
  it('may be none: the best host, in Indonesian', () => {
    const options = { demo: false, getElectron: false, host: null, language: 'id', rest: [] };
    expect(parseStartOptions([], {})).toEqual(options);
  });

  it('choose practice, host and language, and carry a link', () => {
    const link = 'segel://open?token=abcdefgh';
    const args = ['--demo', '--get-electron', '--host', 'browser', '--lang=en', link];
    const options = { demo: true, getElectron: true, host: 'browser', language: 'en', rest: [link] };
    expect(parseStartOptions(args, {})).toEqual(options);
  });

  it('let the environment choose the language', () => {
    expect(parseStartOptions([], { SEGEL_LANG: 'en' }).language).toBe('en');
    expect(parseStartOptions(['--lang', 'id'], { SEGEL_LANG: 'en' }).language).toBe('id');
  });

  it.each([['--nothing'], ['--host=netscape'], ['--demo=yes']])(
    'are refused when they do not exist: %s',
    (argument) => {
      expect(() => parseStartOptions([argument], {})).toThrow(TypeError);
    },
  );
});
