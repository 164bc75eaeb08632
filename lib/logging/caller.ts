import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CallSiteObject, getCallSites } from 'node:util';
import { RecentValues } from '../life-cycle/recent-values.js';

export interface Caller {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/**
 * The number of frames to capture: this package's functions, and the caller above them. Each frame costs a microsecond.
 */
const NEAR = 6;
/** Nest's logger and pino's logger add more frames. */
const FAR = 24;

const LOGGERS = /[\\/]node_modules[\\/](?:pino|nestjs-pino|@nestjs[\\/]common)[\\/]/;

/** The files of this package's loggers: as compiled, and as in their source maps. */
let own: readonly string[] | undefined;

/** The caller of the logger, with its original source position if there is a source map. */
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

/** By script that has called a logger. Evaluated code is a new script each time. */
const paths = new RecentValues<string>();

function pathOf(scriptName: string): string {
  return paths.of(scriptName, () => (scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName));
}
