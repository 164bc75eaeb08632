import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { InstalledPackage } from '../../packaging/installed-package.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = 'tree-program.mjs';

/** A call of a driver: which copy, and whether it is loaded before the application starts. */
export interface TreeCall {
  readonly driver: string;
  /** The directory from which the driver is required; the application's, by default. */
  readonly from?: string;
  readonly when?: 'before' | 'after';
}

/** What became of it, and what telemetry said meanwhile. */
export interface TreeResult {
  readonly calls: readonly { readonly answer: unknown; readonly spans: readonly string[] }[];
  readonly reports: readonly string[];
  readonly active: Readonly<Record<string, number>>;
  /** Methods of drivers that are the same after the application has closed: they were not patched, or not undone. */
  readonly left: readonly string[];
}

/** An installed application whose drivers are copies that a test may change. */
export class DriverTree {
  private constructor(private readonly installed: InstalledPackage) {}

  static async create(): Promise<DriverTree> {
    const tree = new DriverTree(await InstalledPackage.create());
    await cp(join(ROOT, 'test/integration/drivers', PROGRAM), join(tree.directory, PROGRAM));
    return tree;
  }

  /** Where the application is; everything else is named relative to it. */
  get directory(): string {
    return this.installed.directory;
  }

  /** Puts a copy of a package, and links to what it depends on, where code in `owner` finds it. Returns its directory. */
  async install(name: string, owner = ''): Promise<string> {
    const modules = join(this.directory, owner, 'node_modules');
    const source = await realpath(join(ROOT, 'node_modules', name));
    const target = join(modules, name);
    await rm(target, { recursive: true, force: true });
    await cp(source, target, { recursive: true, dereference: true });
    const { dependencies = {} } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
      dependencies?: Readonly<Record<string, string>>;
    };
    for (const dependency of Object.keys(dependencies)) await this.link(dependency, modules);
    return target;
  }

  /** Changes fields of a package.json. */
  async manifest(fields: object, directory = this.directory): Promise<void> {
    const file = join(directory, 'package.json');
    const found = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as object;
    await mkdir(directory, { recursive: true });
    await writeFile(file, JSON.stringify({ ...found, ...fields }));
  }

  /** Adds code to a file of a package of the application. */
  append(file: string, code: string): Promise<void> {
    return appendFile(join(this.directory, 'node_modules', file), `\n${code}\n`);
  }

  /**
   * Makes a method one that callers find and nothing can replace, as a class does that makes it in its constructor.
   * `owner` is an expression in the file.
   */
  hide(file: string, owner: string, method: string): Promise<void> {
    return this.append(file, hiding(owner, method));
  }

  /** The same for what comes with Node. */
  hideOfNode(module: string, owner: string, method: string): Promise<void> {
    const code = `import { ${owner} } from '${module}';\n${hiding(`${owner}.prototype`, method)}`;
    return writeFile(join(this.directory, 'prelude.mjs'), code);
  }

  /** Starts the application, makes the calls one after the other, and closes it. */
  async ask(calls: readonly TreeCall[], options: object = {}): Promise<TreeResult> {
    const { stdout } = await run(process.execPath, [PROGRAM, JSON.stringify({ calls, options })], {
      cwd: this.directory,
      timeout: 60_000,
    });
    return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as TreeResult;
  }

  /** Takes away what a test has installed. */
  async reset(...names: readonly string[]): Promise<void> {
    for (const name of names) await rm(join(this.directory, 'node_modules', name), { recursive: true, force: true });
    await rm(join(this.directory, 'prelude.mjs'), { force: true });
    await this.manifest({ dependencies: {} });
  }

  remove(): Promise<void> {
    return this.installed.remove();
  }

  private async link(name: string, modules: string): Promise<void> {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(await realpath(join(ROOT, 'node_modules', name)), join(modules, name)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

function hiding(owner: string, method: string): string {
  return `{
    let owner = ${owner};
    while (!Object.hasOwn(owner, '${method}')) owner = Object.getPrototypeOf(owner);
    const method = owner.${method};
    Object.defineProperty(owner, '${method}', { get: () => method, configurable: true });
  }`;
}
