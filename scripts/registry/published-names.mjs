import { readFileSync } from 'node:fs';
import * as published from '@opentelemetry/semantic-conventions/incubating';

const DEPRECATED = /\/\*\*((?:(?!\*\/)[^])*@deprecated (.*)(?:(?!\*\/)[^])*)\*\/\s*declare const (\w+):/g;

/** The names of one sort that the package exports, with what the comments of its declarations say of deprecated ones. */
export function publishedNames(folder, sort, prefix) {
  const deprecated = deprecations(folder, sort);
  const found = new Map();
  for (const [constant, value] of Object.entries(published)) {
    if (!constant.startsWith(`${prefix}_`)) continue;
    const name = typeof value === 'function' ? value('<key>') : value;
    const why = deprecated.get(constant);
    found.set(name, { deprecated: why, replacedBy: /^Replaced by `([^`]+)`/.exec(why ?? '')?.[1] });
  }
  if (found.size === 0 || deprecated.size === 0) throw new Error(`No ${sort} in ${folder}`);
  return found;
}

function deprecations(folder, sort) {
  const text = readFileSync(`${folder}/experimental_${sort}.d.mts`, 'utf8');
  const stable = readFileSync(`${folder}/stable_${sort}.d.mts`, 'utf8');
  return new Map([...(stable + text).matchAll(DEPRECATED)].map(([, , why, constant]) => [constant, why]));
}
