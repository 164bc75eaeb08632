import { once } from 'node:events';
import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { describeWithKafka } from './describe-with-kafka.js';
import { MockCluster } from './mock-cluster.js';

describeWithKafka('The Kafka of the tests', () => {
  it('carries a message with its headers to a consumer of a group', async () => {
    const cluster = await MockCluster.start(['orders', 'orders.reply']);
    const kafka = new Kafka({ brokers: [cluster.broker], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    const consumer = kafka.consumer({ groupId: 'shop' });
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
    const received = new Promise<[unknown, unknown]>((resolve) => {
      void consumer.run({
        eachMessage: async ({ message }) =>
          resolve([message.value?.toString(), message.headers?.['traceparent']?.toString()]),
      });
    });

    await producer.send({ topic: 'orders', messages: [{ value: 'seven', headers: { traceparent: '00-1-2-01' } }] });

    expect(await received).toEqual(['seven', '00-1-2-01']);
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
    await cluster.close();
  });

  it('ends when its starter closes it', async () => {
    const cluster = await MockCluster.start(['orders']);
    const [host, port] = cluster.broker.split(':');
    await cluster.close();

    const socket = connect({ host, port: Number(port) });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];

    expect(error.code).toBe('ECONNREFUSED');
  });
});
