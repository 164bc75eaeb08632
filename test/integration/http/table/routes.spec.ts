import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  All,
  Controller,
  Get,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Param,
  RequestMethod,
} from '@nestjs/common';
import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import express from 'express';
import type { Adapter } from '../../observed-application.js';
import { describeRequests } from './describe-requests.js';
import { ask, bytes } from './exchange.js';

@Controller()
class RoutesController {
  @Get()
  root(): string {
    return 'root';
  }

  @Get('routes/:id')
  one(@Param('id') id: string): string {
    return id;
  }

  @Get('routes/:id/parts/:part')
  part(): string {
    return 'part';
  }

  @Get('routes/fixed/exactly')
  fixed(): string {
    return 'fixed';
  }

  @All('any')
  any(): string {
    return 'any';
  }

  @Get(['first-name', 'second-name'])
  named(): string {
    return 'named';
  }

  @Get('wild/*')
  wild(): string {
    return 'wild';
  }
}

@Controller({ host: ':tenant.test.example', path: 'hosted' })
class HostedController {
  @Get(':id')
  one(): string {
    return 'hosted';
  }
}

interface Replying {
  send(body: string): unknown;
}

type Handler = (request: unknown, response: Replying) => unknown;
type Next = () => void;

interface Instance {
  get(path: string, handler: Handler): void;
  use(...handlers: unknown[]): void;
  register(plugin: (scope: Instance, options: unknown, done: () => void) => void, options: object): void;
}

const folder = mkdtempSync(join(tmpdir(), 'static-'));
writeFileSync(join(folder, 'page.html'), 'a page');

/** Routes and middlewares beside Nest's. */
function addOthers(app: INestApplication, adapter: Adapter): void {
  const http = app.getHttpAdapter();
  http.get('/adapter/:id', (_request: unknown, response: Replying) => response.send('of the adapter'));
  const instance = http.getInstance() as unknown as Instance;
  instance.get('/instance/:id', (_request, response) => response.send('of the instance'));
  if (adapter === 'express') {
    const router = express.Router();
    router.get('/item/:id', (_request, response) => void response.send('of a router'));
    instance.use('/mounted', router);
    instance.use('/static', express.static(folder));
  } else {
    instance.register(
      (scope, _options, done) => {
        scope.get('/item/:id', (_request, response) => response.send('of a plugin'));
        done();
      },
      { prefix: '/mounted' },
    );
  }
}

@Module({ controllers: [RoutesController, HostedController] })
class RoutesModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    // Loses the context of the request, as the callback of a pool of connections may.
    consumer
      .apply((_q: unknown, _s: unknown, next: Next) => setImmediate(() => contextApi.with(ROOT_CONTEXT, next)))
      .forRoutes('any');
    consumer.apply((_q: unknown, response: { end(body: string): void }) => response.end('early')).forRoutes('early');
  }
}

const slash = { express: '/routes/:id', fastify: undefined };

describeRequests('the route of a request', {
  module: { imports: [RoutesModule] },
  prepare: addOthers,
  rows: [
    { what: 'the root', send: '/', route: '/', status: 200 },
    { what: 'a parameter', send: '/routes/7', route: '/routes/:id', status: 200 },
    { what: 'a parameter, and a query', send: '/routes/7?a=1&b=2', route: '/routes/:id', status: 200 },
    { what: 'two parameters', send: '/routes/7/parts/8', route: '/routes/:id/parts/:part', status: 200 },
    { what: 'the exact route', send: '/routes/fixed/exactly', route: '/routes/fixed/exactly', status: 200 },
    { what: 'an encoded slash', send: '/routes/a%2Fb', route: '/routes/:id', status: 200 },
    { what: 'a name of other letters', send: '/routes/%E2%82%AC', route: '/routes/:id', status: 200 },
    { what: 'a trailing slash', send: '/routes/7/', route: slash, status: { express: 200, fastify: 404 } },
    { what: 'other case', send: '/ROUTES/7', route: slash, status: { express: 200, fastify: 404 } },
    { what: 'two slashes', send: '/routes//7', status: 404 },
    { what: 'two slashes first', send: '//routes/7', status: 404 },
    { what: 'dots', send: '/routes/../routes/7', status: 404 },
    { what: 'a whole URL', send: ask('GET', 'http://other.example/routes/7'), route: '/routes/:id', status: 200 },
    { what: 'a fragment', send: ask('GET', '/routes/7#part'), route: '/routes/:id', status: 200 },
    { what: 'all methods: PATCH', send: ask('PATCH', '/any'), method: 'PATCH', route: '/any', status: 200 },
    { what: 'all methods: DELETE', send: ask('DELETE', '/any'), method: 'DELETE', route: '/any', status: 200 },
    { what: 'the first of two paths', send: '/first-name', route: '/first-name', status: 200 },
    { what: 'the second of two paths', send: '/second-name', route: '/second-name', status: 200 },
    { what: 'a wildcard', send: '/wild/a/b/c', route: '/wild/*', status: 200 },
    {
      what: 'a host',
      send: bytes('GET /hosted/7 HTTP/1.1\r\nHost: blue.test.example\r\nConnection: close\r\n\r\n'),
      route: '/hosted/:id',
      status: 200,
    },
    { what: 'another host', on: 'express', send: '/hosted/7', route: '/hosted/:id', status: 404 },
    { what: 'a route of the adapter', send: '/adapter/7', route: '/adapter/:id', status: 200 },
    { what: 'a route of the instance', send: '/instance/7', route: '/instance/:id', status: 200 },
    {
      what: 'a route below a mount',
      send: '/mounted/item/7',
      route: { express: undefined, fastify: '/mounted/item/:id' },
      status: 200,
    },
    { what: 'a file', on: 'express', send: '/static/page.html', status: 200 },
    { what: 'a file that is not there', on: 'express', send: '/static/none.html', status: 404 },
    { what: 'a middleware that answers', send: '/early', status: 200 },
  ],
});

describeRequests('the route below a prefix', {
  module: { imports: [RoutesModule] },
  prepare: (app) =>
    app.setGlobalPrefix('api/v9', { exclude: ['/', { path: 'routes/:id', method: RequestMethod.GET }] }),
  rows: [
    { what: 'with the prefix', send: '/api/v9/any', route: '/api/v9/any', status: 200 },
    { what: 'without it', send: '/any', status: 404 },
    { what: 'that is excluded', send: '/routes/7', route: '/routes/:id', status: 200 },
    { what: 'with the prefix, although it is excluded', send: '/api/v9/routes/7', status: 404 },
    { what: 'the root', send: '/', route: '/', status: 200 },
  ],
});
