import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { VERSION } from '../../../lib/observation/version.js';
import { copyAs } from './other-copy.js';

interface Seen {
  readonly received: Readonly<Record<string, readonly string[]>>;
  readonly spans: { readonly first: readonly string[]; readonly second: readonly string[] };
  readonly reports: readonly string[];
}

async function run(entry: string): Promise<Seen> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './test/typescript-loader.mjs', 'test/integration/copies/two-copies.process.ts', entry],
    { timeout: 60_000 },
  );
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{"received"'))) as Seen;
}

describe.each([
  ['another version', '7.3.1'],
  ['the same version', VERSION],
])('two copies of the package in one process, the second of %s', (_which, version) => {
  const copy = copyAs(version);
  let seen: Seen;
  beforeAll(async () => void (seen = await run(copy.entry)), 60_000);
  afterAll(() => copy.remove());

  it('leave each request to the copy in whose unit of work it is made', () => {
    expect(seen.received).toMatchObject({
      '/first/fetch': ['b3'],
      '/first/node-http': ['b3'],
      '/second/fetch': ['traceparent'],
      '/second/node-http': ['traceparent'],
    });
  });

  it('leave a request made in a unit of work within another one to the inner one', () => {
    expect(seen.received['nested']).toEqual(['traceparent']);
  });

  it('leave alone what may belong to either', () => {
    expect(seen.received['/outside']).toEqual([]);
  });

  it('record each call once, in the application that made it', () => {
    const work = ['GET', 'GET', 'SELECT', 'step'];
    expect(seen.spans.first.toSorted()).toEqual(['GET /first', 'library in first', ...work].toSorted());
    const ofSecond = ['GET /second', 'library in second', ...work];
    expect(seen.spans.second.toSorted()).toEqual([...ofSecond, ...ofSecond].toSorted());
  });

  it('are reported once, with both versions and what to do, where they cannot share state', () => {
    const what = `${VERSION} and ${version} of nestjs-telemetry`;
    const report = expect.stringMatching(new RegExp(`${what.replaceAll('.', '\\.')}.*npm ls nestjs-telemetry`, 's'));
    expect(seen.reports).toEqual(version === VERSION ? [] : [report]);
  });
});
