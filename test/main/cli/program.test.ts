// Every command has the shared options and a text in both languages, and none takes a secret as an argument.
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLIENT_VERSION } from '../../../main/compose.ts';
import { buildProgram } from '../../../main/cli/program.ts';
import packageJson from '../../../package.json' with { type: 'json' };

function all(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(all)];
}

const pathOf = (command: Command): string =>
  `${command.parent === null ? '' : `${pathOf(command.parent)} `}${command.name()}`;
const whole = await buildProgram('id');
const commands = all(whole);

describe('the program', () => {
  it('has the version of package.json', () => {
    expect(CLIENT_VERSION).toBe(packageJson.version);
  });

  it('has every command that is promised', () => {
    const promised = [
      'login',
      'packages',
      'package',
      'identity import',
      'identity list',
      'identity enrol',
      'check',
      'seal',
      'inspect',
    ];
    const more = [
      'submit',
      'status',
      'replace',
      'withdraw',
      'receipts',
      'verify',
      'rehearse',
      'open start',
      'open contribute',
    ];
    const rest = ['open finish', 'export', 'journal', 'lpse add', 'lpse list', 'policy sign', 'evidence'];
    const paths = commands.map(pathOf);
    for (const path of [...promised, ...more, ...rest]) expect(paths).toContain(`segel ${path}`);
  });

  it.each(commands.map((command) => [pathOf(command), command] as const))(
    '%s has the shared options and a description',
    (_path, command) => {
      const flags = command.options.map(({ long }) => long);
      expect(flags).toEqual(expect.arrayContaining(['--json', '--lang', '--data-dir', '--passphrase-fd', '--yes']));
      expect(command.description()).not.toBe('');
      expect(flags.filter((flag) => /^--(pass(word|phrase)|pin|secret)$/.test(flag ?? ''))).toEqual([]);
    },
  );

  it.each(commands.map((command) => [pathOf(command), command] as const))(
    '%s says what goes where',
    (_path, command) => {
      expect(command.registeredArguments.filter(({ description }) => description === '')).toEqual([]);
    },
  );

  it('describes itself in English, too', async () => {
    const english = all(await buildProgram('en')).map((command) => command.description());
    expect(english).toHaveLength(commands.length);
    expect(english.filter((text, i) => text === commands[i]?.description())).toEqual([]);
  });
});

describe('a program that loads one command', () => {
  it('has the same help as one that loads all', async () => {
    expect((await buildProgram('id', [])).helpInformation()).toBe(whole.helpInformation());
  });

  it.each(whole.commands.map((command) => command.name()))('%s is whole, whatever stands before it', async (name) => {
    const before = ['--lang', 'id', '--account', 'verify', '--json', '--lpse=status'];
    const program = await buildProgram('id', [...before, name, '--help']);
    const found = program.commands.find((command) => command.name() === name);
    const wanted = whole.commands.find((command) => command.name() === name);
    expect(all(found ?? program).map((command) => command.helpInformation())).toEqual(
      all(wanted ?? whole).map((command) => command.helpInformation()),
    );
  });
});

describe('the list of commands in the README', () => {
  const lines = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^npx segel \w/.test(line) && !line.includes('.zip'))
    .map((line) => line.replace(/^npx segel /, '').replace(/ +#.*/, ''));

  it('has every command and no other', () => {
    const listed = lines.flatMap((line) => {
      const [, family, inside] = /^(\w+) ([\w-]+(?:\|[\w-]+)*)$/.exec(line) ?? [];
      if (family !== undefined && inside !== undefined) return inside.split('|').map((one) => `${family} ${one}`);
      return line.split(' | ');
    });
    const offered = commands.filter((command) => command.commands.length === 0).map((command) => pathOf(command));
    expect(listed.map((path) => `segel ${path}`).toSorted()).toEqual(offered.toSorted());
  });
});
