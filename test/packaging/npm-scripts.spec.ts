import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** Programs that npm finds on every system: Node, npm, and those of the packages in `node_modules/.bin`. */
const PROGRAMS = new Set(['node', 'npm', 'nest', 'tsc', 'oxfmt', 'oxlint']);

describe('scripts of package.json', () => {
  it.each(Object.entries(scripts))('need no shell of Unix: %s', (_name, script) => {
    const programs = script.split('&&').map((command) => command.trim().split(' ')[0]);
    expect(programs.filter((program) => !PROGRAMS.has(program ?? ''))).toEqual([]);
    // Variables, globs, quotes and pipes are read in another way by cmd.exe.
    expect(script).not.toMatch(/[*$'`|;<>]|\\/);
  });
});
