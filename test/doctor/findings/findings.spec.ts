import { jest } from '@jest/globals';
import cluster from 'node:cluster';
import http from 'node:http';
import { instrumentationFindings } from '../../../lib/doctor/findings/instrumentation-findings.js';
import { otherToolFindings } from '../../../lib/doctor/findings/other-tools.js';
import { processFindings } from '../../../lib/doctor/findings/process-findings.js';
import { wrappedModuleFindings } from '../../../lib/doctor/findings/wrapped-modules.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';

describe('instrumentations', () => {
  it('say what they lack, what it costs, and the fix; whole ones are fine', () => {
    const loss = {
      instrumentation: 'pg',
      library: 'pg 9.0.0',
      problem: 'has no Client#query',
      costs: 'its queries are not observed',
      fix: 'update nestjs-telemetry',
    };
    expect(
      instrumentationFindings([
        { name: 'pg', active: false, losses: [loss] },
        { name: 'redis', active: true, losses: [], loadedBefore: true },
      ]),
    ).toEqual([
      {
        level: 'warning',
        about: 'pg',
        what: 'pg 9.0.0 has no Client#query.',
        why: 'Without it, its queries are not observed.',
        fix: 'Update nestjs-telemetry.',
      },
      { level: 'ok', about: 'redis', what: 'redis is observed.', why: expect.stringContaining('no difference') },
    ]);
  });
});

describe('other tools', () => {
  it.each(['dd-trace', '@sentry/nestjs', '@opentelemetry/instrumentation-pg', 'nestjs-pino'])('%s is noted', (name) => {
    expect(otherToolFindings(new Set([name, 'express']))).toEqual([
      expect.objectContaining({ level: 'note', about: name, fix: expect.any(String) }),
    ]);
  });

  it('that replaced methods of Node are noted', () => {
    expect(wrappedModuleFindings()).toEqual([]);
    const { request } = http;
    http.request = Object.assign(request.bind(http), { __wrapped: true }) as typeof request;
    try {
      expect(wrappedModuleFindings()).toEqual([
        expect.objectContaining({ about: 'hooks', what: expect.stringContaining('http.request') }),
      ]);
    } finally {
      http.request = request;
    }
  });
});

describe('the process', () => {
  const listener = (): void => undefined;
  afterEach(() => {
    process.off('SIGTERM', listener);
    (cluster as { isWorker: boolean }).isWorker = false;
    jest.restoreAllMocks();
  });

  function about(options: Parameters<typeof resolveOptions>[0] = {}): string[] {
    return processFindings(resolveOptions(options, {})).map((finding) => finding.about);
  }

  it('loses what waits where nothing listens to SIGTERM', () => {
    jest.spyOn(process, 'listenerCount').mockReturnValue(0);
    expect(about()).toEqual(['shutdown']);
  });

  it('is fine where hooks are enabled', () => {
    process.on('SIGTERM', listener);
    expect(about()).toEqual([]);
  });

  it('is one of several in a cluster', () => {
    process.on('SIGTERM', listener);
    (cluster as { isWorker: boolean }).isWorker = true;
    expect(about()).toEqual(['metrics']);
    expect(about({ metrics: { cluster: true } })).toEqual([]);
    expect(about({ metrics: { endpoint: false } })).toEqual([]);
  });
});
