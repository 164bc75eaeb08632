import { MqttRecordBuilder, NatsRecordBuilder, RmqRecordBuilder } from '@nestjs/microservices';
import { headers as natsHeaders } from '@nats-io/transport-node';

export function recordFor(title: string): unknown {
  const data = { mine: 1 };
  if (title === 'RabbitMQ') return new RmqRecordBuilder(data).setOptions({ headers: { own: 'kept' } }).build();
  if (title === 'NATS') {
    const headers = natsHeaders();
    headers.set('own', 'kept');
    return new NatsRecordBuilder(data).setHeaders(headers).build();
  }
  if (title.startsWith('MQTT')) {
    return new MqttRecordBuilder(data)
      .setProperties({ userProperties: { own: 'kept' } })
      .setQoS(1)
      .build();
  }
  return data;
}

export function headersOf(context: unknown): unknown {
  const from = context as {
    getHeaders?(): Iterable<unknown>;
    getMessage?(): { properties: object };
    getPacket?(): { properties?: object };
  };
  return [...(from.getHeaders?.() ?? []), from.getMessage?.().properties, from.getPacket?.().properties];
}
