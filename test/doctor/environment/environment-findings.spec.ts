import { environmentFindings } from '../../../lib/doctor/environment/environment-findings.js';
import { READ_VARIABLES, UNUSED_VARIABLES } from '../../../lib/doctor/environment/otel-variables.js';

const SECRET = 's3cret';

function findings(...names: readonly string[]) {
  return environmentFindings(Object.fromEntries(names.map((name) => [name, SECRET])));
}

describe('variables of the environment', () => {
  it.each([
    ['OTEL_EXPORTER_OLTP_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ['OTEL_EXPORTER_OTLP_ENDPIONT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ['OTEL_SERVICENAME', 'OTEL_SERVICE_NAME'],
    ['otel_service_name', 'OTEL_SERVICE_NAME'],
    ['OTEL_TRACE_EXPORTER', 'OTEL_TRACES_EXPORTER'],
    ['OTEL_EXPORTER_OTLP_TRACE_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
  ])('%s is taken for a misspelling of %s', (name, meant) => {
    expect(findings(name)).toEqual([
      expect.objectContaining({ level: 'warning', about: name, fix: `Did you mean ${meant}?` }),
    ]);
  });

  it('that are unknown are notes', () => {
    expect(findings('OTEL_MY_OWN_THING_OF_MINE')).toEqual([expect.objectContaining({ level: 'note' })]);
  });

  it('of the specification that have no effect name the option that has', () => {
    expect(findings('OTEL_METRIC_EXPORT_INTERVAL')).toEqual([
      expect.objectContaining({ level: 'note', fix: 'Set the option metrics.otlp.intervalMs.' }),
    ]);
  });

  it('that are read are fine, and no value is shown', () => {
    const found = findings('OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_SERVICE_NAME', 'OTEL_LOG_LEVEL', 'PATH', 'OTLP_X');
    expect(found.at(-1)).toMatchObject({ level: 'ok', what: expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS') });
    expect(JSON.stringify(found)).not.toContain(SECRET);
    expect(found.some(({ about }) => about === 'PATH')).toBe(false);
  });

  it('that are blank are not set', () => {
    expect(environmentFindings({ OTEL_SERVICENAME: ' ' })).toEqual([]);
  });

  it('are read or unused, and not both', () => {
    expect(Object.keys(UNUSED_VARIABLES).filter((name) => READ_VARIABLES.has(name))).toEqual([]);
    expect(READ_VARIABLES.has('OTEL_BSP_MAX_QUEUE_SIZE')).toBe(true);
    expect(READ_VARIABLES.has('OTEL_PROPAGATORS')).toBe(true);
    expect(READ_VARIABLES.has('OTEL_TRACES_SAMPLER_ARG')).toBe(true);
  });
});
