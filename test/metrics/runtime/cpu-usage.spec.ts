import { cpuUsage } from '../../../lib/metrics/runtime/cpu-usage.js';
import { linuxMemory } from '../../../lib/metrics/runtime/linux-process.js';

describe('cpuUsage', () => {
  it('is what was used since the last reading, in percent of one core', () => {
    let now = 0;
    let used = { user: 1_000_000, system: 0 };
    const usage = cpuUsage(
      () => used,
      () => now,
    );
    expect(usage.reading()).toEqual({ user: 0, system: 0, total: 0 });
    now = 10_000;
    used = { user: 3_500_000, system: 500_000 };
    expect(usage.reading()).toEqual({ user: 25, system: 5, total: 30 });
    now = 11_000;
    used = { user: 5_500_000, system: 500_000 };
    expect(usage.reading()).toEqual({ user: 200, system: 0, total: 200 });
  });

  it('gives two scrapers that come together the same', () => {
    let now = 0;
    let used = { user: 0, system: 0 };
    const usage = cpuUsage(
      () => used,
      () => now,
    );
    now = 10_000;
    used = { user: 1_000_000, system: 0 };
    const first = usage.reading();
    now = 10_001;
    used = { user: 1_000_900, system: 0 };
    expect(usage.reading()).toBe(first);
    now = 20_000;
    expect(usage.reading().user).toBeCloseTo(0.009);
  });
});

describe('linuxMemory', () => {
  it('reads virtual memory and swap', async () => {
    const status = 'Name:\tnode\nVmPeak:\t  9 kB\nVmSize:\t  1024 kB\nVmRSS:\t 5 kB\nVmSwap:\t       2 kB\n';
    expect(await linuxMemory(async () => status)).toEqual({ vms: 1_048_576, swap: 2_048 });
  });

  it('has nothing to say where there is no such file', async () => {
    expect(await linuxMemory(() => Promise.reject(new Error('ENOENT')))).toEqual({});
  });
});
