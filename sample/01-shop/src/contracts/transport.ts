import { Transport } from '@nestjs/microservices';

export type OrdersTransport = ReturnType<typeof ordersTransport>;

/** How the gateway reaches the orders service: `TRANSPORT`, over TCP or through a broker on its default port. */
export function ordersTransport(env: NodeJS.ProcessEnv) {
  switch (env['TRANSPORT'] ?? 'tcp') {
    case 'tcp':
      return {
        transport: Transport.TCP as const,
        options: { host: '127.0.0.1', port: Number(env['ORDERS_PORT'] ?? 3011) },
      };
    case 'redis':
      return { transport: Transport.REDIS as const, options: { host: '127.0.0.1', port: 6379 } };
    case 'nats':
      return { transport: Transport.NATS as const, options: { servers: ['nats://127.0.0.1:4222'] } };
    case 'mqtt':
      return { transport: Transport.MQTT as const, options: { url: 'mqtt://127.0.0.1:1883' } };
    case 'rabbitmq':
      return {
        transport: Transport.RMQ as const,
        options: { urls: ['amqp://127.0.0.1:5672'], queue: 'shop-orders', queueOptions: { autoDelete: true } },
      };
    case 'kafka':
      return {
        transport: Transport.KAFKA as const,
        options: {
          client: { clientId: 'shop', brokers: [env['KAFKA_BROKER'] ?? '127.0.0.1:9092'] },
          consumer: { groupId: 'shop' },
        },
      };
    default:
      throw new Error(`TRANSPORT is "${env['TRANSPORT']}". Fix: tcp, redis, nats, mqtt, rabbitmq or kafka.`);
  }
}
