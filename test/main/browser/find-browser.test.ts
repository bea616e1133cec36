import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, findCommand, type Surroundings } from '../../../main/browser/find-browser.ts';

function surroundings(
  platform: NodeJS.Platform,
  programs: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Surroundings {
  return { platform, env, home: join('/home', 'dian'), isProgram: (path) => programs.includes(path) };
}

const PATH = ['/usr/local/bin', '/usr/bin'].join(delimiter);

describe('an installed browser', () => {
  it('is found on PATH under the names that distributions give it', () => {
    const chrome = join('/usr/bin', 'google-chrome-stable');
    expect(findBrowser(surroundings('linux', [chrome], { PATH }))).toBe(chrome);
  });

  it('is Chromium before Chrome before Edge', () => {
    const programs = ['microsoft-edge', 'google-chrome', 'chromium'].map((name) => join('/usr/bin', name));
    expect(findBrowser(surroundings('linux', programs, { PATH }))).toBe(join('/usr/bin', 'chromium'));
  });

  it('is found among the applications of macOS, for all users or for this one', () => {
    const edge = join('/home/dian/Applications', 'Microsoft Edge.app', 'Contents', 'MacOS', 'Microsoft Edge');
    expect(findBrowser(surroundings('darwin', [edge]))).toBe(edge);
  });

  it('is found in the program folders of Windows', () => {
    const edge = join('C:\\PF86', 'Microsoft', 'Edge', 'Application', 'msedge.exe');
    expect(findBrowser(surroundings('win32', [edge], { 'ProgramFiles(x86)': 'C:\\PF86' }))).toBe(edge);
  });

  it('is the one of SEGEL_BROWSER, or none when that is no program', () => {
    const programs = ['/opt/own', join('/usr/bin', 'chromium')];
    expect(findBrowser(surroundings('linux', programs, { PATH, SEGEL_BROWSER: '/opt/own' }))).toBe('/opt/own');
    expect(findBrowser(surroundings('linux', programs, { PATH, SEGEL_BROWSER: '/opt/gone' }))).toBeNull();
  });

  it('is none where nothing is installed', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(findBrowser(surroundings(platform, []))).toBeNull();
  });
});

it('finds a command in the first folder of PATH that has it', () => {
  const programs = [join('/usr/bin', 'Xvfb'), join('/usr/local/bin', 'Xvfb')];
  expect(findCommand('Xvfb', surroundings('linux', programs, { PATH }))).toBe(join('/usr/local/bin', 'Xvfb'));
  expect(findCommand('apt-get', surroundings('linux', programs, { PATH }))).toBeNull();
});
