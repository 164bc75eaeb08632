import { type MiddlewareConsumer, Module, type NestModule, Scope } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AnsweredTwiceController } from './answered-twice.controller.js';
import { CausesController, FilteredController } from './causes.controller.js';
import { AnswersUnavailable, Stalled } from './causes.js';
import { describeRequests, type RequestRow } from './describe-requests.js';
import { ask } from './exchange.js';

type Next = (error?: unknown) => void;

@Module({ controllers: [CausesController, AnsweredTwiceController, FilteredController] })
class CausesModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const stall = (): never => {
      throw new Stalled('why');
    };
    consumer.apply(stall).forRoutes('middleware/throws');
    consumer.apply(async () => stall()).forRoutes('middleware/rejects');
    consumer.apply((_q: unknown, _s: unknown, next: Next) => next(new Stalled('why'))).forRoutes('middleware/passes');
  }
}

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
      ['object', 500, 'object'],
      ['coded', 500, 'E_CODED'],
      ['4xx', 409, undefined],
      ['5xx', 503, 'ServiceUnavailableException'],
      ['caused', 500, 'InternalServerErrorException'],
      ['odd', 599, 'HttpException'],
      ['status', 500, 'Stalled'],
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
    send: '/causes/head-then-throws',
    route: '/causes/head-then-throws',
    status: 200,
    end: 'broken',
    cause: 'Stalled',
  },
  {
    what: 'two heads',
    send: '/causes/head-twice',
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

describeRequests('a request that fails below an APP_FILTER of a request', {
  module: {
    imports: [CausesModule],
    providers: [{ provide: APP_FILTER, useClass: AnswersUnavailable, scope: Scope.REQUEST }],
  },
  rows: [
    { what: 'in its handler', send: '/causes/throws', route: '/causes/throws', status: 503, cause: 'Stalled' },
    { what: 'in its guard', send: '/causes/guard', route: '/causes/guard', status: 503, cause: 'Stalled' },
    // Nest does not ask such a filter there.
    { what: 'in a middleware', send: '/middleware/throws', status: 500, cause: 'Stalled' },
    { what: 'without a route', send: '/nowhere', status: 404 },
  ],
});

describeRequests('a request whose status counts as an error from 400 on', {
  module: { imports: [CausesModule] },
  options: { http: { errorStatusFrom: 400 } },
  rows: [
    { what: 'not found', send: '/nowhere', status: 404, cause: 'NotFoundException' },
    { what: 'refused', send: '/causes/refused', route: '/causes/refused', status: 403, cause: 'ForbiddenException' },
    {
      what: 'thrown',
      send: '/causes/thrown/4xx',
      route: '/causes/thrown/:what',
      status: 409,
      cause: 'ConflictException',
    },
    {
      what: 'answered by a filter',
      send: '/causes/filter-conflict',
      route: '/causes/filter-conflict',
      status: 409,
      cause: 'Stalled',
    },
    { what: 'unreadable', send: (port) => ask('GET', '/ x')(port), method: '_OTHER', status: 400, cause: '400' },
  ],
});
