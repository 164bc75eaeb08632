import { type Attributes, SpanKind } from '@opentelemetry/api';
import { ATTR_HTTP_REQUEST_METHOD, ATTR_URL_PATH } from '@opentelemetry/semantic-conventions';
import { RouteTree } from './route-tree.js';

/**
 * Finds the entry of an operation when its span starts. A request's span gets the name `GET /users/:id` only with its
 * route, after sampling. So such names are compared with the method and the path.
 */
export class OperationIndex<T> {
  private readonly byMethod = new Map<string, RouteTree<T>>();

  constructor(private readonly byName: ReadonlyMap<string, T>) {
    for (const [operation, value] of byName) {
      const [, method, template] = /^([A-Z]+) (\/.*)$/.exec(operation) ?? [];
      if (method !== undefined && template !== undefined) this.routesOf(method).add(template, value);
    }
  }

  find(name: string, kind: SpanKind, attributes: Attributes): T | undefined {
    return (kind === SpanKind.SERVER ? this.findRoute(attributes) : undefined) ?? this.byName.get(name);
  }

  private findRoute(attributes: Attributes): T | undefined {
    const path = attributes[ATTR_URL_PATH];
    if (typeof path !== 'string') return undefined;
    return this.byMethod.get(attributes[ATTR_HTTP_REQUEST_METHOD] as string)?.find(path);
  }

  private routesOf(method: string): RouteTree<T> {
    let routes = this.byMethod.get(method);
    if (routes === undefined) {
      routes = new RouteTree();
      this.byMethod.set(method, routes);
    }
    return routes;
  }
}
