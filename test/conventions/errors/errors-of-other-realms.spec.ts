import { runInNewContext } from 'node:vm';
import { Logger } from '@nestjs/common';
import { redisTransaction } from '../../../lib/conventions/cache/redis-transaction.js';
import { redisFailure } from '../../../lib/conventions/cache/redis.js';
import { isError } from '../../../lib/conventions/errors/is-error.js';
import { reasonOf } from '../../../lib/metrics/cluster/cluster-messages.js';
import { Diagnostics } from '../../../lib/telemetry.diagnostics.js';
import { ExporterSender } from '../../../lib/tracing/exporters/exporter.sender.js';

/** An error as code in another realm throws it: it is no `instanceof Error` here. */
function foreign(expression: string): Error {
  return runInNewContext(expression) as Error;
}

describe('an error of another realm', () => {
  it.each([
    ['an error', 'new Error("x")'],
    ['an error of a subclass', 'class OutOfStock extends RangeError {} new OutOfStock("x")'],
    ['an aggregate', 'new AggregateError([], "x")'],
  ])('is an error: %s', (_what, expression) => {
    const error = foreign(expression);
    expect(Object(error) instanceof Error).toBe(false);
    expect(isError(error)).toBe(true);
  });

  it.each([
    ['something that looks like one', '({ name: "Error", message: "x", stack: "Error: x" })'],
    ['a revoked proxy', 'const { proxy, revoke } = Proxy.revocable(new Error("x"), {}); revoke(); proxy'],
    ['nothing', 'undefined'],
  ])('is not: %s', (_what, expression) => {
    expect(isError(foreign(expression))).toBe(false);
  });

  it('has its stack in diagnostics', () => {
    const said: string[] = [];
    Logger.overrideLogger({ log: () => 0, error: () => 0, warn: (line: string) => said.push(line) });
    try {
      const error = foreign('new RangeError("out of stock")');
      new Diagnostics().report('The exporter failed', error);
      expect(said).toEqual([`The exporter failed: ${error.stack}`]);
    } finally {
      Logger.overrideLogger(false);
    }
  });

  it('reaches the queue behind an exporter as it is', async () => {
    const error = foreign('new RangeError("refused")');
    const failing = {
      export: () => {
        throw error;
      },
      shutdown: async () => undefined,
    };
    const outcome = await new ExporterSender(failing, 1_000).send([]);
    expect((outcome as { error: unknown }).error).toBe(error);
  });

  it('tells its reason to the other processes of a cluster', () => {
    expect(reasonOf(foreign('new RangeError("out of memory")'))).toBe('out of memory');
  });

  it('has the code of a reply of Redis', () => {
    const moved = foreign('new Error("MOVED 3999 127.0.0.1:6381")');
    expect(redisFailure('GET', moved).facts).toMatchObject({ 'db.response.status_code': 'MOVED' });
    expect(redisTransaction('EXEC', ['OK', moved])).toMatchObject({ failed: true, error: moved });
  });
});
