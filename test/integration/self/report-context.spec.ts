import { Controller, Get, Inject } from '@nestjs/common';
import { Logger, type Observer } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';

const failing: Observer = {
  name: 'failing',
  begin: () => {
    throw new Error('cannot begin');
  },
};

@Controller()
class WorkController {
  constructor(@Inject(Logger) private readonly logger: Logger) {}

  @Get('work')
  work(): string {
    this.logger.assign({ user: 'ada' });
    this.logger.info('Working');
    this.logger.warnf('%s', 'Still working');
    return 'done';
  }
}

describe.each(ADAPTERS)('What telemetry reports about itself on %s', (adapter) => {
  it('belongs to no request', async () => {
    const observed = await startObserved(adapter, { controllers: [WorkController] }, { observers: [failing] });
    await (await fetch(`${observed.url}/work`)).text();
    await observed.serverSpans(1);
    const lines = observed.lines();
    await observed.close();
    const about = lines.filter(({ message }) => message.includes('failing observer failed to begin'));
    expect(about).toHaveLength(1);
    for (const line of about) {
      expect(line).not.toHaveProperty('trace_id');
      expect(line).not.toHaveProperty('span_id');
      expect(line).not.toHaveProperty('request_id');
      expect(line.fields ?? {}).not.toHaveProperty('user');
    }
    const own = lines.filter(({ message }) => message === 'Working' || message === 'Still working');
    expect(own.map(({ trace_id: id }) => typeof id)).toEqual(['string', 'string']);
  });
});
