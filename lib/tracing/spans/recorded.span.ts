import {
  type Attributes,
  type Context,
  diag,
  type Exception,
  type HrTime,
  type Link,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api';
import { cleanAttributes, cleanSimpleAttributes, type InstrumentationScope, isTimeInput } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { Span, SpanProcessor, TimedEvent } from '@opentelemetry/sdk-trace';
import type { Clock } from '../../context/clock.js';
import { setClock } from '../../context/clock-of.js';
import { exceptionAttributes } from './exception-attributes.js';
import type { SpanAttributes } from './span-attributes.js';
import { ATTRIBUTE_LIMITS, SPAN_LIMITS } from './span-limits.js';
import { durationBetween, spanTime } from './span-time.js';

/** What all spans of one tracer share. */
export interface SpanSource {
  readonly scope: InstrumentationScope;
  readonly resource: Resource;
  readonly processors: readonly SpanProcessor[];
}

/** What a tracer knows of a span when it begins. */
export interface SpanBeginning {
  readonly name: string;
  readonly kind: SpanKind;
  readonly spanContext: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly attributes: SpanAttributes;
  readonly links: Link[];
  readonly startTime: TimeInput | undefined;
}

/** A span as OpenTelemetry's SDK has it, with the times of its local root's clock. */
export class RecordedSpan implements Span {
  name: string;
  readonly kind: SpanKind;
  declare readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  endTime: HrTime = [0, 0];
  duration: HrTime = [-1, -1];
  status: SpanStatus = { code: SpanStatusCode.UNSET };
  readonly attributes: Attributes;
  readonly links: Link[] = [];
  readonly events: TimedEvent[] = [];
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  ended = false;

  private readonly context: SpanContext;
  private readonly added: SpanAttributes;

  constructor(
    private readonly source: SpanSource,
    beginning: SpanBeginning,
    private readonly clock: Clock,
    parentContext: Context,
  ) {
    setClock(this, clock);
    this.resource = source.resource;
    this.instrumentationScope = source.scope;
    this.name = beginning.name;
    this.kind = beginning.kind;
    this.context = beginning.spanContext;
    if (beginning.parent !== undefined) this.parentSpanContext = beginning.parent;
    this.added = beginning.attributes;
    this.attributes = this.added.all;
    this.links = beginning.links.slice(-SPAN_LIMITS.links);
    this.droppedLinksCount = beginning.links.length - this.links.length;
    this.startTime = spanTime(beginning.startTime, clock);
    for (const processor of source.processors) processor.onStart(this, parentContext);
  }

  get droppedAttributesCount(): number {
    return this.added.dropped;
  }

  spanContext(): SpanContext {
    return this.context;
  }

  isRecording(): boolean {
    return !this.ended;
  }

  setAttribute(name: string, value: Attributes[string]): this {
    if (this.isOpen()) this.added.add(name, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this.isOpen()) this.added.addAll(attributes);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, givenTime?: TimeInput): this {
    if (!this.isOpen()) return this;
    const onlyTime = isTimeInput(attributesOrTime);
    const time = isTimeInput(givenTime) || !onlyTime ? givenTime : attributesOrTime;
    const attributes = cleanSimpleAttributes(onlyTime ? undefined : attributesOrTime, ATTRIBUTE_LIMITS);
    if (this.events.push({ name, time: spanTime(time, this.clock), ...attributes }) > SPAN_LIMITS.events) {
      this.events.shift();
      this.droppedEventsCount++;
    }
    return this;
  }

  addLink(link: Link): this {
    if (!this.isOpen()) return this;
    const { context, attributes } = link;
    if (this.links.push({ context, ...cleanAttributes(attributes, ATTRIBUTE_LIMITS) }) > SPAN_LIMITS.links) {
      this.links.shift();
      this.droppedLinksCount++;
    }
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  /** Once the status is OK, it stays: the application has decided. */
  setStatus({ code, message }: SpanStatus): this {
    if (!this.isOpen() || code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this;
    this.status = code === SpanStatusCode.ERROR && typeof message === 'string' ? { code, message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (this.isOpen()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const attributes = exceptionAttributes(exception);
    if (attributes === undefined) diag.warn('Failed to record an exception without a type and a message');
    else this.addEvent('exception', attributes, time);
  }

  end(endTime?: TimeInput): void {
    if (!this.isOpen()) return;
    const time = spanTime(endTime, this.clock);
    const duration = durationBetween(this.startTime, time);
    if (duration === undefined) diag.warn('A span would end before it starts. Its duration is set to 0 ms.');
    this.endTime = duration === undefined ? this.startTime : time;
    this.duration = duration ?? [0, 0];
    const { processors } = this.source;
    for (const processor of processors) processor.onEnding?.(this);
    this.ended = true;
    for (const processor of processors) processor.onEnd(this);
  }

  private isOpen(): boolean {
    if (!this.ended) return true;
    const { traceId, spanId } = this.context;
    diag.warn(`Cannot execute the operation on ended Span {traceId: ${traceId}, spanId: ${spanId}}`);
    return false;
  }
}
