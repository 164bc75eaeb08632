import type { Server } from 'node:http';
import { Scope } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AnswersUnavailable } from './causes.js';
import { CausesModule } from './causes.module.js';
import { describeRequests } from './describe-requests.js';
import { ask } from './exchange.js';
import { IncompleteController } from './incomplete.controller.js';

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

describeRequests('a request on a connection that is idle for too long', {
  module: { controllers: [IncompleteController] },
  prepare: (app) => {
    (app.getHttpServer() as Server).timeout = 20;
  },
  rows: ['never', 'endless-file'].map((path) => ({
    what: `that the server closes: ${path}`,
    send: `/ends/${path}`,
    route: `/ends/${path}`,
    status: path === 'never' ? undefined : 200,
    end: 'broken',
    cause: '_OTHER',
  })),
});
