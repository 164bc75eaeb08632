import { randomUUID } from 'node:crypto';
import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs';
import { MockCluster } from '../kafka/mock-cluster.js';
import type { Captured, RawPeer } from './raw-peers.js';

const text = (headers: EachMessagePayload['message']['headers'] = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** A peer that speaks Kafka's protocol through kafkajs alone, with a broker of its own. */
export async function kafkaPeer(topics: readonly string[]): Promise<RawPeer> {
  const replies = topics.map((topic) => `${topic}.reply`);
  const cluster = await MockCluster.start([...topics, ...replies]);
  const kafka = new Kafka({ clientId: 'raw', brokers: [cluster.broker], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  const consumer = kafka.consumer({ groupId: 'raw', maxWaitTimeInMs: 20 });
  const heard: { readonly topic: string; readonly captured: Captured }[] = [];
  const waiting = new Set<() => void>();
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics, ...replies], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, message: { value, headers } }) => {
      heard.push({ topic, captured: { body: String(value), headers: text(headers) } });
      for (const look of waiting) look();
    },
  });

  /** The next message on the topic, from now on, that is the one meant. */
  function next(topic: string, isMeant: (captured: Captured) => boolean = () => true): Promise<Captured> {
    const since = heard.length;
    return new Promise((resolve) => {
      const look = () => {
        const found = heard.slice(since).find((message) => message.topic === topic && isMeant(message.captured));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found.captured);
      };
      waiting.add(look);
    });
  }

  return {
    broker: Number(cluster.broker.split(':')[1]),
    listen: async (pattern) => {
      const message = next(pattern);
      return () => message;
    },
    ask: async (pattern, carrier) => {
      // A server that starts anew, in a group of its own, answers what others have answered before it.
      const id = randomUUID();
      const reply = next(`${pattern}.reply`, ({ headers }) => headers['kafka_correlationId'] === id);
      const headers = {
        kafka_correlationId: id,
        kafka_replyTopic: `${pattern}.reply`,
        kafka_replyPartition: '0',
        ...carrier,
      };
      await producer.send({ topic: pattern, messages: [{ value: '[1,2]', headers }] });
      const { body, headers: replied } = await reply;
      return { body, headers: { ...replied, kafka_correlationId: 'its own' } };
    },
    close: async () => {
      await consumer.disconnect();
      await producer.disconnect();
      await cluster.close();
    },
  };
}
