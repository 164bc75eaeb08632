import { readArguments } from '../../lib/cli/arguments.js';

describe('the arguments of the command line', () => {
  it.each([
    [['doctor'], { path: undefined, json: false }],
    [['doctor', 'dist/main.js'], { path: 'dist/main.js', json: false }],
    [['doctor', '--json', 'dist/main.js'], { path: 'dist/main.js', json: true }],
    [['doctor', '--help'], 'help'],
    [['help'], 'help'],
    [[], undefined],
    [['dockter'], undefined],
    [['doctor', 'a.js', 'b.js'], undefined],
    [['doctor', '--yaml'], undefined],
  ])('%j', (given, expected) => {
    expect(readArguments(given)).toEqual(expected);
  });
});
