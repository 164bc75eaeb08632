// Installs this repository's packages where nobody has: a script of package.json is then the first thing that one runs.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('node_modules')) {
  // npm names itself to its scripts. On Windows it is no program that could be started by its name.
  execFileSync(process.execPath, [process.env.npm_execpath, 'ci'], { stdio: 'inherit' });
}
