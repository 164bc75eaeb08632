import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoggingOptions } from '../../lib/options/logging.options.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM =
  'const { resolveOptions } = await import("./lib/telemetry.options.ts"); process.stdout.write(resolveOptions({}, {}).logging.output)';

function outputOf(logging: LoggingOptions): string {
  return resolveOptions({ logging }, {}).logging.output;
}

describe('where lines are written inside a test', () => {
  it.each<[string, LoggingOptions]>([
    ['nothing', {}],
    ['an option that is about other things', { events: { http: false } }],
    ['a receiver', { otlp: true }],
  ])('nowhere, given %s', (_what, logging) => {
    expect(outputOf(logging)).toBe('none');
  });

  it.each<[string, LoggingOptions, string]>([
    ['a level', { level: 'debug' }, 'stdout'],
    ['levels', { levels: { Orders: 'debug' } }, 'stdout'],
    ['a format', { format: 'json' }, 'stdout'],
    ['a stream', { destination: { write: () => true } }, 'stdout'],
    ['an output', { output: 'stdout' }, 'stdout'],
    ['a file', { file: { path: 'app.log' } }, 'both'],
  ])('where it is asked for, given %s', (_what, logging, output) => {
    expect(outputOf(logging)).toBe(output);
  });

  it('on stdout in a process that a test starts', () => {
    const args = ['--import', './test/typescript-loader.mjs', '--input-type=module', '--eval', PROGRAM];
    expect(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).toBe('stdout');
  });
});
