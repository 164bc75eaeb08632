import { closeReceivers, startReceivers } from './environment-receivers.js';
import { environmentTable } from './environment-table.js';
import { OTLP_AND_ZIPKIN_ROWS } from './otlp-and-zipkin.rows.js';
import { SIGNAL_ROWS } from './signals.rows.js';
import { TRACING_ROWS } from './tracing.rows.js';

/** One test for each row: what the variable does, and that each option named beside it wins. */
const TESTS = { ...TRACING_ROWS, ...SIGNAL_ROWS, ...OTLP_AND_ZIPKIN_ROWS };

describe('the table in docs/environment.md', () => {
  beforeEach(startReceivers);
  afterEach(closeReceivers);

  const rows = environmentTable();

  it('has a test for each row, and a row for each test', () => {
    expect(rows.map(({ variable }) => variable).sort()).toEqual(Object.keys(TESTS).sort());
  });

  it.each(rows.map((row) => [row.variable, row] as const))(
    '%s does what its row says',
    async (variable, { winners }) => {
      const row = TESTS[variable];
      expect(winners).toEqual(row?.winners);
      await row?.test();
      expect.hasAssertions();
    },
  );
});
