import { defineInternals } from '../internals/internals.js';

/** What is touched of Nest's HTTP adapters: the hook for requests, which can be read as a field only, and how paths of routes are converted. */
export const HTTP_SERVER_INTERNALS = defineInternals({
  name: 'http-server',
  packageName: '@nestjs/core',
  supported: '^11.1.4 || ^12.0.0',
  costs: 'HTTP requests are not observed',
  members: {
    'HttpAdapter#setOnRequestHook': { costs: 'HTTP requests are not observed' },
    'HttpAdapter#normalizePath': { costs: 'HTTP requests do not say the route of their controller' },
    // Present once a hook is set.
    'HttpAdapter#onRequestHook': { costs: 'an earlier hook for requests is replaced', optional: true },
  },
});
