import { Controller, Get, Version, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { describeRequests } from './describe-requests.js';
import { ask } from './exchange.js';

@Controller({ path: 'versions', version: '1' })
class FirstController {
  @Get(':id')
  one(): string {
    return 'first';
  }

  @Version('2')
  @Get(':id')
  two(): string {
    return 'second';
  }

  @Version(VERSION_NEUTRAL)
  @Get(':id/neutral')
  neutral(): string {
    return 'neutral';
  }
}

// Express tries the route, which finds the version wrong. Fastify’s router knows of versions.
const passed = { express: '/versions/:id', fastify: undefined };
const version = (header: string) => ask('GET', '/versions/7', [header]);

describeRequests('the route of a version in the path', {
  module: { controllers: [FirstController] },
  prepare: (app) => app.enableVersioning({ type: VersioningType.URI }),
  rows: [
    { what: 'the first', send: '/v1/versions/7', route: '/v1/versions/:id', status: 200 },
    { what: 'the second', send: '/v2/versions/7', route: '/v2/versions/:id', status: 200 },
    { what: 'none', send: '/versions/7/neutral', route: '/versions/:id/neutral', status: 200 },
    { what: 'unknown', send: '/v3/versions/7', status: 404 },
  ],
});

describeRequests('the route of a version in a header', {
  module: { controllers: [FirstController] },
  prepare: (app) => app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' }),
  rows: [
    { what: 'the first', send: version('X-Version: 1'), route: '/versions/:id', status: 200 },
    { what: 'the second', send: version('X-Version: 2'), route: '/versions/:id', status: 200 },
    { what: 'unknown', send: version('X-Version: 3'), route: passed, status: 404 },
  ],
});

describeRequests('the route of a version in the media type', {
  module: { controllers: [FirstController] },
  prepare: (app) => app.enableVersioning({ type: VersioningType.MEDIA_TYPE, key: 'v=' }),
  rows: [
    { what: 'the second', send: version('Accept: application/json;v=2'), route: '/versions/:id', status: 200 },
    { what: 'unknown', send: version('Accept: application/json;v=3'), route: passed, status: 404 },
  ],
});
