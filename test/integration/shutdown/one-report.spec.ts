import { Writable } from 'node:stream';
import { Test } from '@nestjs/testing';
import { Logger, LogStatistics, TelemetryModule } from 'nestjs-telemetry';

/** Takes one line and never says that it has written it. */
class StuckStream extends Writable {
  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(): void {}
}

describe('a log that cannot be written at the end', () => {
  const { write } = process.stderr;
  const reports: string[] = [];
  beforeEach(() => {
    reports.length = 0;
    process.stderr.write = ((text: unknown) => reports.push(String(text)) > 0) as typeof process.stderr.write;
  });
  afterEach(() => {
    process.stderr.write = write;
  });

  it('is reported once, with the number of lines', async () => {
    const telemetry = TelemetryModule.forRoot({
      service: { name: 'stuck' },
      logging: { destination: new StuckStream(), format: 'json' },
    });
    const module = await Test.createTestingModule({ imports: [telemetry] }).compile();
    for (let line = 0; line < 7; line++) module.get(Logger).info('line');
    await module.close();
    const [counts] = module.get(LogStatistics).read();
    const about = reports.filter((report) => report.includes('lost'));
    expect(about).toEqual([`[nestjs-telemetry] Telemetry was lost: ${counts?.dropped} log lines for stream\n`]);
    expect(counts?.dropped).toBeGreaterThanOrEqual(6);
  });
});
