import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { VERSION } from '../../../lib/observation/version.js';

/** A second copy of the package in a directory of its own, with another version; the peers are the same. */
export function copyAs(version: string): { readonly entry: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'nestjs-telemetry-'));
  cpSync('lib', join(directory, 'lib'), { recursive: true });
  cpSync('package.json', join(directory, 'package.json'));
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  const file = join(directory, 'lib/observation/version.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`'${VERSION}'`, `'${version}'`));
  return {
    entry: join(directory, 'lib/index.ts'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
