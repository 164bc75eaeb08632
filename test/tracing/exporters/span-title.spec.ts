import type { Attributes } from '@opentelemetry/api';
import { spanTitle } from '../../../lib/tracing/exporters/span-title.js';

const GET = { 'http.request.method': 'GET' };

describe('spanTitle', () => {
  it.each<[string, string, Attributes, string]>([
    ['a request without a route', 'GET', { ...GET, 'url.path': '/nope' }, 'GET /nope'],
    [
      'a request with a route',
      'GET /users/:id',
      { ...GET, 'url.path': '/users/1', 'http.route': '/users/:id' },
      'GET /users/:id',
    ],
    ['an unknown method', 'HTTP', { 'http.request.method': '_OTHER', 'url.path': '/x' }, 'HTTP /x'],
    [
      'an outgoing request',
      'GET',
      { ...GET, 'url.full': 'https://api.example.com/users?q=REDACTED#x' },
      'GET api.example.com/users',
    ],
    ['an outgoing request to a port', 'GET', { ...GET, 'url.full': 'http://127.0.0.1:3000/' }, 'GET 127.0.0.1:3000/'],
    [
      'a template',
      'GET',
      { ...GET, 'url.full': 'http://a.b/users/1', 'url.template': '/users/{id}' },
      'GET a.b/users/{id}',
    ],
    ['credentials', 'GET', { ...GET, 'url.full': 'http://user:word@a.b/x' }, 'GET a.b/x'],
    ['something that is no URL', 'GET', { ...GET, 'url.full': 'nonsense' }, 'GET'],
    ['a request that could not be parsed', 'GET', GET, 'GET'],
    ['a name by the application', 'list users', { ...GET, 'url.full': 'http://a.b/users' }, 'list users'],
    ['no request', 'SELECT users', {}, 'SELECT users'],
  ])('of %s', (_what, name, attributes, title) => {
    expect(spanTitle({ name, attributes })).toBe(title);
  });
});
