import { setTimeout as delay } from 'node:timers/promises';
import { OtlpReceiver } from '../otlp/otlp-receiver.js';
import { RunningProcess } from '../shutdown/running-process.js';
import { describeWithServer } from '../tcp-server.js';

/** After this time, the application has started. */
const SETTLE_MS = 1_500;
/** Several rounds of everything that polls or connects again. */
const IDLE_MS = 4_000;

/** Starts the application, and ends it by a signal when it was idle. */
async function idle() {
  const receiver = await OtlpReceiver.start();
  const running = RunningProcess.start('../idle/idle.process.ts', {
    name: `idle-${process.pid}`,
    options: {
      tracing: { exporter: 'otlp', endpoint: receiver.endpoint },
      logging: { format: 'json', events: { cache: true, database: true, messaging: true } },
    },
  });
  try {
    const url = await running.message();
    const calls = async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return text.split('\n').filter((line) => /^(?:cache|db_quer|messages?)\w*(?:total|count)\{/.test(line));
    };
    await delay(SETTLE_MS);
    const before = { samples: await calls(), lines: running.lines.length };
    await delay(IDLE_MS);
    const after = { samples: await calls(), lines: running.lines.length };
    const end = await running.end(20_000, 'SIGTERM');
    return { end, before, after, spans: receiver.spans, lines: running.lines, stderr: running.stderr };
  } finally {
    running.kill();
    await receiver.close();
  }
}

describeWithServer('Redis', 6379, 'an application that has nothing to do', () => {
  describeWithServer('PostgreSQL', 5432, 'with queues, subscribers', () => {
    describeWithServer('MariaDB', 3306, 'and pools', () => {
      it('makes no span, line or sample, and none that failed when it ends', async () => {
        const { end, before, after, spans, lines, stderr } = await idle();
        expect([end, stderr]).toEqual(['SIGTERM', '']);
        expect(spans.map(({ name }) => name)).toEqual(['started']);
        expect(before.samples).toEqual([]);
        expect(after).toEqual(before);
        expect(lines.slice(before.lines)).toEqual([]);
        expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
      }, 60_000);
    });
  });
});
