import { defineInternals } from '../internals/internals.js';

/** What is touched of Nest's HTTP adapters: hooks with one slot each. The one for requests can be read as a field only. */
export const HTTP_SERVER_INTERNALS = defineInternals({
  name: 'http-server',
  packageName: '@nestjs/core',
  supported: '^11.1.4 || ^12.0.0',
  costs: 'HTTP requests are not observed',
  members: {
    'HttpAdapter#setOnRequestHook': { costs: 'HTTP requests are not observed' },
    'HttpAdapter#setOnRouteTriggered': { costs: 'HTTP requests do not say their route' },
    'HttpAdapter#getOnRouteTriggered': { costs: 'an earlier hook for routes is replaced' },
    // There once somebody has set it.
    'HttpAdapter#onRequestHook': { costs: 'an earlier hook for requests is replaced', optional: true },
  },
});
