import { startLine, type StartFacts } from '../../../lib/doctor/start/start-line.js';

const OTLP = 'otlp https://collector.internal:4318';

function facts(given: Partial<StartFacts> = {}): StartFacts {
  return {
    destinations: {
      traces: [`${OTLP}/v1/traces`],
      metrics: [':3000/metrics', `${OTLP}/v1/metrics`],
      logs: ['stdout (text)', `${OTLP}/v1/logs`],
    },
    instrumentations: [
      { name: 'pg', active: false, losses: [] },
      { name: 'http-server', active: true, losses: [] },
    ],
    unobserved: [{ name: 'bullmq', costs: 'its jobs are not observed', fix: 'Add a decorator.' }],
    ...given,
  };
}

function named(count: number, prefix: string) {
  return Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
}

describe('the line at the start', () => {
  it('says everything in one sentence for people, an address once', () => {
    expect(startLine(facts(), true)).toEqual({
      message:
        `traces → ${OTLP}; metrics → :3000/metrics, otlp; logs → stdout (text), otlp; ` +
        'observes HTTP, pg (partly); does not observe bullmq. More: npx nestjs-telemetry doctor',
    });
  });

  it('has fields for machines, with whole addresses', () => {
    expect(startLine(facts(), false)).toEqual({
      message: 'Telemetry has started',
      fields: {
        traces: [`${OTLP}/v1/traces`],
        metrics: [':3000/metrics', `${OTLP}/v1/metrics`],
        logs: ['stdout (text)', `${OTLP}/v1/logs`],
        observed: ['http-server', 'pg (partly)'],
        not_observed: ['bullmq'],
        more: 'npx nestjs-telemetry doctor',
      },
    });
  });

  it('stays short, and says how much it leaves out', () => {
    const many = facts({
      instrumentations: named(20, 'observed').map((name) => ({ name, active: true, losses: [] })),
      unobserved: named(9, 'unobserved').map((name) => ({ name, costs: '', fix: '' })),
    });
    const { message } = startLine(many, true);
    expect(message.length).toBeLessThanOrEqual(240);
    expect(message).toContain('observes observed-0');
    expect(message).toMatch(/and \d+ more; does not observe unobserved-0[^;]* and \d+ more\. More:/);
  });

  it('does not hide that nothing goes anywhere', () => {
    const nowhere = { traces: [], metrics: [], logs: ['stdout (text)'] };
    const { message } = startLine(facts({ destinations: nowhere, instrumentations: [], unobserved: [] }), true);
    expect(message).toBe(
      'traces → nowhere; metrics → nowhere; logs → stdout (text). More: npx nestjs-telemetry doctor',
    );
  });
});
