import { type Attributes, createNoopMeter, type Meter, type MeterProvider } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';

// Semantic conventions for the SDK's own metrics, in development.
const SPANS_PROCESSED = 'otel.sdk.processor.span.processed';
const QUEUE_FULL = 'queue_full';

/** A meter provider for the SDK's batch processor, which says nowhere else how many spans did not fit into its queue. */
export function dropMeter(onDrop: (spans: number) => void): MeterProvider {
  const noop = createNoopMeter();
  const processed = {
    add(spans: number, attributes?: Attributes): void {
      if (attributes?.[ATTR_ERROR_TYPE] === QUEUE_FULL) onDrop(spans);
    },
  };
  const meter: Meter = Object.create(noop, {
    createCounter: {
      value: (name: string) => (name === SPANS_PROCESSED ? processed : noop.createCounter(name)),
    },
  });
  return { getMeter: () => meter };
}
