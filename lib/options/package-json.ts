import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Name and version of the application: the nearest package.json with a name, at or above the working directory. */
export function packageJson(from = process.cwd()): { readonly name: string; readonly version: string } {
  for (let directory = from; ; directory = dirname(directory)) {
    const { name, version = '0.0.0' } = read(join(directory, 'package.json'));
    if (name !== undefined) return { name, version };
    if (directory === dirname(directory)) return { name: 'unknown_service:node', version: '0.0.0' };
  }
}

function read(file: string): { readonly name?: string | undefined; readonly version?: string | undefined } {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return { name: text(name), version: text(version) };
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
