import { basename } from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import { sound } from './sound-attributes.js';

/** The process. Its arguments and its owner are left out: they may be secret. */
export function processAttributes(): Attributes {
  const { pid, execPath, argv, version } = process;
  return sound([
    ['process.pid', pid],
    ['process.executable.name', basename(execPath)],
    ['process.executable.path', execPath],
    ['process.command', argv[1]],
    ['process.runtime.name', 'nodejs'],
    ['process.runtime.version', version.slice(1)],
    ['process.runtime.description', 'Node.js'],
  ]);
}
