import { randomUUID } from 'node:crypto';
import { lastValueFrom, take, timeout, toArray } from 'rxjs';
import type { Case, HandlerName } from './cases.js';
import type { Peer } from './peer.js';
import type { Sender } from './transport.js';

/** What a scenario plays with. */
export interface Stage {
  readonly client: Sender;
  readonly peer: Peer;
  pattern(name: HandlerName): string;
}

/** Longer than any transport takes to deliver, and far shorter than a handler that is held back. */
const PATIENCE_MS = 300;

/** Each case with what the application has to see, whether or not anybody observes it. */
export const SCENARIOS: Readonly<Record<Case, (stage: Stage) => Promise<void>>> = {
  'request and reply': async ({ client, pattern }) => {
    const sum = await lastValueFrom(client.send(pattern('sum'), { terms: [1, 2, 3] }));
    expect(sum).toEqual({ sum: 6 });
  },

  event: async ({ client, peer, pattern }) => {
    const order = { order: randomUUID() };
    await lastValueFrom(client.emit(pattern('ordered'), order), { defaultValue: undefined });
    expect(await peer.handled('ordered', order)).toEqual(order);
  },

  'streamed reply': async ({ client, pattern }) => {
    const values = await lastValueFrom(client.send(pattern('count'), {}).pipe(toArray()));
    expect(values).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  },

  'handler error': async ({ client, pattern }) => {
    const answer = lastValueFrom(client.send(pattern('fail'), {}));
    await expect(answer).rejects.toEqual({ status: 'error', message: 'Internal server error' });
  },

  'guard rejection': async ({ client, pattern }) => {
    const answer = lastValueFrom(client.send(pattern('guarded'), {}));
    await expect(answer).rejects.toEqual({ status: 'error', message: 'Forbidden resource' });
  },

  'timeout of the client': async ({ client, peer, pattern }) => {
    const call = { call: randomUUID() };
    const answer = lastValueFrom(client.send(pattern('slow'), call).pipe(timeout(PATIENCE_MS)));
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
    await peer.handled('slow', call);
    peer.release();
  },

  unsubscribed: async ({ client, peer, pattern }) => {
    const first = await lastValueFrom(client.send(pattern('endless'), {}).pipe(take(1)));
    expect(first).toEqual({ n: 0 });
    peer.release();
  },
};
