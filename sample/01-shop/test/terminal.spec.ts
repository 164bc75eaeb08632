import type { Answer } from './running-shop.js';
import { RunningShop } from './running-shop.js';
import { ShopTerminal } from './shop-terminal.js';

describe.each(['express', 'fastify'] as const)('the terminal of the shop on %s', (adapter) => {
  let terminal: ShopTerminal;
  let shop: RunningShop;
  beforeAll(async () => {
    terminal = new ShopTerminal();
    shop = await RunningShop.start(adapter, {}, terminal);
  });
  afterAll(() => shop.close());

  /** Everything that the terminal shows of one request. */
  async function shown({ traceId }: Answer): Promise<string[]> {
    await shop.spans(traceId);
    const short = traceId.slice(0, 8);
    const all = [...terminal.linesOf(traceId), terminal.treeOf(traceId)].join('\n');
    return all.replaceAll(traceId, 'TRACE').replaceAll(short, 'TRACE').split('\n');
  }

  it('shows an order in three services', async () => {
    const answer = await shop.request('POST', '/orders', {
      key: 'demo',
      body: { userId: 2, sku: 'pencil', quantity: 3 },
    });
    expect(await shown(answer)).toEqual([
      'TIME INFO    orders [OrdersService] Order placed orderId=1 totalCents=360 trace=TRACE',
      'TIME INFO    gateway POST /orders 201 N ms 66 B trace=TRACE',
      '✓ trace TRACE',
      '└─ gateway: POST /orders  201  N ms',
      '   ├─ UsersService.findOne  N ms',
      '   │  ├─ cache get  miss  N ms',
      '   │  ├─ SELECT users  N ms',
      '   │  └─ cache set  N ms',
      '   └─ send orders.place  N ms',
      '      └─ orders: process orders.place  N ms',
      '         └─ place order  N ms',
      '            ├─ shop.Inventory/Take  N ms',
      '            │  └─ inventory: shop.Inventory/Take  N ms',
      '            │     └─ UPDATE products  N ms',
      '            └─ INSERT orders  N ms',
    ]);
  });

  it('shows a read with the path, in a short line', async () => {
    const answer = await shop.request('GET', '/users/1');
    expect(await shown(answer)).toEqual([
      'TIME INFO    gateway GET /users/:id 200 N ms 56 B url=/users/1 trace=TRACE',
      '✓ trace TRACE',
      '└─ GET /users/:id  200  N ms',
      '   └─ UsersService.findOne  N ms',
      '      ├─ cache get  miss  N ms',
      '      ├─ SELECT users  N ms',
      '      └─ cache set  N ms',
    ]);
  });

  it('shows the path of what no route matches, without its query', async () => {
    const answer = await shop.request('GET', '/nope?token=hunter2');
    expect(await shown(answer)).toEqual([
      expect.stringMatching(/^TIME INFO {4}gateway GET \/nope 404 N ms \d+ B trace=TRACE$/),
      '✓ trace TRACE',
      '└─ GET /nope  404  N ms',
    ]);
  });

  it('shows the cause of a failure on top', async () => {
    const answer = await shop.request('GET', '/reports/revenue');
    expect(await shown(answer)).toEqual([
      'TIME ERROR   gateway Database query failed N ms query="SELECT invoices" system=sqlite trace=TRACE',
      '    Error: no such table: invoices (ERR_SQLITE_ERROR)',
      '        at …',
      'TIME ERROR   gateway GET /reports/revenue 500 N ms 52 B trace=TRACE',
      '    Error: no such table: invoices (ERR_SQLITE_ERROR)',
      '✗ trace TRACE',
      '  SELECT invoices: no such table: invoices',
      '└─ GET /reports/revenue  500 error  N ms',
      '   └─ ReportsController.revenue  error  N ms',
      '      └─ SELECT invoices  error  N ms',
    ]);
  });
});
