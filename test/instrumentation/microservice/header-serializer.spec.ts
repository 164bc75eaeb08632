import { runInNewContext } from 'node:vm';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { KafkaRequestSerializer } from '@nestjs/microservices/serializers/kafka-request.serializer.js';
import { context as contextApi, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { ensureContextManager } from '../../../lib/context/context-manager.js';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import {
  type AddHeaders,
  carryThroughSerializer,
} from '../../../lib/instrumentation/microservice/header-serializer.js';
import { addNatsHeaders } from '../../../lib/instrumentation/microservice/nats-headers.js';
import { sendingFor } from '../../../lib/instrumentation/microservice/outgoing-carrier.js';

const faults: string[] = [];
const CALL = createContextKey('call');
const application = {
  propagator: {
    inject: (context: { getValue(key: symbol): unknown }, carrier: Record<string, string>) => {
      carrier['traceparent'] = String(context.getValue(CALL));
    },
  },
  options: { messaging: { requestId: true } },
  report: (what: string, error: Error) => void faults.push(`${what}: ${error.message}`),
} as unknown as ObservedApplication;

interface Sent {
  readonly value: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

const addHeaders: AddHeaders = (headers, carrier) => ({ ...(headers as object), ...carrier });

beforeAll(() => ensureContextManager());

function sending<T>(call: string, fn: () => T): T {
  return contextApi.with(sendingFor(application, ROOT_CONTEXT.setValue(CALL, call)), fn);
}

describe('carryThroughSerializer', () => {
  it('adds headers to what the serializer makes, and to nothing that is not sent', async () => {
    const client = { serializer: new KafkaRequestSerializer() };
    carryThroughSerializer(client, addHeaders);
    carryThroughSerializer(client, addHeaders);
    const sent = (await sending('first', () => client.serializer.serialize({ a: 1 }))) as unknown as Sent;
    expect(sent).toEqual({ value: '{"a":1}', headers: { traceparent: 'first' } });
    expect(client.serializer.serialize({ a: 1 })).toEqual({ value: '{"a":1}', headers: {} });
  });

  it('leaves a message of the user’s without a trace, however often it is sent', () => {
    const client = { serializer: new KafkaRequestSerializer() };
    carryThroughSerializer(client, addHeaders);
    const message = { key: 'k', value: 'v', headers: { own: 'kept' } };
    for (const call of ['first', 'second']) {
      const sent = sending(call, () => client.serializer.serialize(message)) as unknown as Sent;
      expect(sent.headers).toEqual({ own: 'kept', traceparent: call });
    }
    expect(message).toEqual({ key: 'k', value: 'v', headers: { own: 'kept' } });
  });

  it('adds headers to what a promise of another realm brings', async () => {
    const client = {
      serializer: { serialize: runInNewContext('async (value) => ({ value })') as (value: string) => unknown },
    };
    carryThroughSerializer(client, addHeaders);
    const sent = await sending('call', () => client.serializer.serialize('x'));
    expect(sent).toEqual({ value: 'x', headers: { traceparent: 'call' } });
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
    carryThroughSerializer(client, addHeaders);
    expect(client.serializer).not.toBe(shared);
    expect(await sending('call', () => client.serializer.serialize('x'))).toEqual({
      value: 'slow x',
      headers: { traceparent: 'call' },
    });
    expect(await sending('call', () => shared.serialize('x'))).toEqual({ value: 'slow x' });
  });

  it('prepares a serializer that several clients share, and not a copy of it', async () => {
    class Prepared {
      codec: string | undefined;
      async init(): Promise<void> {
        this.codec = 'json';
      }
      serialize(value: unknown): object {
        return { value, codec: this.codec };
      }
    }
    const client = { serializer: new Prepared() };
    carryThroughSerializer(client, addHeaders);
    await client.serializer.init();
    expect(sending('call', () => client.serializer.serialize('x'))).toMatchObject({ codec: 'json' });
  });

  it('sends the message as it is, and reports, where headers cannot be added', () => {
    const client = { serializer: new KafkaRequestSerializer() };
    carryThroughSerializer(client, () => {
      throw new Error('No headers here');
    });
    expect(sending('call', () => client.serializer.serialize({ a: 1 }))).toEqual({ value: '{"a":1}', headers: {} });
    expect(faults).toEqual(['The trace context of a message could not be written: No headers here']);
  });
});

describe('headers of NATS', () => {
  it('are a copy of those of the user, with the carrier', () => {
    const own = headers();
    own.append('own', 'one');
    own.append('own', 'two');
    own.set('traceparent', 'earlier');
    const added = addNatsHeaders(own, { traceparent: 'call' }) as MsgHdrs;
    expect([...added]).toEqual([
      ['own', ['one', 'two']],
      ['traceparent', ['call']],
    ]);
    expect(own.get('traceparent')).toBe('earlier');
  });

  it('are made for a message without any', () => {
    expect([...(addNatsHeaders(undefined, { traceparent: 'call' }) as MsgHdrs)]).toEqual([['traceparent', ['call']]]);
  });
});
