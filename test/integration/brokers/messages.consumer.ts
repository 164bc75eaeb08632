import type { ConsumeMessage } from 'amqplib';
import { Injectable } from '@nestjs/common';
import { Logger, TraceConsume } from 'nestjs-telemetry';

@Injectable()
export class MessagesConsumer {
  constructor(private readonly logger: Logger) {}

  @TraceConsume({
    system: 'rabbitmq',
    destination: (message: ConsumeMessage) => message.properties.type as string,
    headers: (message: ConsumeMessage) => message.properties.headers,
    size: (message: ConsumeMessage) => message.content,
    messageId: (message: ConsumeMessage) => message.properties.messageId as string | undefined,
  })
  async onMessage(message: ConsumeMessage): Promise<void> {
    this.logger.info('handled', { body: message.content.toString() });
    if (message.content.toString() === 'poison') throw new Error('poisoned');
  }

  @TraceConsume({
    system: 'rabbitmq',
    destination: 'batches',
    headers: (batch: readonly ConsumeMessage[]) => batch.map(({ properties }) => properties.headers),
  })
  async onBatch(batch: readonly ConsumeMessage[]): Promise<number> {
    return batch.length;
  }
}
