import {
  type Attributes,
  createNoopMeter,
  type Meter,
  type MeterProvider,
  type ObservableCallback,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';

// Semantic conventions for the SDK's own metrics, in development.
const SPANS_PROCESSED = 'otel.sdk.processor.span.processed';
const QUEUE_SIZE = 'otel.sdk.processor.span.queue.size';
const QUEUE_FULL = 'queue_full';

/** What the SDK's batch processor says of its queue. */
export interface QueueListener {
  /** That many spans did not fit. */
  dropped(spans: number): void;
  /** How to ask for the number of spans that wait. Asking costs nothing until somebody does. */
  measured(size: () => number): void;
}

/** A meter provider for the SDK's batch processor, which tells nobody else about its queue. */
export function queueMeter(listener: QueueListener): MeterProvider {
  const noop = createNoopMeter();
  const processed = {
    add(spans: number, attributes?: Attributes): void {
      if (attributes?.[ATTR_ERROR_TYPE] === QUEUE_FULL) listener.dropped(spans);
    },
  };
  const queueSize = {
    addCallback: (callback: ObservableCallback) => listener.measured(() => observed(callback)),
    removeCallback: () => listener.measured(() => 0),
  };
  const meter: Meter = Object.create(noop, {
    createCounter: {
      value: (name: string) => (name === SPANS_PROCESSED ? processed : noop.createCounter(name)),
    },
    createObservableUpDownCounter: {
      value: (name: string) => (name === QUEUE_SIZE ? queueSize : noop.createObservableUpDownCounter(name)),
    },
  });
  return { getMeter: () => meter };
}

function observed(callback: ObservableCallback): number {
  let last = 0;
  void callback({ observe: (value: number) => (last = value) });
  return last;
}
