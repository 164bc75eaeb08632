// The hooks of typescript-loader.mjs.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { NEST_IMPORT, nestFolder } from './suite/nest.mjs';
import { importsSources } from './suite/imports-sources.mjs';
import { compile } from './suite/typescript.mjs';

const SOURCES = new URL('../lib/index.ts', import.meta.url).href;
/** Jest's configuration names the bundle. A program that imports files of lib/ gets the package from its sources too. */
const { TELEMETRY_BUNDLE: bundle } = process.env;
const program = process.argv[1];
const bundled = bundle !== undefined && program !== undefined && !importsSources(program);
const PACKAGE = bundled ? pathToFileURL(bundle).href : SOURCES;

/** The version of Nest for this process, where it is not the one at the root. */
const { TELEMETRY_NEST: version } = process.env;
const NEST = version === undefined || version === '12' ? undefined : pathToFileURL(nestFolder(version)).href;
const nestImport = new RegExp(NEST_IMPORT);

export function resolve(specifier, context, next) {
  if (NEST !== undefined && nestImport.test(specifier) && !context.parentURL?.startsWith(NEST)) {
    return next(specifier, { ...context, parentURL: `${NEST}package.json` });
  }
  if (specifier === 'nestjs-telemetry') return { url: PACKAGE, shortCircuit: true };
  if (specifier.startsWith('nestjs-telemetry/')) {
    const entry = `./${specifier.slice('nestjs-telemetry/'.length)}${PACKAGE.slice(PACKAGE.lastIndexOf('.'))}`;
    return { url: new URL(entry, PACKAGE).href, shortCircuit: true };
  }
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
}

export function load(url, context, next) {
  if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
  const filename = fileURLToPath(url);
  return { format: 'module', source: compile(readFileSync(filename, 'utf8'), filename), shortCircuit: true };
}
