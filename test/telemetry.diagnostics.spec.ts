import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Diagnostics } from '../lib/telemetry.diagnostics.js';

describe('diagnostics', () => {
  const said: string[] = [];
  const now = jest.spyOn(performance, 'now');
  beforeEach(() => {
    said.length = 0;
    now.mockReturnValue(0);
    Logger.overrideLogger({ log: () => 0, error: () => 0, warn: (line: string) => said.push(line) });
  });
  afterAll(() => {
    now.mockRestore();
    Logger.overrideLogger(false);
  });

  it('says a problem once a minute, with the times that it came in between', () => {
    const { report } = new Diagnostics();
    for (let n = 0; n < 5; n++) report('The exporter failed', 'refused');
    expect(said).toEqual(['The exporter failed: refused']);
    now.mockReturnValue(60_000);
    report('The exporter failed', 'refused');
    report('Something else');
    expect(said.slice(1)).toEqual(['The exporter failed (and 4 times before): refused', 'Something else']);
  });

  it.each<[string, unknown]>([
    ['an object without text', Object.create(null)],
    ['an error whose stack cannot be read', Object.defineProperty(new Error('x'), 'stack', { get: () => { throw new Error('no'); } })], // prettier-ignore
    ['a symbol', Symbol('x')],
  ])('never throws: %s', (_what, error) => {
    expect(() => new Diagnostics().report('Odd', error)).not.toThrow();
  });

  it('does not throw when the logger does, and forgets rather than grows', () => {
    const { report } = new Diagnostics();
    for (let n = 0; n < 10_000; n++) report(`Problem ${n}`);
    expect(said).toHaveLength(10_000);
    Logger.overrideLogger({ log: () => 0, error: () => 0, warn: () => { throw new Error('no'); } }); // prettier-ignore
    expect(() => report('Unsayable')).not.toThrow();
  });
});
