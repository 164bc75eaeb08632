import { createRequire } from 'node:module';
import * as client from 'prom-client';

// The two projects of jest.config.js run the tests of metrics on the two packages: this makes sure that they do.
it('runs on the client that the project names', () => {
  const require = createRequire(import.meta.url);
  const renamed = require('@prometheus-io/client') as typeof client;
  const project = (globalThis as { PROMETHEUS_CLIENT?: string }).PROMETHEUS_CLIENT;
  expect(project).toMatch(/^(prom-client|@prometheus-io\/client)$/);
  expect(client.Registry === renamed.Registry).toBe(project === '@prometheus-io/client');
  expect('ClusterRegistry' in client).toBe(project === '@prometheus-io/client');
});
