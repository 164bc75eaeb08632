import { type Attributes, diag } from '@opentelemetry/api';
import { AddAttributeDecision, maybeAddAttribute } from '@opentelemetry/core';
import { ATTRIBUTE_LIMITS, SPAN_LIMITS } from './span-limits.js';

/** The attributes of one span, limited in number. Values without a place in OpenTelemetry's data model are left out. */
export class SpanAttributes {
  readonly all: Attributes = {};
  dropped = 0;
  private count = 0;

  add(name: string, value: unknown): void {
    const { all } = this;
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
        if (Object.hasOwn(all, name)) all[name] = value;
        else if (this.count >= SPAN_LIMITS.attributes) this.drop();
        else if (isName(name)) {
          all[name] = value;
          this.count++;
        }
        break;
      case 'undefined':
        break;
      default:
        this.addOther(name, value);
    }
  }

  addAll(attributes: Readonly<Record<string, unknown>> | undefined): void {
    if (typeof attributes !== 'object' || attributes === null) return;
    for (const name of Object.keys(attributes)) this.add(name, attributes[name]);
  }

  /** Copies lists and objects: the caller may change them later. */
  private addOther(name: string, value: unknown): void {
    const decision = maybeAddAttribute({
      key: name,
      value: value as NonNullable<Attributes[string]>,
      attributes: this.all,
      limits: ATTRIBUTE_LIMITS,
      currentAttributesCount: this.count,
    });
    if (decision === AddAttributeDecision.ADD_NEW) this.count++;
    if (decision === AddAttributeDecision.DROP_LIMIT_REACHED) this.drop();
  }

  private drop(): void {
    this.dropped++;
    if (this.dropped === 1) diag.warn('Dropping extra attributes.');
  }
}

function isName(name: unknown): boolean {
  if (typeof name === 'string' && name !== '') return true;
  diag.warn(`Invalid attribute key: ${String(name)}`);
  return false;
}
