import { SilentReceiver } from '../integration/exporters/silent-receiver.js';
import { ZipkinReceiver } from '../integration/exporters/zipkin-receiver.js';
import { OtlpReceiver } from '../integration/otlp/otlp-receiver.js';

/** Where an application under test can send spans: fresh ones for each test. */
export let otlp: OtlpReceiver;
export let other: OtlpReceiver;
export let zipkin: ZipkinReceiver;
export let silent: SilentReceiver;

export async function startReceivers(): Promise<void> {
  [otlp, other, zipkin, silent] = await Promise.all([
    OtlpReceiver.start(),
    OtlpReceiver.start(),
    ZipkinReceiver.start(),
    SilentReceiver.start(),
  ]);
}

export async function closeReceivers(): Promise<void> {
  await Promise.all([otlp.close(), other.close(), zipkin.close(), silent.close()]);
}
