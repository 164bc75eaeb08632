import { LogStatistics } from '../../../lib/logging/log-statistics.js';
import { LineQueue, type LineQueueOptions } from '../../../lib/logging/otlp/line-queue.js';
import { DeliveryReport } from '../../../lib/sending/delivery-report.js';
import type { ItemSender } from '../../../lib/sending/item-sender.js';
import type { SendOutcome } from '../../../lib/sending/send-outcome.js';
import { until } from '../../until.js';

/** A receiver that answers when told. */
class Receiver implements ItemSender<string> {
  readonly batches: string[][] = [];
  readonly received: string[] = [];
  outcome: SendOutcome = { kind: 'sent' };
  hanging: (() => void)[] | undefined;
  closed = 0;

  async send(lines: readonly string[]): Promise<SendOutcome> {
    this.batches.push([...lines]);
    if (this.hanging !== undefined) await new Promise<void>((resolve) => this.hanging?.push(resolve));
    else await Promise.resolve();
    if (this.outcome.kind === 'sent') this.received.push(...lines);
    return this.outcome;
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

const OPTIONS: LineQueueOptions = {
  maxExportBatchSize: 100,
  flushIntervalMs: 5,
  maxQueueSize: 1_000,
  maxQueueBytes: 1_000_000_000,
  exportTimeoutMs: 50,
  backoff: { firstMs: 1, longestMs: 4 },
};
const DOWN: SendOutcome = { kind: 'failed', error: new Error('ECONNREFUSED') };

function queueTo(receiver: ItemSender<string>, options: Partial<LineQueueOptions> = {}) {
  const statistics = new LogStatistics();
  const reports: string[] = [];
  const names = { items: 'log lines', where: 'the receiver' };
  const counter = statistics.delivery('otlp', 'http://receiver');
  const delivery = new DeliveryReport(names, counter, (what) => void reports.push(what));
  const queue = new LineQueue(receiver, { ...OPTIONS, ...options }, delivery);
  return { queue, reports, dropped: () => statistics.read()[0]?.dropped };
}

function lines(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `${from + index}`);
}

describe('LineQueue', () => {
  it('sends nothing while a line is written', () => {
    const receiver = new Receiver();
    const { queue } = queueTo(receiver);
    for (const line of lines(0, 500)) queue.write(line);
    expect(receiver.batches).toEqual([]);
  });

  it('sends full batches as soon as they are, and the rest after the interval', async () => {
    const receiver = new Receiver();
    const { queue } = queueTo(receiver);
    for (const line of lines(0, 250)) queue.write(line);
    await new Promise(setImmediate);
    await until(() => receiver.batches.length === 2);
    expect(receiver.batches.map(({ length }) => length)).toEqual([100, 100]);
    await until(() => receiver.received.length === 250);
    expect(receiver.received).toEqual(lines(0, 250));
  });

  it('keeps what fails until the receiver is back, and drops and counts only what does not fit', async () => {
    const receiver = new Receiver();
    receiver.outcome = DOWN;
    const { queue, reports, dropped } = queueTo(receiver);
    for (const line of lines(0, 600)) queue.write(line);
    await until(() => receiver.batches.length >= 6);
    for (const line of lines(600, 1_250)) queue.write(line);
    await until(() => receiver.batches.length >= 10);
    expect(receiver.received).toEqual([]);
    expect(dropped()).toBe(250);
    receiver.outcome = { kind: 'sent' };
    await until(() => receiver.received.length >= 1_000);
    expect(receiver.received.toSorted((one, other) => Number(one) - Number(other))).toEqual(lines(0, 1_000));
    expect(dropped()).toBe(250);
    expect(reports).toEqual([
      'Log lines cannot be delivered to the receiver: they wait, and are sent again',
      'Log lines do not fit into the queue for the receiver and are lost',
      expect.stringMatching(
        /^Log lines are delivered to the receiver again, after \d+\.\d s: 1000 waited, 250 were lost$/,
      ),
    ]);
  });

  it('tries one batch at a time while the receiver is away', async () => {
    const receiver = new Receiver();
    receiver.outcome = DOWN;
    const { queue } = queueTo(receiver);
    for (const line of lines(0, 1_000)) queue.write(line);
    await until(() => receiver.batches.length >= 4);
    receiver.hanging = [];
    await until(() => receiver.hanging?.length === 1);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(receiver.hanging).toHaveLength(1);
  });

  it('drops a batch that is refused, and goes on with the next', async () => {
    const receiver = new Receiver();
    receiver.outcome = { kind: 'lost', reason: 'refused', error: new Error('400') };
    const { queue, dropped } = queueTo(receiver);
    for (const line of lines(0, 100)) queue.write(line);
    await until(() => dropped() === 100);
    receiver.outcome = { kind: 'sent' };
    for (const line of lines(100, 200)) queue.write(line);
    await until(() => receiver.received.length === 100);
    expect(receiver.received).toEqual(lines(100, 200));
    expect(receiver.batches).toHaveLength(2);
  });

  it('counts what is on its way as part of the queue', async () => {
    const receiver = new Receiver();
    receiver.hanging = [];
    const { queue, dropped } = queueTo(receiver, { maxQueueSize: 300 });
    for (const line of lines(0, 300)) queue.write(line);
    await until(() => receiver.batches.length === 3);
    queue.write('one too many');
    expect(dropped()).toBe(1);
  });
});

describe('bytes', () => {
  const long = (length: number) => 'é'.repeat(length / 2);

  it('bound the queue, with what is on its way', async () => {
    const receiver = new Receiver();
    receiver.hanging = [];
    const { queue, dropped } = queueTo(receiver, { maxQueueBytes: 100_000 });
    for (let line = 0; line < 20; line++) queue.write(long(10_000));
    expect(dropped()).toBe(10);
    await until(() => receiver.batches.length === 1);
    queue.write(long(10_000));
    expect(dropped()).toBe(11);
    receiver.hanging.forEach((go) => go());
    await until(() => receiver.received.length === 10);
    queue.write(long(100_000));
    queue.write(long(2));
    expect(dropped()).toBe(12);
  });

  it('bound a batch, which has one line at least', async () => {
    const receiver = new Receiver();
    const { queue } = queueTo(receiver, { flushIntervalMs: 100_000 });
    for (const size of [600_000, 300_000, 300_000, 3_000_000, 10]) queue.write(long(size));
    await queue.close();
    expect(receiver.batches.map(({ length }) => length)).toEqual([2, 1, 1, 1]);
  });

  it('are free again after a batch that failed was dropped or sent', async () => {
    const receiver = new Receiver();
    receiver.outcome = DOWN;
    const { queue, dropped } = queueTo(receiver, { maxQueueBytes: 100_000 });
    for (let line = 0; line < 10; line++) queue.write(long(10_000));
    await until(() => receiver.batches.length >= 3);
    receiver.outcome = { kind: 'sent' };
    await until(() => receiver.received.length === 10);
    for (let line = 0; line < 10; line++) queue.write(long(10_000));
    expect(dropped()).toBe(0);
  });
});

describe('closing', () => {
  it('sends all that waits, whole batches and the rest, and ends the sender once', async () => {
    const receiver = new Receiver();
    const { queue, dropped } = queueTo(receiver, { flushIntervalMs: 100_000 });
    for (const line of lines(0, 950)) queue.write(line);
    await Promise.all([queue.close(), queue.close()]);
    expect(receiver.received).toEqual(lines(0, 950));
    expect(Math.max(...receiver.batches.map(({ length }) => length))).toBe(100);
    expect(receiver.closed).toBe(1);
    expect(dropped()).toBe(0);
  });

  it('tries once more in the middle of a back-off', async () => {
    const receiver = new Receiver();
    receiver.outcome = DOWN;
    const { queue } = queueTo(receiver, { backoff: { firstMs: 100_000, longestMs: 100_000 } });
    for (const line of lines(0, 300)) queue.write(line);
    await until(() => receiver.batches.length === 3);
    receiver.outcome = { kind: 'sent' };
    await queue.close();
    expect(receiver.received).toHaveLength(300);
  });

  it.each(['refuses', 'is silent'])(
    'counts what is left when the receiver %s, and does not wait for ever',
    async (how) => {
      const receiver = new Receiver();
      if (how === 'refuses') receiver.outcome = DOWN;
      else receiver.hanging = [];
      const { queue, dropped, reports } = queueTo(receiver, { flushIntervalMs: 100_000 });
      for (const line of lines(0, 950)) queue.write(line);
      await queue.close();
      expect(dropped()).toBe(950);
      queue.write('late');
      expect(dropped()).toBe(951);
      expect(reports).toHaveLength(1);
    },
  );
});
