import type { ItemSender } from '../../sending/item-sender.js';
import type { OtlpClient } from '../../sending/otlp-client.js';
import type { SendOutcome } from '../../sending/send-outcome.js';
import type { EncodedRecord } from './log-encoding.js';

/** Sends encoded records to an OTLP receiver. */
export class OtlpSender implements ItemSender<EncodedRecord> {
  constructor(private readonly client: OtlpClient<readonly EncodedRecord[]>) {}

  get address(): string {
    return this.client.address;
  }

  async send(records: readonly EncodedRecord[]): Promise<SendOutcome> {
    try {
      return await this.client.send(records);
    } catch (error) {
      return { kind: 'lost', reason: 'failed', error };
    }
  }

  closeBy(deadline: AbortSignal): void {
    this.client.closeBy(deadline);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
