import { MqttRecord, MqttRecordBuilder, RmqRecord, RmqRecordBuilder } from '@nestjs/microservices';
import { MqttRecordSerializer } from '@nestjs/microservices/serializers/mqtt-record.serializer.js';
import type { OutgoingPacket } from '../../../lib/instrumentation/microservice/outgoing-packet.js';
import {
  plainMqttPacket,
  putMqttProperties,
  putRmqHeaders,
} from '../../../lib/instrumentation/microservice/packet-carriers.js';

const carrier = { traceparent: 'this-call' };
const version5 = { options: { protocolVersion: 5 } };
const putMqtt = putMqttProperties(MqttRecord);
const putRmq = putRmqHeaders((data) => data instanceof RmqRecord);

describe('what a packet carries', () => {
  it.each([{ mine: 1 }, 'text', 0, null, undefined, [1]])('is in user properties for MQTT 5: %j', (data) => {
    const packet: OutgoingPacket = { pattern: 'p', data };
    putMqtt(packet, carrier, version5);
    expect((packet.data as MqttRecord).options).toEqual({ properties: { userProperties: carrier } });
    expect(packet.metadata).toBeUndefined();
    const sent = JSON.parse(new MqttRecordSerializer().serialize(packet as never) as string) as object;
    expect(sent).toEqual(JSON.parse(JSON.stringify({ pattern: 'p', data })));
    // A serializer of the user's gets the data as it was.
    expect(plainMqttPacket(packet)).toEqual({ pattern: 'p', data });
  });

  it('is in the user properties of a record for MQTT 5, next to those of the user', () => {
    const record = new MqttRecordBuilder({ mine: 1 })
      .setQoS(1)
      .setProperties({ userProperties: { own: 'kept' } })
      .build();
    const packet: OutgoingPacket = { pattern: 'p', data: record };
    putMqtt(packet, carrier, version5);
    expect(packet.data).toBeInstanceOf(MqttRecord);
    expect((packet.data as MqttRecord).options).toEqual({
      qos: 1,
      properties: { userProperties: { own: 'kept', ...carrier } },
    });
    expect(record.options?.properties?.userProperties).toEqual({ own: 'kept' });
    expect(packet.metadata).toBeUndefined();
  });

  it('is in the body of a record for MQTT 3.1.1', () => {
    const packet: OutgoingPacket = { pattern: 'p', data: new MqttRecordBuilder({ mine: 1 }).build() };
    putMqtt(packet, carrier, {});
    expect(JSON.parse(new MqttRecordSerializer().serialize(packet as never) as string)).toEqual({
      pattern: 'p',
      data: { mine: 1 },
      metadata: carrier,
    });
  });

  it('joins what a dispatch hook has put there', () => {
    const packet: OutgoingPacket = { pattern: 'p', data: 1, options: { headers: { hook: 'kept' } } };
    putRmq(packet, carrier, {});
    expect(packet.options).toEqual({ headers: { hook: 'kept', ...carrier } });
  });

  it('takes the place of what the same record carried before', () => {
    const record = new RmqRecordBuilder('data').setOptions({ headers: { own: 'kept' }, priority: 3 }).build();
    const first: OutgoingPacket = { pattern: 'p', data: record };
    const second: OutgoingPacket = { pattern: 'p', data: record };
    putRmq(first, { traceparent: 'first', tracestate: 'first' }, {});
    putRmq(second, { traceparent: 'second' }, {});
    expect((second.data as RmqRecord).options).toEqual({
      headers: { own: 'kept', traceparent: 'second' },
      priority: 3,
    });
    expect(record.options).toEqual({ headers: { own: 'kept' }, priority: 3 });
  });
});
