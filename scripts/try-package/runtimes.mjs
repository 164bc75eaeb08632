import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installed, nest, tryMain } from './application.mjs';
import { compiledApplication } from './compiled-application.mjs';

/** Of Node's supported majors, the oldest version and the newest. */
const NODES = ['22.15', '24', '26'];
