import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DestinationCounts } from '../../../lib/logging/log-statistics.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('a receiver that never answers', () => {
  it('costs lines, which are counted, and no memory: 8,000 of 16 to 64 KB, a heap of 96 MB', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--max-old-space-size=96',
      '--import',
      new URL('../../typescript-loader.mjs', import.meta.url).href,
      here('silent-receiver.program.ts'),
    ]);
    const counts = JSON.parse(stdout) as readonly DestinationCounts[];
    const dropped = counts.find(({ destination }) => destination === 'otlp')?.dropped ?? 0;
    // 8 MiB of lines wait.
    expect(dropped).toBeGreaterThan(7_000);
    expect(dropped).toBeLessThan(8_000);
  }, 120_000);
});
