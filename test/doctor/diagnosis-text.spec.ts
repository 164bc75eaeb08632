import { stripVTControlCharacters } from 'node:util';
import type { Diagnosis } from '../../lib/doctor/diagnosis.js';
import { diagnosisText } from '../../lib/doctor/diagnosis-text.js';

const DIAGNOSIS: Diagnosis = {
  versions: { telemetry: '1.0.0', node: '24.1.0', nest: '12.5.1' },
  application: { name: 'shop', version: '1.2.3' },
  destinations: { traces: ['otlp http://c:4318/v1/traces'], metrics: [], logs: ['stdout (json)'] },
  observed: ['http-server', 'pg'],
  packages: [],
  options: [{ name: 'tracing.exporter', value: '"otlp"', from: 'code', ignored: [] }],
  findings: [
    { level: 'error', about: 'traces', what: 'It refuses.', why: 'Nothing listens.', fix: 'Start it.' },
    { level: 'note', about: 'bullmq', what: 'bullmq is known.' },
  ],
};

describe('a diagnosis as text', () => {
  it('says versions, destinations, options and findings, the count last', () => {
    expect(diagnosisText(DIAGNOSIS, false)).toBe(
      `shop 1.2.3: nestjs-telemetry 1.0.0, NestJS 12.5.1, Node 24.1.0
traces    otlp http://c:4318/v1/traces
metrics   nowhere
logs      stdout (json)
observed  http-server, pg
option    tracing.exporter = "otlp" (code)

error     traces: It refuses.
          Why: Nothing listens.
          Fix: Start it.
note      bullmq is known.

1 error, 0 warnings, 1 note.
`,
    );
  });

  it('has colours on request, and is otherwise the same', () => {
    const coloured = diagnosisText(DIAGNOSIS, true);
    expect(coloured).toContain('\u001b[31merror');
    expect(stripVTControlCharacters(coloured)).toBe(diagnosisText(DIAGNOSIS, false));
  });

  it('lets no control characters of others through', () => {
    const finding = { level: 'error', about: 'x', what: 'x\u001b[2J\u0007\u202e', why: 'a\nb\r' } as const;
    const text = diagnosisText({ ...DIAGNOSIS, findings: [finding] }, false);
    expect(text).toContain('error     x\n          Why: a\n          b\n');
    for (const hidden of ['\u001b', '\u0007', '\u202e', '\r']) expect(text).not.toContain(hidden);
  });

  it('leaves out what is not known without an application', () => {
    const text = diagnosisText({ ...DIAGNOSIS, destinations: undefined, options: [], findings: [] }, false);
    expect(text.split('\n')).toHaveLength(5);
  });
});
