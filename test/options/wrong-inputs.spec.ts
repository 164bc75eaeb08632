import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { resolveOptions } from '../../lib/telemetry.options.js';
import { refusal } from './refusal.js';
import { NoGuard, WRONG } from './wrong-inputs.rows.js';

describe('a wrong option', () => {
  const rows = WRONG.map(([option, options, fix], at) => [`${at}: ${option}`, option, options, fix] as const);

  it.each(rows)('%s is refused with a sentence', (_title, option, options, fix) => {
    const error = refusal(() => {
      TelemetryModule.forRoot(options as TelemetryOptions);
      // What depends on the environment is found when the application starts.
      resolveOptions(options as TelemetryOptions, {});
    });
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toContain(option);
    expect(error.fix).toContain(fix ?? '');
    for (const part of [error.what, error.why, error.fix]) expect(part).toMatch(/^[A-Z].*[.?]$/s);
    expect(error.message.length).toBeLessThan(1_500);
  });

  it.each([
    [null],
    [undefined],
    [{}],
    [{ useFactory: 'x' }],
    [{ useFactory: () => ({}), useClass: NoGuard }],
    [{ useFactry: () => ({}) }],
    [{ useFactory: () => ({}), tracing: {} }],
    [{ useFactory: () => ({}), inject: 'CONFIG' }],
    [{ useFactory: () => ({}), isGlobal: 1 }],
  ])('is refused by forRootAsync: %p', (options) => {
    expect(refusal(() => TelemetryModule.forRootAsync(options as never)).message).toContain('forRootAsync');
  });
});
