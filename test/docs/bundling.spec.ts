import { readFileSync } from 'node:fs';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('docs/bundling.md names every package that need not be installed', () => {
  const { peerDependenciesMeta } = JSON.parse(read('package.json')) as { readonly peerDependenciesMeta: object };
  const [, list = ''] = /^## What need not be installed$[^]*?\n\n((?: {4}.+\n)+)/m.exec(read('docs/bundling.md')) ?? [];
  expect(list.trim().split(/\s+/).toSorted()).toEqual(Object.keys(peerDependenciesMeta).toSorted());
});
