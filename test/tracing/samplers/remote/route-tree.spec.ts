import { RouteTree } from '../../../../lib/tracing/samplers/remote/route-tree.js';

describe('RouteTree', () => {
  const templates = [
    '/*',
    '/users/*rest',
    '/users/:id',
    '/users/me',
    '/users/:id/posts/:post',
    '/users/me/settings',
    '/:tenant/health',
    '/files/{*path}',
    '/a/',
  ];
  const tree = new RouteTree<string>();
  for (const template of templates) tree.add(template, template);

  it.each([
    ['/', '/*'],
    ['/users', '/users/*rest'],
    ['/users/', '/users/*rest'],
    ['/users/7', '/users/:id'],
    ['/users/7/?a=/b', '/users/:id'],
    ['/users/me', '/users/me'],
    ['/users/me/settings', '/users/me/settings'],
    ['/users/me/posts/3', '/users/:id/posts/:post'],
    ['/users/7/posts', '/users/*rest'],
    ['/users/health', '/users/:id'],
    ['/shop/health', '/:tenant/health'],
    ['/files', '/files/{*path}'],
    ['/files/a/b', '/files/{*path}'],
    ['/a', '/a/'],
    ['/a/b/c', '/*'],
    ['//health', '/*'],
  ])('%s is %s', (path, template) => {
    expect(tree.find(path)).toBe(template);
  });

  it('finds nothing where there is nothing', () => {
    const small = new RouteTree<string>();
    small.add('/users/:id', 'one');
    expect([small.find('/'), small.find('/users'), small.find('/users/7/8'), small.find('')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is not slow for a hostile path', () => {
    expect(tree.find('/users/me'.repeat(50_000))).toBe('/users/*rest');
  });
});
