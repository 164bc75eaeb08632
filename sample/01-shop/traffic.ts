/**
 * Some seconds of mixed requests to a running shop: `npm run traffic`.
 * PORT says where it is (3000), DURATION_SECONDS for how long (10), REQUESTS_PER_SECOND how many (10).
 */
import { setTimeout as sleep } from 'node:timers/promises';

const shop = `http://localhost:${process.env['PORT'] ?? 3000}`;
const seconds = Math.min(Number(process.env['DURATION_SECONDS'] ?? 10), 600);
const rate = Math.min(Number(process.env['REQUESTS_PER_SECOND'] ?? 10), 200);

interface Visit {
  readonly what: string;
  readonly path: string;
  readonly method?: string;
  readonly key?: string;
  readonly body?: unknown;
}

const order = { method: 'POST', path: '/orders', key: 'demo' };
const someUser = () => 1 + Math.floor(Math.random() * 3);

/** One round of what people do, the good and the bad. */
const VISITS: readonly (() => Visit)[] = [
  () => ({ what: 'read a user', path: `/users/${someUser()}` }),
  () => ({ what: 'place an order', ...order, body: { userId: someUser(), sku: 'pencil', quantity: 2 } }),
  () => ({ what: 'list the users', path: '/users' }),
  () => ({ what: 'read a user', path: `/users/${someUser()}` }),
  () => ({ what: 'read an order', path: '/orders/1' }),
  () => ({ what: 'order what is sold out', ...order, body: { userId: someUser(), sku: 'abacus', quantity: 1 } }),
  () => ({ what: 'read a user', path: `/users/${someUser()}` }),
  () => ({ what: 'order without a key', method: 'POST', path: '/orders', body: {} }),
  () => ({ what: 'send an invalid body', method: 'POST', path: '/users', key: 'demo', body: { email: 'nobody' } }),
  () => ({ what: 'read a user who is not there', path: '/users/404' }),
  () => ({ what: 'ask for the report that fails', path: '/reports/revenue' }),
  () => ({ what: 'ask for what is not there', path: '/nowhere' }),
  () => ({
    what: 'sign up',
    method: 'POST',
    path: '/users',
    key: 'demo',
    body: { name: 'Guest', email: `guest-${Math.random().toString(36).slice(2)}@example.com` },
  }),
  () => ({ what: 'empty the cache', method: 'DELETE', path: '/users/cache', key: 'demo' }),
];

const answers = new Map<string, number>();

function count(what: string, answer: string | number): void {
  const key = `${what.padEnd(32)}${answer}`;
  answers.set(key, (answers.get(key) ?? 0) + 1);
}

async function send({ what, path, method = 'GET', key, body }: Visit): Promise<void> {
  const headers: Record<string, string> = {};
  if (key !== undefined) headers['x-api-key'] = key;
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(`${shop}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(5_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.text();
    count(what, response.status);
  } catch (error) {
    count(what, error instanceof Error ? error.name : 'failed');
  }
}

/** Listens to the orders until `leave`, and then goes away in mid-stream, as browsers do. */
async function listen(leave: AbortSignal): Promise<number> {
  let heard = 0;
  try {
    const response = await fetch(`${shop}/orders/events`, { signal: leave });
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      heard += text.split('event: placed').length - 1;
    }
  } catch (error) {
    if (!leave.aborted) throw error;
  }
  return heard;
}

async function isOpen(): Promise<boolean> {
  try {
    return (await fetch(`${shop}/users`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

if (!(await isOpen())) {
  console.error(
    `There is no shop at ${shop}. Start it with \`npm start\` in another terminal, or say where it is: PORT=…`,
  );
  process.exit(1);
}

console.log(`${seconds} seconds of requests to ${shop}, ${rate} a second …`);
const leaving = new AbortController();
const listening = listen(leaving.signal);
const sent: Promise<void>[] = [];
for (let at = 0; at < seconds * rate; at++) {
  const visit = VISITS[at % VISITS.length];
  if (visit !== undefined) sent.push(send(visit()));
  await sleep(1_000 / rate);
}
await Promise.all(sent);
leaving.abort();
const heard = await listening;

console.log(`
${[...answers].map(([key, times]) => `  ${key}  × ${times}`).join('\n')}
  ${'hear of orders (a stream)'.padEnd(32)}${heard} events

Now look at
  the other terminal: a tree for each request; the failing report has its cause on top
  ${shop}/metrics: try  curl -s ${shop}/metrics | grep -E '^(http_requests|cache_|messages_)'
`);
