import { KafkaRequestSerializer } from '@nestjs/microservices/serializers/kafka-request.serializer.js';
import { context as contextApi, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { ensureContextManager } from '../../../lib/context/context-manager.js';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import { carryThroughSerializer } from '../../../lib/instrumentation/microservice/kafka-serializer.js';
import { sendingFor } from '../../../lib/instrumentation/microservice/outgoing-carrier.js';

const CALL = createContextKey('call');
const application = {
  propagator: {
    inject: (context: { getValue(key: symbol): unknown }, carrier: Record<string, string>) => {
      carrier['traceparent'] = String(context.getValue(CALL));
    },
  },
  options: { messaging: { requestId: true } },
} as unknown as ObservedApplication;

interface Sent {
  readonly value: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

beforeAll(() => ensureContextManager());

function sending<T>(call: string, fn: () => T): T {
  return contextApi.with(sendingFor(application, ROOT_CONTEXT.setValue(CALL, call)), fn);
}

describe('carryThroughSerializer', () => {
  it('adds headers to what the serializer makes, and to nothing that is not sent', async () => {
    const client = { serializer: new KafkaRequestSerializer() };
    carryThroughSerializer(client);
    carryThroughSerializer(client);
    const sent = (await sending('first', () => client.serializer.serialize({ a: 1 }))) as unknown as Sent;
    expect(sent).toEqual({ value: '{"a":1}', headers: { traceparent: 'first' } });
    expect(client.serializer.serialize({ a: 1 })).toEqual({ value: '{"a":1}', headers: {} });
  });

  it('leaves a message of the user’s without a trace, however often it is sent', () => {
    const client = { serializer: new KafkaRequestSerializer() };
    carryThroughSerializer(client);
    const message = { key: 'k', value: 'v', headers: { own: 'kept' } };
    for (const call of ['first', 'second']) {
      const sent = sending(call, () => client.serializer.serialize(message)) as unknown as Sent;
      expect(sent.headers).toEqual({ own: 'kept', traceparent: call });
    }
    expect(message).toEqual({ key: 'k', value: 'v', headers: { own: 'kept' } });
  });

  it('serves a serializer that others share, or that takes its time', async () => {
    class Slow {
      #prefix = 'slow ';
      async serialize(value: unknown): Promise<object> {
        return { value: `${this.#prefix}${String(value)}` };
      }
    }
    const shared = new Slow();
    const client = { serializer: shared };
    carryThroughSerializer(client);
    expect(client.serializer).not.toBe(shared);
    expect(await sending('call', () => client.serializer.serialize('x'))).toEqual({
      value: 'slow x',
      headers: { traceparent: 'call' },
    });
    expect(await sending('call', () => shared.serialize('x'))).toEqual({ value: 'slow x' });
  });
});
