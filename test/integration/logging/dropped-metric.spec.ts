import { Controller } from '@nestjs/common';
import { Logger } from 'nestjs-telemetry';
import { startObserved } from '../observed-application.js';

@Controller()
class NobodyController {}

it('lines that no destination will have are a metric', async () => {
  const broken = {
    write(): never {
      throw new Error('nowhere to write');
    },
  };
  const observed = await startObserved(
    'express',
    { controllers: [NobodyController] },
    { logging: { destination: broken } },
  );
  const before = (await observed.series('telemetry_log_entries_dropped_total')) ?? 0;
  observed.app.get(Logger).info('lost');
  observed.app.get(Logger).info('lost too');
  expect(await observed.series('telemetry_log_entries_dropped_total')).toBe(before + 2);
  await observed.close();
});
