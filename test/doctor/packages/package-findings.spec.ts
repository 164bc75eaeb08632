import type { PackageCopies } from '../../../lib/doctor/packages/installed-copies.js';
import { packageFindings } from '../../../lib/doctor/packages/package-findings.js';

const API = '@opentelemetry/api';
const SUPPORTED = {
  node: '>=22.15.0',
  packages: { [API]: '>=1.10.0 <1.11.0', '@nestjs/core': '^11.1.4 || ^12.0.0', pg: '^8.11.0', rxjs: '^7.8.0' },
};

function installed(name: string, ...versions: readonly string[]): PackageCopies {
  return {
    name,
    copies: versions.map((version, at) => ({ version, directory: `node_modules/${at}/${name}`, isNested: at > 0 })),
  };
}

function findings(packages: readonly PackageCopies[], own: { api?: string; node?: string } = {}) {
  return packageFindings(packages, SUPPORTED, { api: own.api, node: own.node ?? '24.1.0' });
}

describe('what versions and copies mean', () => {
  it('is nothing where all are supported', () => {
    const packages = [installed(API, '1.10.0'), installed('@nestjs/core', '12.5.1'), installed('pg', '8.23.0')];
    expect(findings(packages)).toEqual([expect.objectContaining({ level: 'ok', about: 'packages' })]);
  });

  it.each([
    ['an old Node', [installed('pg', '8.23.0')], { node: '20.1.0' }, 'error', 'node', 'Node 20.1.0'],
    ['an old API', [installed(API, '1.9.0')], { api: '1.9.0' }, 'error', API, '1.9.0 is too old'],
    ['an old API of this package alone', [installed(API, '1.10.0', '1.9.0')], { api: '1.9.0' }, 'error', API, 'old'],
    ['an old Nest', [installed('@nestjs/core', '10.4.0')], {}, 'error', '@nestjs/core', '10.4.0'],
    ['an old driver', [installed('pg', '8.2.0')], {}, 'warning', 'pg', '8.2.0'],
    ['a newer API beside it', [installed(API, '1.10.0', '1.11.0')], { api: '1.10.0' }, 'warning', API, '2 versions'],
    ['an older API beside it', [installed(API, '1.10.0', '1.9.0')], { api: '1.10.0' }, 'note', API, '2 versions'],
    ['Nest twice', [installed('@nestjs/core', '12.1.0', '12.1.0')], {}, 'warning', '@nestjs/core', '2 times'],
    ['itself twice', [installed('nestjs-telemetry', '1.0.0', '1.1.0')], {}, 'warning', 'nestjs-telemetry', '2 times'],
  ] as const)('is said of %s', (_what, packages, own, level, about, what) => {
    const found = findings(packages, own);
    expect(found).toEqual([expect.objectContaining({ level, about, what: expect.stringContaining(what) })]);
    expect(found.filter((finding) => finding.level !== 'note' && finding.fix === undefined)).toEqual([]);
  });

  it('is unknown in a bundle', () => {
    expect(findings([])).toEqual([expect.objectContaining({ level: 'note', about: 'packages' })]);
    expect(findings([], { node: '20.1.0' }).map(({ level }) => level)).toEqual(['error', 'note']);
  });

  it('looks at each copy of a driver, and at no further copy of Nest', () => {
    expect(findings([installed('pg', '8.1.0', '7.0.0', '8.23.0')]).map(({ level, what }) => [level, what])).toEqual([
      ['warning', 'pg 8.1.0 is not supported (node_modules/0/pg).'],
      // Perhaps only a tool loads it.
      ['note', 'pg 7.0.0 is not supported (node_modules/1/pg).'],
    ]);
    expect(findings([installed('rxjs', '7.8.0', '5.0.0')]).map(({ level }) => level)).toEqual(['ok']);
  });

  it('says where each copy is', () => {
    const [finding] = findings([installed('nestjs-telemetry', '1.0.0', '1.1.0')]);
    expect(finding?.what).toContain('1.0.0 in node_modules/0/nestjs-telemetry, 1.1.0 in node_modules/1/');
  });
});
