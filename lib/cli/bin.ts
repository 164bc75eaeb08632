#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { doctorCommand } from './doctor.command.js';
import { readArguments, USAGE } from './arguments.js';

process.exitCode = await run(process.argv.slice(2));

async function run(given: readonly string[]): Promise<number> {
  const options = readArguments(given);
  if (options === undefined || options === 'help') {
    (options === undefined ? process.stderr : process.stdout).write(USAGE);
    return options === undefined ? 2 : 0;
  }
  const path = options.path === undefined ? undefined : resolve(options.path);
  if (path !== undefined && !existsSync(path))
    return refuse(`There is no file ${options.path}. Build the application first.`);
  if (path !== undefined && /\.[cm]?tsx?$/.test(path)) {
    return refuse(`${options.path} is TypeScript. Give the compiled file, such as dist/main.js.`);
  }
  return doctorCommand(path, options.json);
}

function refuse(what: string): number {
  process.stderr.write(`${what}\n\n${USAGE}`);
  return 2;
}
