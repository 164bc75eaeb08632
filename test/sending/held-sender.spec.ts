import { HeldSender } from '../../lib/sending/held.sender.js';
import type { ItemSender } from '../../lib/sending/item-sender.js';

function holding() {
  const sent: string[] = [];
  const ready = Promise.withResolvers<void>();
  const sender: ItemSender<string> = {
    send: async (items) => {
      sent.push(...items);
      return { kind: 'sent' };
    },
    close: async () => {},
  };
  return { held: new HeldSender(sender, ready.promise), sent, ready: ready.resolve };
}

describe('an export that is held', () => {
  it('goes out when all is ready, and the next ones at once', async () => {
    const { held, sent, ready } = holding();
    const first = held.send(['first']);
    await new Promise(setImmediate);
    expect(sent).toEqual([]);
    ready();
    await first;
    await held.send(['second']);
    expect(sent).toEqual(['first', 'second']);
  });

  it('goes out at the deadline of the shutdown', async () => {
    const { held, sent } = holding();
    const deadline = new AbortController();
    const first = held.send(['first']);
    held.closeBy(deadline.signal);
    deadline.abort();
    await first;
    expect(sent).toEqual(['first']);
  });

  it('goes out when it is closed', async () => {
    const { held, sent } = holding();
    const first = held.send(['first']);
    await held.close();
    await first;
    expect(sent).toEqual(['first']);
  });
});
