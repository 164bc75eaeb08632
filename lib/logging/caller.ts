import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CallSiteObject, getCallSites } from 'node:util';

export interface Caller {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** Deep enough for this package's, pino's and Nest's own functions above the caller. */
const MAX_FRAMES = 20;

const OWN = dirname(fileURLToPath(import.meta.url)) + sep;
const LOGGERS = /[\\/]node_modules[\\/](?:pino|nestjs-pino|@nestjs[\\/]common)[\\/]/;

/** Who called the logger, in the source as it was written where there is a source map. */
export function callerOfLogger(): Caller | undefined {
  const at = getCallSites(MAX_FRAMES).findIndex((frame) => !isLogger(frame));
  if (at < 0) return undefined;
  const frame = getCallSites(at + 1, { sourceMap: true })[at];
  return frame && { file: pathOf(frame.scriptName), line: frame.lineNumber, function: frame.functionName };
}

function isLogger({ scriptName }: CallSiteObject): boolean {
  const path = pathOf(scriptName);
  return path === '' || path.startsWith('node:') || path.startsWith(OWN) || LOGGERS.test(path);
}

function pathOf(scriptName: string): string {
  return scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName;
}
