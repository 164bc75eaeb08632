import type { Finding } from '../findings/finding.js';
import type { PackageCopies, PackageCopy } from './installed-copies.js';
import type { Supported } from './own-manifest.js';
import { compareVersions, isInRange } from './version-range.js';

const API = '@opentelemetry/api';
/** Peers whose calls are not observed. */
const NO_DRIVERS = /^(?:@nestjs\/.+|rxjs|reflect-metadata|nestjs-pino|@opentelemetry\/.+)$/;
/** Two copies of these do not know each other. */
const SINGLE: ReadonlySet<string> = new Set(['nestjs-telemetry', '@nestjs/core', '@nestjs/common']);

/** What the versions and copies of installed packages mean for telemetry. */
export function packageFindings(
  packages: readonly PackageCopies[],
  supported: Supported,
  /** The version of OpenTelemetry's API that this package gets, and that of Node. */
  own: { readonly api: string | undefined; readonly node: string },
): readonly Finding[] {
  if (packages.length === 0) return [...nodeFindings(own.node, supported.node), UNSEEN];
  const findings = [
    ...nodeFindings(own.node, supported.node),
    ...packages.flatMap((each) => ofPackage(each, supported, own.api)),
  ];
  return findings.some(({ level }) => level !== 'ok') ? findings : [...findings, FINE];
}

const UNSEEN: Finding = {
  level: 'note',
  about: 'packages',
  what: 'No installed packages were found, so versions and copies are unknown.',
  why: 'The application is a bundle, or the package manager has no node_modules, or this is another directory.',
};

const FINE: Finding = {
  level: 'ok',
  about: 'packages',
  what: 'Node, Nest, OpenTelemetry and all observed libraries have supported versions.',
};

function nodeFindings(version: string, range: string | undefined): Finding[] {
  if (range === undefined || isInRange(version, range) !== false) return [];
  const what = `Node ${version} is not supported.`;
  return [{ level: 'error', about: 'node', what, why: `nestjs-telemetry needs ${range}.`, fix: 'Use a newer Node.' }];
}

function ofPackage(each: PackageCopies, { packages }: Supported, api: string | undefined): Finding[] {
  if (each.name === API) return apiFindings(each, api, packages[API]);
  const range = packages[each.name];
  return [...copyFindings(each), ...(range === undefined ? [] : rangeFindings(each, range))];
}

/** Every copy of a driver is observed. Of what is no driver, only the application's copy matters. */
function rangeFindings({ name, copies }: PackageCopies, range: string): Finding[] {
  const isDriver = !NO_DRIVERS.test(name);
  const wrong = copies.filter(({ version }, at) => (at === 0 || isDriver) && isInRange(version, range) === false);
  return wrong.map((copy) => ofVersion(name, copy, range));
}

function ofVersion(name: string, { version, directory, isNested }: PackageCopy, range: string): Finding {
  const what = `${name} ${version} is not supported (${directory}).`;
  const why = `Supported is ${range}. Members that telemetry touches may be missing.`;
  // Tools such as a linter bring copies that the application never loads.
  if (isNested) {
    const fix = `Nothing, unless the application uses this copy: \`npm ls ${name}\` shows which package brings it.`;
    return { level: 'note', about: name, what, why, fix };
  }
  const level = name.startsWith('@nestjs/') ? 'error' : 'warning';
  return { level, about: name, what, why, fix: `npm install "${name}@${range}"` };
}

function copyFindings({ name, copies }: PackageCopies): Finding[] {
  if (copies.length < 2 || !SINGLE.has(name)) return [];
  return [
    {
      level: 'warning',
      about: name,
      what: `${name} is installed ${copies.length} times: ${listed(copies)}.`,
      why: 'Copies do not share classes: an application may use one, and its libraries another.',
      fix: `Install one version; \`npm ls ${name}\` shows which packages bring which.`,
    },
  ];
}

function apiFindings({ copies }: PackageCopies, own = copies[0]?.version, range = '>=1.10.0'): Finding[] {
  const [lowest = range] = range.split(' ');
  if (own !== undefined && isInRange(own, lowest) === false) return [tooOld(own)];
  const versions = new Set(copies.map(({ version }) => version));
  const newest = [...versions].toSorted(compareVersions).at(-1);
  if (versions.size < 2) return [];
  const what = `${API} is installed in ${versions.size} versions: ${listed(copies)}.`;
  if (own === newest) {
    const why = 'They share one registry, and an older copy accepts the provider of a newer one.';
    return [{ level: 'note', about: API, what, why }];
  }
  return [
    {
      level: 'warning',
      about: API,
      what,
      why: `Telemetry has ${own}, and a newer copy refuses the provider of an older one: spans of libraries that use it are lost.`,
      fix: `Install one version: npm install ${API}@${newest}, then \`npm dedupe\`.`,
    },
  ];
}

function tooOld(version: string): Finding {
  return {
    level: 'error',
    about: API,
    what: `${API} ${version} is too old.`,
    why: 'nestjs-telemetry brings a newer one, and overrides, resolutions or another package replace it.',
    fix: `Raise ${API} to 1.10 in overrides or resolutions; \`npm ls ${API}\` shows who asks for which version.`,
  };
}

function listed(copies: PackageCopies['copies']): string {
  return copies.map(({ version, directory }) => `${version} in ${directory}`).join(', ');
}
