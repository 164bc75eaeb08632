import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installedCopies } from '../../../lib/doctor/packages/installed-copies.js';

describe('installed copies', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'copies-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  function install(directory: string, version: string): void {
    mkdirSync(join(root, directory), { recursive: true });
    writeFileSync(join(root, directory, 'package.json'), JSON.stringify({ version }));
  }

  function copies(from = root) {
    return installedCopies(from, (name) => name === 'pg' || name.startsWith('@opentelemetry/'));
  }

  it('are found inside of packages too, those of the application first', async () => {
    install('node_modules/pg', '8.11.0');
    install('node_modules/@opentelemetry/api', '1.10.0');
    install('node_modules/@a/b', '1.0.0');
    install('node_modules/@a/b/node_modules/pg', '7.0.0');
    install('node_modules/@a/b/node_modules/c/node_modules/@opentelemetry/api', '1.9.0');
    expect(await copies()).toEqual([
      {
        name: '@opentelemetry/api',
        copies: [
          { version: '1.10.0', directory: 'node_modules/@opentelemetry/api', isNested: false },
          {
            version: '1.9.0',
            directory: 'node_modules/@a/b/node_modules/c/node_modules/@opentelemetry/api',
            isNested: true,
          },
        ],
      },
      {
        name: 'pg',
        copies: [
          { version: '8.11.0', directory: 'node_modules/pg', isNested: false },
          { version: '7.0.0', directory: 'node_modules/@a/b/node_modules/pg', isNested: true },
        ],
      },
    ]);
  });

  it('are found in the store of pnpm, each once', async () => {
    install('node_modules/.pnpm/pg@8.11.0/node_modules/pg', '8.11.0');
    install('node_modules/.pnpm/pg@7.0.0/node_modules/pg', '7.0.0');
    symlinkSync(join(root, 'node_modules/.pnpm/pg@8.11.0/node_modules/pg'), join(root, 'node_modules/pg'));
    const [pg] = await copies();
    expect(pg?.copies.map(({ version }) => version)).toEqual(['8.11.0', '7.0.0']);
  });

  it('are found above the application, as in a workspace', async () => {
    install('node_modules/pg', '8.11.0');
    install('apps/shop/node_modules/other', '1.0.0');
    const [pg] = await copies(join(root, 'apps/shop'));
    expect(pg?.copies).toEqual([{ version: '8.11.0', directory: '../../node_modules/pg', isNested: false }]);
  });

  it('are not those of broken packages, and links in circles end', async () => {
    mkdirSync(join(root, 'node_modules/pg'), { recursive: true });
    writeFileSync(join(root, 'node_modules/pg/package.json'), '{');
    install('node_modules/a', '1.0.0');
    const circle = join(root, 'node_modules/a/node_modules/a');
    mkdirSync(dirname(circle));
    symlinkSync(join(root, 'node_modules/a'), circle);
    expect(await copies()).toEqual([]);
  });
});
