import { RoutePattern } from '../../../lib/tracing/samplers/route-pattern.js';

describe('RoutePattern', () => {
  it.each([
    [
      '/health',
      ['/health', '/health/', '/health?full=1', '/health/?full=1'],
      ['/healthz', '/health/x', '/', '/a/health'],
    ],
    ['/health/', ['/health', '/health/'], ['/healthz']],
    ['/', ['/', '/?a=/b', ''], ['/health']],
    ['/users/:id', ['/users/7', '/users/7/', '/users/a%2Fb?x=/y'], ['/users', '/users/', '/users/7/posts', '/user/7']],
    ['/users/:id/posts', ['/users/7/posts', '/users/7/posts/'], ['/users//posts', '/users/7/post', '/users/7/posts/1']],
    ['/internal/*', ['/internal', '/internal/', '/internal/a', '/internal/a/b?c'], ['/internally', '/x/internal/a']],
    ['/internal/*rest', ['/internal', '/internal/a/b'], ['/internally']],
    ['/internal/{*rest}', ['/internal', '/internal/a/b'], ['/internally']],
    ['/*', ['/', '/a', '/a/b'], []],
    ['/*/admin', ['/shop/admin'], ['/admin', '/shop/x/admin']],
    ['/:tenant/*', ['/shop', '/shop/a/b'], ['/']],
    ['/health*', ['/health', '/healthz', '/health/live', '/health-check'], ['/heal', '/a/health']],
    ['/a.b/(c)', ['/a.b/(c)'], ['/axb/(c)', '/a.b/c']],
  ])('%s', (template, fitting, others) => {
    const pattern = new RoutePattern(template);
    expect(fitting.filter((path) => !pattern.matches(path))).toEqual([]);
    expect(others.filter((path) => pattern.matches(path))).toEqual([]);
  });

  it('takes linear time for a hostile path', () => {
    const pattern = new RoutePattern('/:a/:b/:c/:d/end');
    expect(pattern.matches('/a'.repeat(200_000))).toBe(false);
  });
});
