import { defineInternals } from '../internals/internals.js';

/** What is touched of `@nestjs/core`: no hook shows an exception before the filters of a controller answer it. */
export const NEST_EXCEPTIONS_INTERNALS = defineInternals({
  name: 'http-server',
  packageName: '@nestjs/core',
  supported: '^12.0.0',
  costs: 'exceptions of HTTP requests are not observed',
  members: {
    'ExceptionsHandler#next': { costs: 'exceptions of HTTP requests are not observed' },
    'RouterResponseController#sse': { costs: 'errors within server-sent events are not observed' },
  },
});
