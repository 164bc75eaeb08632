import type { ReportedSpan } from 'nestjs-telemetry';
import { ShopProcesses } from './shop-processes.js';

/** The request that fails, and what fails inside it. All others are refused, or answered. */
const FAILING = 'GET /reports/revenue';

describe('the traffic of the sample', () => {
  let shop: ShopProcesses;
  let said: string;

  beforeAll(async () => {
    shop = await ShopProcesses.start();
    expect(await shop.placeOrder()).toBe(201);
    // Two rounds of each kind of request.
    said = await shop.traffic(2, 14);
    await shop.stop();
  }, 60_000);
  afterAll(() => shop?.stop());

  it('has every kind of request, with the answers that are meant', () => {
    const answers = said.match(/^ {2}\S.*? × \d+$/gm)?.map((line) => line.replace(/\s+/g, ' ').trim());
    expect(answers?.toSorted()).toEqual([
      'ask for the report that fails 500 × 2',
      'ask for what is not there 404 × 2',
      'empty the cache 204 × 2',
      'list the users 200 × 2',
      'order what is sold out 409 × 2',
      'order without a key 403 × 2',
      'place an order 201 × 2',
      'read a user 200 × 6',
      'read a user who is not there 404 × 2',
      'read an order 200 × 2',
      'send an invalid body 400 × 2',
      'sign up 201 × 2',
    ]);
  });

  it('has failed spans in the failing request alone', () => {
    const failing = new Set(
      shop.spans.filter(({ operationName }) => operationName === FAILING).map(({ traceId }) => traceId),
    );
    expect(failing.size).toBe(2);
    const failed = shop.spans.filter(isFailed);
    expect(failed.filter(({ traceId }) => !failing.has(traceId))).toEqual([]);
    expect(failed.filter(({ operationName }) => operationName === FAILING)).toHaveLength(2);
  });

  it('has lines of level error about the failing request alone', () => {
    const failing = new Set(
      shop.spans.filter(({ operationName }) => operationName === FAILING).map(({ traceId }) => traceId),
    );
    const errors = shop.lines().filter(({ level }) => level === 'error' || level === 'fatal');
    expect(errors.filter(({ trace_id: traceId = '' }) => !failing.has(traceId))).toEqual([]);
    expect(errors.filter(({ message }) => message === `${FAILING} 500`)).toHaveLength(2);
    // Each failure is told in full once.
    expect(errors.filter((line) => JSON.stringify(line).includes('\\n    at '))).toHaveLength(2);
  });
});

function isFailed({ status }: ReportedSpan): boolean {
  return status === 'error';
}
