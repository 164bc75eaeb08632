import { describeWithKafka } from '../../../test/integration/kafka/describe-with-kafka.js';
import { MockCluster } from '../../../test/integration/kafka/mock-cluster.js';
import { describeWithServer } from '../../../test/integration/tcp-server.js';
import { FIND_ORDER, PLACE_ORDER } from '../src/contracts/order.js';
import { outline } from './outline.js';
import { RunningShop } from './running-shop.js';

/** Longer than members of a group of Kafka's wait for others. */
const LONGEST_MS = 60_000;

function placesAnOrder(environment: () => Promise<Readonly<Record<string, string>>>): void {
  it(
    'is one trace through the three services',
    async () => {
      const shop = await RunningShop.start('fastify', await environment());
      try {
        const order = { userId: 2, sku: 'pencil', quantity: 3 };
        const answer = await shop.request('POST', '/orders', { key: 'demo', body: order });
        expect(answer).toMatchObject({ status: 201, body: { id: 1, total_cents: 360 } });
        expect((await shop.request('GET', '/orders/1')).body).toEqual(answer.body);
        expect(outline(await shop.spans(answer.traceId)).slice(5)).toEqual([
          '  send orders.place',
          '    process orders.place',
          '      place order',
          '        shop.Inventory/Take',
          '          shop.Inventory/Take',
          '            UPDATE products',
          '        INSERT orders',
        ]);
      } finally {
        await shop.close();
      }
    },
    LONGEST_MS,
  );
}

describe.each([
  ['redis', 'Redis', 6379],
  ['nats', 'NATS', 4222],
  ['mqtt', 'an MQTT broker', 1883],
  ['rabbitmq', 'RabbitMQ', 5672],
] as const)('the shop', (TRANSPORT, server, port) => {
  describeWithServer(server, port, `over ${TRANSPORT}`, () => placesAnOrder(async () => ({ TRANSPORT })));
});

describeWithKafka('the shop over kafka', () => {
  let cluster: MockCluster;
  beforeAll(async () => {
    const topics = [PLACE_ORDER, FIND_ORDER];
    cluster = await MockCluster.start([...topics, ...topics.map((topic) => `${topic}.reply`)]);
  });
  afterAll(() => cluster.close());

  placesAnOrder(async () => ({ TRANSPORT: 'kafka', KAFKA_BROKER: cluster.broker }));
});
