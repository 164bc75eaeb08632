import { jest } from '@jest/globals';
import { win32 } from 'node:path';
import * as url from 'node:url';

const FILES: Readonly<Record<string, string>> = {
  'C:\\work\\package.json': '{"name":"root","version":"1.0.0"}',
  'D:\\srv\\shop\\package.json': '{"name":"shop","dependencies":{"pg":"*"}}',
};

// What these modules are on Windows.
jest.unstable_mockModule('node:path', () => ({ ...win32, default: win32 }));
jest.unstable_mockModule('node:url', () => ({
  ...url,
  fileURLToPath: (from: string | URL) => url.fileURLToPath(from, { windows: true }),
  pathToFileURL: (path: string) => url.pathToFileURL(path, { windows: true }),
}));
jest.unstable_mockModule('node:fs', () => ({
  readFileSync: (path: string) => {
    const content = FILES[path];
    if (content === undefined) throw new Error(`There is no ${path}`);
    return content;
  },
  realpathSync: (path: string) => path,
}));

const { applicationPlace } = await import('../../lib/packages/application-place.js');
const { packageJson, declaredPackages } = await import('../../lib/options/package-json.js');
const { copyOfFile } = await import('../../lib/instrumentation/drivers/copies/loaded-packages.js');
const { directoryFrom } = await import('../../lib/instrumentation/internals/package-copy.js');
const { framesOf } = await import('../../lib/conventions/errors/error-stack.js');

describe('with paths of Windows', () => {
  it('an installed program is told from the application', () => {
    expect(applicationPlace('C:\\work\\dist\\main.js')).toBe('C:\\work\\dist\\main.js');
    expect(applicationPlace('C:\\work\\node_modules\\jest\\bin\\jest.js')).toBe(process.cwd());
  });

  it.each([
    ['D:\\srv\\shop\\dist\\main.js', 'shop'],
    ['C:\\work\\dist\\main.js', 'root'],
    ['C:\\work\\dist\\apps\\billing\\main.js', 'billing'],
    ['E:\\elsewhere\\main.js', 'unknown_service:node'],
  ])('the name of the service is found: %s', (program, name) => {
    expect(packageJson(program).name).toBe(name);
  });

  it('the packages of the application are found', () => {
    expect([...declaredPackages('D:\\srv\\shop\\dist\\main.js')]).toEqual(['pg']);
  });

  it.each([
    ['C:\\app\\node_modules\\pg\\lib\\client.js', 'pg', 'C:\\app\\node_modules\\pg'],
    ['C:\\app\\node_modules\\@redis\\client\\dist\\index.js', '@redis/client', 'C:\\app\\node_modules\\@redis\\client'],
    ['C:\\app\\node_modules\\pg\\node_modules\\x\\index.js', 'pg', undefined],
    ['C:\\app\\lib\\pg\\index.js', 'pg', undefined],
  ])('the copy of a package is found by one of its files: %s', (path, name, directory) => {
    expect(copyOfFile(path, name)).toBe(directory);
  });

  it('the search for a package ends at the root of the drive', () => {
    expect(directoryFrom('C:\\work\\dist', 'pg')).toBeUndefined();
  });

  it('frames of packages come after those of the application', () => {
    const [application, library] = [
      '    at f (C:\\app\\main.js:1:1)',
      '    at g (C:\\app\\node_modules\\pg\\index.js:1:1)',
    ];
    expect(framesOf(`Error: x\n${library}\n${application}`, 'x', false)).toEqual([application, library]);
  });
});
