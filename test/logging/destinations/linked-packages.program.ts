// Loads files of a linked package before and after outputs are opened, and writes which files they were into a file.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { LoggingOptions } from 'nestjs-telemetry';
import { createDestination } from '../../../lib/logging/destinations/create-destination.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';

const [directory = '', logging = '{}'] = process.argv.slice(2);
const require = createRequire(`${directory}/`);
const before = require('linked/before.cjs') as string;
const output = await createDestination(resolveOptions({ logging: JSON.parse(logging) as LoggingOptions }, {}));
output.write('a line\n');
output.flush?.();
const after = require('linked/after.cjs') as string;
writeFileSync(`${directory}/loaded.json`, JSON.stringify([before, after]));
process.exit();
