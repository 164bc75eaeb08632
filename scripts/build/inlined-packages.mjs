import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const NAMES = [
  'context-async-hooks',
  'core',
  'otlp-exporter-base',
  'otlp-transformer',
  'resources',
  'sdk-metrics',
  'sdk-trace',
  'semantic-conventions',
].map((name) => `@opentelemetry/${name}`);

/**
 * Imports of OpenTelemetry's SDK: the part of it that is used is put into the build. As packages it is 10 MB and 2,000
 * files, with versions that have to agree. The API is not among them: the application must have the same one.
 */
export const INLINED = new RegExp(`^(?:${NAMES.join('|')})(?:/|$)`);

/** Their licences ask to be passed on. */
export function writeLicences(path) {
  const { resolve } = createRequire(import.meta.url);
  const texts = NAMES.map((name) => {
    const directory = directoryOf(resolve(name), name);
    const { version, license, author } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    return {
      title: `${name} ${version}, ${license}, ${author}`,
      text: readFileSync(join(directory, 'LICENSE'), 'utf8'),
    };
  });
  const licences = Map.groupBy(texts, ({ text }) => text);
  const parts = [...licences].map(([text, packages]) => `${packages.map(({ title }) => title).join('\n')}\n\n${text}`);
  writeFileSync(path, `Code of these packages is part of nestjs-telemetry.\n\n${parts.join('\n\n')}`);
}

function directoryOf(file, name) {
  const inside = join('node_modules', name);
  return file.slice(0, file.lastIndexOf(inside) + inside.length);
}
