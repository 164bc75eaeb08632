import { CausesModule } from './causes.module.js';
import { describeRequests, type RequestRow } from './describe-requests.js';
import { ask, leaveWithin } from './exchange.js';

/** Nest 11 on Fastify answers once more after the head, which ends the process. */
const { TELEMETRY_NEST: nest = '12' } = process.env;
const WHERE_IT_LASTS: Pick<RequestRow, 'on'> = nest === '12' ? {} : { on: 'express' };

const JSON_BODY = ['Content-Type: application/json'];

const ROWS: readonly RequestRow[] = [
  ...['throws', 'rejects', 'observable', 'guard', 'async-guard', 'before', 'after'].map((path) => ({
    what: `an error from: ${path}`,
    send: `/causes/${path}`,
    route: `/causes/${path}`,
    status: 500,
    cause: 'Stalled',
  })),
  ...['pipe', 'async-pipe'].map((path) => ({
    what: `an error from: ${path}`,
    send: `/causes/${path}/7`,
    route: `/causes/${path}/:id`,
    status: 500,
    cause: 'Stalled',
  })),
  ...(
    [
      ['text', 500, 'string'],
      // Nothing that could be named: the status stands for it.
      ['nothing', 500, '500'],
      ['null', 500, 'object'],
      ['object', 500, 'Object'],
      ['coded', 500, 'E_CODED'],
      ['4xx', 409, undefined],
      ['5xx', 503, 'ServiceUnavailableException'],
      ['caused', 500, 'InternalServerErrorException'],
      ['odd', 599, 'HttpException'],
      ['frozen', 500, 'Stalled'],
    ] as const
  ).map(([what, status, cause]) => ({
    what: `a handler throws: ${what}`,
    send: `/causes/thrown/${what}`,
    route: '/causes/thrown/:what',
    status,
    cause,
  })),
  { what: 'a guard refuses', send: '/causes/refused', route: '/causes/refused', status: 403 },
  { what: 'a pipe refuses', send: '/causes/number/x', route: '/causes/number/:id', status: 400 },
  { what: 'an interceptor forgives', send: '/causes/forgiven', route: '/causes/forgiven', status: 200 },
  { what: 'an interceptor gives up: 408', send: '/causes/late', route: '/causes/late', status: 408 },
  {
    what: 'an interceptor gives up: 504',
    send: '/causes/gateway-late',
    route: '/causes/gateway-late',
    status: 504,
    cause: 'GatewayTimeoutException',
  },
  { what: 'a filter of the method', send: '/causes/filter', route: '/causes/filter', status: 503, cause: 'Stalled' },
  { what: 'a filter that answers 409', send: '/causes/filter-conflict', route: '/causes/filter-conflict', status: 409 },
  {
    what: 'a filter that answers later',
    send: '/causes/filter-later',
    route: '/causes/filter-later',
    status: 502,
    cause: 'Stalled',
  },
  {
    what: 'a filter that throws',
    send: '/causes/filter-throws',
    route: '/causes/filter-throws',
    status: 500,
    cause: 'Stalled',
  },
  {
    what: 'a filter that throws what the client did wrong',
    send: '/causes/filter-translates',
    route: '/causes/filter-translates',
    status: 409,
  },
  { what: 'a filter of the controller', send: '/below', route: '/below', status: 503, cause: 'Stalled' },
  ...['circular', 'bigint'].map((path) => ({
    what: `a result that has no JSON: ${path}`,
    send: `/causes/${path}`,
    route: `/causes/${path}`,
    status: 500,
    cause: 'TypeError',
  })),
  ...['throws', 'rejects', 'passes'].map((path) => ({
    what: `a middleware that fails: ${path}`,
    send: `/middleware/${path}`,
    status: 500,
    cause: 'Stalled',
  })),
  {
    what: 'an error after the answer',
    send: '/causes/answered-then-throws',
    route: '/causes/answered-then-throws',
    status: 200,
  },
  {
    what: 'an error after a large answer that is still on its way',
    send: '/causes/large-then-throws',
    route: '/causes/large-then-throws',
    status: 200,
  },
  {
    what: 'an error after the head',
    ...WHERE_IT_LASTS,
    send: leaveWithin('/causes/head-then-throws'),
    route: '/causes/head-then-throws',
    status: 200,
    end: 'broken',
    cause: 'Stalled',
  },
  {
    what: 'two heads',
    ...WHERE_IT_LASTS,
    send: leaveWithin('/causes/head-twice'),
    route: '/causes/head-twice',
    status: 200,
    end: 'broken',
    cause: 'ERR_HTTP_HEADERS_SENT',
  },
  { what: 'two answers', send: '/causes/answered-twice', route: '/causes/answered-twice', status: 200 },
  { what: 'two ends', send: '/causes/ended-twice', route: '/causes/ended-twice', status: 200 },
  {
    what: 'malformed JSON',
    send: ask('POST', '/causes/body', JSON_BODY, '{"a"'),
    method: 'POST',
    route: { express: undefined, fastify: '/causes/body' },
    status: 400,
  },
  {
    what: 'a body of an unknown type',
    send: ask('POST', '/causes/body', ['Content-Type: application/x-unknown'], 'body'),
    method: 'POST',
    route: '/causes/body',
    status: { express: 201, fastify: 415 },
  },
  {
    what: 'a body that is too large',
    send: ask('POST', '/causes/body', JSON_BODY, `"${'x'.repeat(1_100_000)}"`),
    method: 'POST',
    route: { express: undefined, fastify: '/causes/body' },
    status: 413,
  },
];

describeRequests('a request that fails', { module: { imports: [CausesModule] }, rows: ROWS });
