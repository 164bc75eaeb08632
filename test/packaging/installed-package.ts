import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONSUMERS = [
  'examined',
  'builds.mjs',
  'commonjs.cjs',
  'consumer.mjs',
  'consumer.ts',
  'nested-driver.mjs',
  'required.cjs',
  'users-test.cjs',
  'users-test.mjs',
];
/** What applications have besides. */
const OF_APPLICATIONS = ['@nestjs/platform-express', '@nestjs/platform-fastify', '@nestjs/testing'];
/** Nest's packages, where it is another version that the tests run on. */
const NEST = join(ROOT, 'test/nest', process.env['TELEMETRY_NEST'] ?? '12', 'node_modules');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** This package as npm installs it where nobody asks for its optional peers, and applications beside it. */
export class InstalledPackage {
  private constructor(readonly directory: string) {}

  static async create(): Promise<InstalledPackage> {
    const directory = await mkdtemp(join(tmpdir(), 'nestjs-telemetry-consumer-'));
    const modules = join(directory, 'node_modules');
    const own = join(modules, 'nestjs-telemetry');
    await mkdir(own, { recursive: true });
    await run(process.execPath, [join(ROOT, 'scripts/build.mjs'), join(own, 'dist')]);
    await cp(join(ROOT, 'package.json'), join(own, 'package.json'));
    const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Manifest;
    for (const name of [...installedWith(manifest), ...OF_APPLICATIONS]) {
      await mkdir(dirname(join(modules, name)), { recursive: true });
      const ofNest = join(NEST, name);
      await symlink(
        existsSync(ofNest) && name.startsWith('@nestjs/') ? ofNest : join(ROOT, 'node_modules', name),
        join(modules, name),
      );
    }
    await writeFile(join(directory, 'package.json'), JSON.stringify({ name: 'consumer', version: '1.2.3' }));
    for (const file of CONSUMERS)
      await cp(join(ROOT, 'test/packaging', file), join(directory, file), { recursive: true });
    return new InstalledPackage(directory);
  }

  /** Runs a program beside the package; rejects with what it said when it fails. */
  async run(...programAndArguments: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    return run(process.execPath, [...programAndArguments], { cwd: this.directory, timeout: 30_000 });
  }

  /** Runs the command of the package, as `npx` does, with these variables and no others of OpenTelemetry. */
  async command(
    given: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const file = join(this.directory, 'node_modules/nestjs-telemetry', bin['nestjs-telemetry'] ?? '');
    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
    const running = run(process.execPath, [file, ...given], {
      cwd: this.directory,
      timeout: 60_000,
      env: { ...own, ...env },
    });
    return running.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (failure: { code: number; stdout: string; stderr: string }) => failure,
    );
  }

  /** Puts a package where another one was. */
  async replace(name: string, by: string): Promise<void> {
    const at = join(this.directory, 'node_modules', name);
    await rm(at);
    await symlink(join(ROOT, 'node_modules', by), at);
  }

  /** Puts an application into a folder below, with packages of its own beside it. Returns its path. */
  async nested(file: string, ...packages: readonly string[]): Promise<string> {
    const directory = join(this.directory, 'application');
    const modules = join(directory, 'node_modules');
    await mkdir(modules, { recursive: true });
    for (const name of packages) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    const dependencies = Object.fromEntries(packages.map((name) => [name, '*']));
    await writeFile(join(directory, 'package.json'), JSON.stringify({ name: 'application', dependencies }));
    await cp(join(this.directory, file), join(directory, file));
    return join(directory, file);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true });
  }
}

function installedWith({ dependencies, peerDependencies, peerDependenciesMeta }: Manifest): readonly string[] {
  const required = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys(dependencies), ...required];
}
