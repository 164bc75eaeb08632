import { MqttContext, TcpContext } from '@nestjs/microservices';
import { incomingMessage } from '../../../lib/instrumentation/microservice/incoming-message.js';

const body = (content: unknown) => Buffer.from(JSON.stringify(content));
const overMqtt = (payload: Buffer, userProperties?: object) =>
  incomingMessage(new MqttContext(['topic', { payload, properties: { userProperties } } as never]));

describe('incomingMessage', () => {
  it('finds the metadata of a body that came with user properties of the client’s own', () => {
    const payload = body({ pattern: 'p', data: 1, metadata: { traceparent: 'here' } });
    expect(overMqtt(payload, { tenant: 'a' }).carrier).toEqual({ traceparent: 'here', tenant: 'a' });
  });

  it('prefers user properties, which a record was sent with', () => {
    const payload = body({ data: 1, metadata: { traceparent: 'body' } });
    expect(overMqtt(payload, { traceparent: 'property' }).carrier).toEqual({ traceparent: 'property' });
  });

  it.each([null, 'text', 5, true])('makes nothing of %p in the place of metadata', (metadata) => {
    expect(incomingMessage(new TcpContext([{} as never, 'p', metadata as never])).carrier).toBeUndefined();
    expect(overMqtt(body({ metadata })).carrier).toBeUndefined();
  });

  it('is not troubled by a payload that is no JSON', () => {
    const payload = Buffer.from('{"metadata"');
    expect(overMqtt(payload)).toEqual({ carrier: undefined, bodySizeBytes: payload.byteLength });
  });
});
