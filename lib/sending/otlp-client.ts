import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ISerializer } from '@opentelemetry/otlp-transformer';
import type { SendOutcome } from './send-outcome.js';
import type { Sender } from './sender.js';

/** Sends encoded requests. Each `send` is one attempt. */
export interface OtlpTransport extends Sender {
  /** Never rejects. */
  send(data: Uint8Array): Promise<SendOutcome>;
  /** Lets go of idle connections. */
  shutdown(): void;
}

/** Sends the items of one signal by OTLP, in one protocol. */
export class OtlpClient<Items> {
  constructor(
    private readonly serializer: Pick<ISerializer<Items, unknown>, 'serializeRequest'>,
    private readonly transport: OtlpTransport,
  ) {}

  get address(): string {
    return this.transport.address;
  }

  /** One attempt, which has one outcome. Never rejects. */
  async send(items: Items): Promise<SendOutcome> {
    try {
      const data = this.serializer.serializeRequest(items);
      if (data === undefined) throw new Error('The items cannot be encoded');
      // An export is no call of the application's, and belongs to no request that happens to run.
      return await contextApi.with(suppressTracing(ROOT_CONTEXT), () => this.transport.send(data));
    } catch (error) {
      return { kind: 'lost', reason: 'failed', error };
    }
  }

  closeBy(deadline: AbortSignal): void {
    this.transport.closeBy(deadline);
  }

  async close(): Promise<void> {
    this.transport.shutdown();
  }
}
