import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageJson } from '../../lib/options/package-json.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the application’s own name', () => {
  const directory = mkdtempSync(join(tmpdir(), 'telemetry-'));
  const inner = join(directory, 'app', 'src');
  mkdirSync(inner, { recursive: true });
  const given = (content: string, at: string): void => writeFileSync(join(at, 'package.json'), content);

  it.each<[string, string, string | undefined, object]>([
    [
      'the nearest package.json',
      '{"name":"outer","version":"1.0.0"}',
      '{"name":"inner"}',
      { name: 'inner', version: '0.0.0' },
    ],
    [
      'the next one if it has no name',
      '{"name":"outer","version":"2.0.0"}',
      '{"type":"module"}',
      { name: 'outer', version: '2.0.0' },
    ],
    ['the next one if it cannot be read', '{"name":"outer"}', '{broken', { name: 'outer' }],
    ['the next one if it is no object', '{"name":"outer"}', 'null', { name: 'outer' }],
    ['OpenTelemetry’s own if there is none', '{"version":"1"}', '{"name":5}', { name: 'unknown_service:node' }],
  ])('is that of %s', (_what, outer, nearest, expected) => {
    given(outer, directory);
    if (nearest !== undefined) given(nearest, inner);
    expect(packageJson(inner)).toMatchObject(expected);
  });

  it.each([
    ['apps/shop/src/main.ts', 'shop'],
    ['dist/apps/shop/main.js', 'shop'],
    ['dist/apps/shop', 'shop'],
    ['dist/apps/shop/src/apps/other/main.js', 'shop'],
    ['dist/main.js', 'outer'],
    ['dist/apps.js', 'outer'],
    ['dist/myapps/shop/main.js', 'outer'],
  ])('is that of the application in a monorepo: %s is %s', (program, name) => {
    given('{"name":"outer"}', directory);
    expect(packageJson(join(directory, program))).toMatchObject({ name });
  });

  it('is that of the program that runs, wherever it was started', () => {
    given('{"name":"outer"}', directory);
    given('{"name":"inner"}', inner);
    const program = join(inner, 'main.mjs');
    const lib = new URL('../../lib/options/package-json.ts', import.meta.url).href;
    writeFileSync(program, `import { packageJson } from '${lib}'; process.stdout.write(packageJson().name)`);
    const loader = fileURLToPath(new URL('../typescript-loader.mjs', import.meta.url));
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, ['--import', loader, ...args], { cwd: ROOT, encoding: 'utf8' });
    expect(run(program)).toBe('inner');
    expect(run('--input-type=module', '--eval', readFileSync(program, 'utf8'))).toBe('nestjs-telemetry');
    // A tool that is installed somewhere is not the application.
    const tool = join(directory, 'node_modules/tool');
    mkdirSync(tool, { recursive: true });
    given('{"name":"tool"}', tool);
    copyFileSync(program, join(tool, 'main.mjs'));
    expect(run(join(tool, 'main.mjs'))).toBe('nestjs-telemetry');
  });
});
