import { Controller, Inject } from '@nestjs/common';
import { type ClientProxy, ClientsModule, EventPattern, type KafkaOptions, Transport } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { lastValueFrom } from 'rxjs';
import { until } from '../../until.js';
import { startObserved } from '../observed-application.js';
import { describeWithKafka } from './describe-with-kafka.js';
import { MockCluster } from './mock-cluster.js';

const TOPIC = 'orders-facts';
const GROUP = 'warehouse';

@Controller()
class Orders {
  constructor(@Inject('KAFKA') readonly client: ClientProxy) {}

  @EventPattern(TOPIC)
  placed(_data: unknown): void {}
}

describeWithKafka('spans of messages over Kafka', () => {
  let cluster: MockCluster;
  beforeAll(async () => {
    cluster = await MockCluster.start([TOPIC]);
  }, 60_000);
  afterAll(() => cluster.close());

  it.each([true, false])(
    'have the broker, the group, the partition and the offset; keys: %p',
    async (messageKeys) => {
      const options: KafkaOptions & { transport: Transport.KAFKA } = {
        transport: Transport.KAFKA,
        options: {
          client: { clientId: 'facts', brokers: [cluster.broker] },
          consumer: { groupId: GROUP, maxWaitTimeInMs: 20 },
          subscribe: { fromBeginning: true },
        },
      };
      const observed = await startObserved(
        'express',
        { imports: [ClientsModule.register([{ name: 'KAFKA', ...options }])], controllers: [Orders] },
        { messaging: { messageKeys } },
        (app) => {
          app.connectMicroservice(options);
        },
      );
      await observed.app.startAllMicroservices();
      const { client } = observed.app.get(Orders);
      await lastValueFrom(client.emit(TOPIC, { key: 'ada@example.com', value: 'x' }));
      const found = async (kind: SpanKind) => (await observed.spans()).findLast((span) => span.kind === kind);
      await until(async () => (await found(SpanKind.CONSUMER)) !== undefined);

      const [host, port] = cluster.broker.split(':');
      const broker = { 'server.address': host, 'server.port': Number(port) };
      const key = messageKeys ? { 'kafka.message.key': 'ada@example.com' } : {};
      const sent = (await found(SpanKind.PRODUCER))?.attributes;
      expect(sent).toMatchObject({ ...broker, ...key });
      const handled = (await found(SpanKind.CONSUMER))?.attributes;
      expect(handled).toMatchObject({
        ...broker,
        ...key,
        'messaging.consumer.group.name': `${GROUP}-server`,
        'messaging.destination.partition.id': expect.stringMatching(/^\d+$/),
        'kafka.offset': expect.any(Number),
      });
      expect(JSON.stringify([sent, handled]).includes('ada@')).toBe(messageKeys);
      await client.close();
      await observed.close();
    },
    60_000,
  );
});
