import type { INestMicroservice } from '@nestjs/common';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import type { Redis } from 'ioredis';
import type { MqttClient } from 'mqtt';

interface Flushable {
  flush(): Promise<void>;
}

/** Waits until the broker knows what a server has subscribed to: Nest does not, and a message before is lost. */
export async function subscribed(app: INestMicroservice, options: MicroserviceOptions): Promise<void> {
  switch ('transport' in options ? options.transport : undefined) {
    case Transport.NATS:
      await app.unwrap<Flushable>().flush();
      break;
    case Transport.REDIS:
      await app.unwrap<readonly [publisher: Redis, subscriber: Redis]>()[1].ping();
      break;
    case Transport.MQTT:
      // Answered after the subscriptions before it.
      await app.unwrap<MqttClient>().subscribeAsync(`subscribed-${process.pid}`);
      break;
  }
}
