import { hostMatcher } from '../../../lib/instrumentation/http-client/host-matcher.js';

describe('hosts without propagation', () => {
  it.each<[pattern: string, host: string, port: number | undefined, matches: boolean]>([
    ['api.test', 'api.test', 443, true],
    ['api.test', 'API.Test', 443, true],
    ['API.test', 'api.test.', 443, true],
    ['api.test', 'x.api.test', 443, false],
    ['api.test:8443', 'api.test', 8_443, true],
    ['api.test:8443', 'api.test', 443, false],
    ['*.test', 'api.test', 80, true],
    ['*.test', 'a.b.test', 80, true],
    ['*.test', 'test', 80, false],
    ['*.test', 'contest', 80, false],
    ['*.test:80', 'api.test', 80, true],
    ['*.test:80', 'api.test', 81, false],
    ['[::1]', '[::1]', 80, true],
    ['::1', '[::1]', 80, true],
    ['[::1]:80', '::1', 80, true],
    ['[::1]:80', '::1', 81, false],
    ['127.0.0.1', '127.0.0.1', undefined, true],
  ])('%s, %s, port %s: %s', (pattern, host, port, matches) => {
    expect(hostMatcher(['other.example', pattern])(host, port)).toBe(matches);
  });
});
