import { EndsController } from './ends.controller.js';
import { describeRequests, type RequestRow } from './describe-requests.js';
import { arrival, IncompleteController } from './incomplete.controller.js';
import { ask, bytes, leaveBefore, leaveWithin } from './exchange.js';

/** A complete answer to `GET /ends/<path>`. */
function answered(path: string, status = 200): RequestRow {
  return { what: `answered: ${path}`, send: `/ends/${path}`, route: `/ends/${path}`, status };
}

/** This side breaks the answer off. */
function broken(path: string, status: number | undefined, cause: string): RequestRow {
  return { what: `broken off: ${path}`, send: `/ends/${path}`, route: `/ends/${path}`, status, end: 'broken', cause };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: test.example\r\n\r\n`;

/** The client leaves before there is an answer. */
function leftBefore(path: string): RequestRow {
  const send = leaveBefore(get(`/ends/${path}`), arrival);
  return { what: `left before the answer: ${path}`, send, route: `/ends/${path}`, status: undefined, end: 'left' };
}

/** The client leaves while it receives the answer. */
function leftWithin(path: string, status = 200): RequestRow {
  const send = leaveWithin(`/ends/${path}`);
  return { what: `left within the answer: ${path}`, send, route: `/ends/${path}`, status, end: 'left' };
}

describeRequests('the answer', {
  module: { controllers: [EndsController, IncompleteController] },
  prepare: (app) => app.enableCors({ origin: 'https://front.example' }),
  rows: [
    ...['value', 'nothing', 'observable', 'passthrough', 'file', 'bytes', 'events', 'trailers'].map((path) =>
      answered(path),
    ),
    answered('hints'),
    answered('processing'),
    answered('by-hand', 202),
    answered('by-node', 203),
    answered('teapot', 418),
    answered('unchanged', 304),
    answered('moved', 301),
    answered('moved-by-value', 307),
    { what: 'no content', send: ask('DELETE', '/ends/value'), method: 'DELETE', route: '/ends/value', status: 204 },
    { what: 'HEAD of a GET', send: ask('HEAD', '/ends/value'), method: 'HEAD', route: '/ends/value', status: 200 },
    { what: 'HEAD of a file', send: ask('HEAD', '/ends/file'), method: 'HEAD', route: '/ends/file', status: 200 },
    { what: 'HEAD of nothing', send: ask('HEAD', '/nowhere'), method: 'HEAD', status: 404 },
    {
      what: 'OPTIONS that CORS answers',
      send: ask('OPTIONS', '/ends/body', ['Origin: https://front.example', 'Access-Control-Request-Method: POST']),
      method: 'OPTIONS',
      status: 204,
    },
    {
      what: 'OPTIONS *',
      send: ask('OPTIONS', '*'),
      method: 'OPTIONS',
      status: { express: 204, fastify: 400 },
    },
    {
      what: 'an entity tag that still holds',
      on: 'express',
      send: ask('GET', '/ends/value', ['If-None-Match: *']),
      route: '/ends/value',
      status: 304,
    },
    {
      what: '100-continue',
      send: bytes(
        'POST /ends/body HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n' +
          'Content-Type: application/json\r\nContent-Length: 7\r\n\r\n',
        '{"a":1}',
      ),
      method: 'POST',
      route: '/ends/body',
      status: 201,
    },
    {
      what: 'a body in chunks',
      send: bytes(
        'POST /ends/body HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n' +
          'Content-Type: application/json\r\n\r\n',
        '7\r\n{"a":1}\r\n0\r\n\r\n',
      ),
      method: 'POST',
      route: '/ends/body',
      status: 201,
    },
    { what: 'HTTP/1.0', send: bytes('GET /ends/value HTTP/1.0\r\n\r\n'), route: '/ends/value', status: 200 },
    { what: 'nowhere', send: '/nowhere', status: 404 },
    { what: 'another method', send: ask('PUT', '/ends/value'), method: 'PUT', status: 404 },
    { what: 'a method that is not known', send: ask('PROPFIND', '/ends/value'), method: '_OTHER', status: 404 },
    ...['torn-file', 'torn-pipe', 'torn-pipeline', 'destroyed-with', 'torn-events', 'promised-events'].map((path) =>
      broken(path, 200, 'Torn'),
    ),
    broken('destroyed', 200, '_OTHER'),
    broken('socket-destroyed', undefined, '_OTHER'),
    { ...broken('no-events', 500, 'Torn'), what: 'events that do not begin' },
    {
      what: 'a file that cannot be read',
      send: '/ends/file-without-bytes',
      route: '/ends/file-without-bytes',
      status: { express: 400, fastify: 500 },
      cause: { express: undefined, fastify: 'Torn' },
    },
    leftBefore('never'),
    leftBefore('promised-never'),
    leftBefore('by-hand-never'),
    leftBefore('filtered-never'),
    {
      ...leftBefore('body'),
      what: 'left before its body is complete',
      send: bytesThenReset,
      method: 'POST',
      route: { express: undefined, fastify: '/ends/body' },
    },
    leftWithin('endless-events'),
    leftWithin('endless-file'),
    leftWithin('head-only', 206),
    leftWithin('large'),
  ],
});

function bytesThenReset(port: number) {
  const head =
    'POST /ends/body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"';
  return leaveBefore(head, () => new Promise((resolve) => setTimeout(resolve, 50)))(port);
}
