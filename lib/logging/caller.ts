import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CallSiteObject, getCallSites } from 'node:util';
import { RecentValues } from '../life-cycle/recent-values.js';

export interface Caller {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** This package's own functions, and the caller above them. Each frame costs a microsecond. */
const NEAR = 6;
/** Through Nest's logger or pino's the way is longer. */
const FAR = 24;

const LOGGERS = /[\\/]node_modules[\\/](?:pino|nestjs-pino|@nestjs[\\/]common)[\\/]/;

/** Where this package's loggers are: as they run, and as their source maps say. */
let own: readonly string[] | undefined;

/** Who called the logger, in the source as it was written where there is a source map. */
export function callerOfLogger(): Caller | undefined {
  const frame = firstOutside(NEAR) ?? firstOutside(FAR);
  return frame && { file: pathOf(frame.scriptName), line: frame.lineNumber, function: frame.functionName };
}

function firstOutside(frames: number): CallSiteObject | undefined {
  const sites = getCallSites(frames, { sourceMap: true });
  own ??= [import.meta.url, sites[0]?.scriptName ?? ''].map((script) => dirname(pathOf(script)) + sep);
  return sites.find(({ scriptName }) => !isLogger(pathOf(scriptName)));
}

function isLogger(path: string): boolean {
  return (
    path === '' ||
    path.startsWith('node:') ||
    LOGGERS.test(path) ||
    own?.some((place) => path.startsWith(place)) === true
  );
}

/** By script that has logged or called a logger: evaluated code is a new script each time. */
const paths = new RecentValues<string>();

function pathOf(scriptName: string): string {
  return paths.of(scriptName, () => (scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName));
}
