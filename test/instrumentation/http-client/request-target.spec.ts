import { originUrl, requestTarget } from '../../../lib/instrumentation/http-client/request-target.js';

describe('the target of a request', () => {
  const proxy = 'http://proxy.test:3128';

  it.each<[method: string, path: string, target: object]>([
    ['GET', '/x?y=1', { origin: proxy, path: '/x?y=1' }],
    ['GET', 'http://api.test/x?y=1', { origin: 'http://api.test', proxy, path: '/x?y=1' }],
    ['GET', 'HTTPS://ada:pw@API.test:443/x', { origin: 'https://api.test', proxy, path: '/x' }],
    ['CONNECT', 'api.test:443', { origin: proxy, path: '/' }],
    ['OPTIONS', '*', { origin: proxy, path: '*' }],
    ['GET', 'http://[bad', { origin: proxy, path: 'http://[bad' }],
  ])('%s %s', (method, path, target) => expect(requestTarget(proxy, method, path)).toEqual(target));

  it('has one name where the host is none', () => {
    expect(originUrl('http://not a host').host).toBe('unknown.invalid');
    expect(originUrl('http://API.test:80').host).toBe('api.test');
  });
});
