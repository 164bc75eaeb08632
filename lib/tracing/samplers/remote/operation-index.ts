import { type Attributes, SpanKind } from '@opentelemetry/api';
import { ATTR_HTTP_REQUEST_METHOD, ATTR_URL_PATH } from '@opentelemetry/semantic-conventions';
import { RoutePattern, withoutSlash } from '../route-pattern.js';

interface Routes<T> {
  readonly fixed: Map<string, T>;
  /** The more particular first. */
  readonly patterns: Array<{ readonly pattern: RoutePattern; readonly value: T }>;
}

/**
 * Finds what belongs to an operation when its span starts. A request's span is called `GET /users/:id` only once its
 * route is known, which is too late to sample: such names are compared with the method and the path.
 */
export class OperationIndex<T> {
  private readonly byName: ReadonlyMap<string, T>;
  private readonly byMethod = new Map<string, Routes<T>>();

  constructor(operations: ReadonlyMap<string, T>) {
    this.byName = operations;
    for (const [operation, value] of operations) {
      const [, method, template] = /^([A-Z]+) (\/.*)$/.exec(operation) ?? [];
      if (method !== undefined && template !== undefined) this.add(method, template, value);
    }
    for (const { patterns } of this.byMethod.values()) {
      patterns.sort((one, other) => one.pattern.breadth - other.pattern.breadth);
    }
  }

  find(name: string, kind: SpanKind, attributes: Attributes): T | undefined {
    return (kind === SpanKind.SERVER ? this.findRoute(attributes) : undefined) ?? this.byName.get(name);
  }

  private findRoute(attributes: Attributes): T | undefined {
    const routes = this.byMethod.get(attributes[ATTR_HTTP_REQUEST_METHOD] as string);
    const path = attributes[ATTR_URL_PATH];
    if (routes === undefined || typeof path !== 'string') return undefined;
    return routes.fixed.get(withoutSlash(path)) ?? routes.patterns.find(({ pattern }) => pattern.matches(path))?.value;
  }

  private add(method: string, template: string, value: T): void {
    let routes = this.byMethod.get(method);
    if (routes === undefined) {
      routes = { fixed: new Map(), patterns: [] };
      this.byMethod.set(method, routes);
    }
    const pattern = new RoutePattern(template);
    if (pattern.isFixed) routes.fixed.set(withoutSlash(template), value);
    else routes.patterns.push({ pattern, value });
  }
}
