import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ADAPTERS } from '../observed-application.js';

const run = promisify(execFile);

describe.each(ADAPTERS)('the console exporter on %s', (adapter) => {
  it('draws one tree of a trace that enters the process several times, with paths and hosts', async () => {
    const program = fileURLToPath(new URL('./console-tree.process.ts', import.meta.url));
    const loader = new URL('../../typescript-loader.mjs', import.meta.url).href;
    const { stdout } = await run(process.execPath, ['--import', loader, program, adapter]);
    const drawn = stdout
      .replaceAll(/\d+\.\d+ ms/g, 'N ms')
      .replaceAll(/trace [0-9a-f]{32}/g, 'trace TRACE')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');
    const lines = drawn.trimEnd().split('\n');

    const isLogged = (line: string) => /INFO|ERROR/.test(line);
    expect(lines.filter(isLogged).map((line) => line.replace(/^\S+ (.*) trace=\w+$/, '$1'))).toEqual([
      'INFO    GET /users 200 N ms 5 B',
      expect.stringMatching(/^INFO {4}GET \/secret\/\* 404 N ms \d+ B$/),
      'ERROR   GET HOST/secret/* 404 N ms',
      'INFO    GET /go 200 N ms 4 B',
    ]);
    expect(lines.filter((line) => !isLogged(line))).toEqual([
      // The client of a 404 has failed.
      '✗ trace TRACE',
      '└─ outside  N ms',
      '   └─ GET HOST/go  200  N ms',
      '      └─ GET /go  200  N ms',
      '         ├─ GET HOST/users  200  N ms',
      '         │  └─ GET /users  200  N ms',
      '         ├─ GET HOST/secret/*  404 error  N ms',
      '         │  └─ GET /secret/*  404  N ms',
      '         └─ send mail  N ms',
    ]);
  });
});
