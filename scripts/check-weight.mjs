// What `npm install nestjs-telemetry` adds to a bare application of Nest. Fails beyond the limits below.
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareAndOurs } from './packed/bare-application.mjs';
import { pack } from './packed/pack.mjs';

const MAX_PACKAGES = 35;
const MAX_MEGABYTES = 22;

const { bare, ours } = await bareAndOurs(await pack(), ['express']);
const before = installed(bare);
const after = installed(ours);
const added = [...after]
  .filter(([path]) => !before.has(path))
  .map(([path, { name, hasInstallScript }]) => ({
    name: name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    hasInstallScript: hasInstallScript === true,
    size: sizeOf(join(ours, path)),
  }));
if (added.length === 0) throw new Error('Nothing was added: the check looks at the wrong place.');

added.sort((one, other) => other.size.bytes - one.size.bytes);
for (const { name, size } of added)
  console.log(`${megabytes(size.bytes).padStart(8)}  ${String(size.files).padStart(4)} files  ${name}`);
const bytes = added.reduce((sum, one) => sum + one.size.bytes, 0);
const onDisk = added.reduce((sum, one) => sum + one.size.onDisk, 0);
const scripts = added.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
console.log(
  `${added.length} packages, ${megabytes(bytes)} (${megabytes(onDisk)} on this disk), install scripts: ${scripts.join(', ') || 'none'}`,
);

const names = [...after.keys()].map((path) => path.slice(path.lastIndexOf('node_modules/')));
const twice = names.filter((name, at) => name.includes('@opentelemetry/') && names.indexOf(name) !== at);
const complaints = [
  added.length > MAX_PACKAGES && `more than ${MAX_PACKAGES} packages`,
  Math.max(bytes, onDisk) > MAX_MEGABYTES * 1e6 && `more than ${MAX_MEGABYTES} MB`,
  scripts.length > 0 && 'install scripts',
  twice.length > 0 && `two versions of ${twice.join(', ')}`,
].filter(Boolean);
if (complaints.length > 0) {
  console.error(`Too heavy: ${complaints.join('; ')}.`);
  process.exitCode = 1;
}

function installed(directory) {
  const { packages } = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
}

/** Of a package without those inside of it. */
function sizeOf(directory) {
  const files = globSync('**/*', { cwd: directory, exclude: (name) => String(name).includes('node_modules') })
    .map((path) => lstatSync(join(directory, path)))
    .filter((file) => file.isFile());
  return {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    onDisk: files.reduce((sum, { blocks, size }) => sum + (blocks > 0 ? blocks * 512 : size), 0),
  };
}

function megabytes(count) {
  return `${(count / 1e6).toFixed(1)} MB`;
}
