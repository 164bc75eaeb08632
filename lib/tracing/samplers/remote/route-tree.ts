import { pathEnd, RoutePattern, segmentEnd } from '../route-pattern.js';

interface Node<T> {
  readonly children: Map<string, Node<T>>;
  /** The subtree of any one segment. */
  parameter: Node<T> | undefined;
  /** The value for a path that ends here. */
  value: T | undefined;
  /** The value for every path from here on. */
  rest: T | undefined;
}

/** A tree of routes: the look-up time does not depend on their number. The more specific route wins. */
export class RouteTree<T> {
  private readonly root: Node<T> = node();

  add(template: string, value: T): void {
    const { segments, rest } = new RoutePattern(template);
    let at = this.root;
    for (const segment of segments) {
      let next = segment === undefined ? at.parameter : at.children.get(segment);
      if (next === undefined) {
        next = node();
        if (segment === undefined) at.parameter = next;
        else at.children.set(segment, next);
      }
      at = next;
    }
    if (rest === undefined) at.value = value;
    else at.rest = value;
  }

  find(path: string): T | undefined {
    return descend(this.root, path, 0, pathEnd(path));
  }
}

function descend<T>(from: Node<T>, path: string, at: number, end: number): T | undefined {
  if (at >= end) return from.value ?? from.rest;
  const stop = segmentEnd(path, at + 1, end);
  const child = from.children.get(path.slice(at + 1, stop));
  return (
    (child && descend(child, path, stop, end)) ??
    (from.parameter && stop > at + 1 ? descend(from.parameter, path, stop, end) : undefined) ??
    from.rest
  );
}

function node<T>(): Node<T> {
  return { children: new Map(), parameter: undefined, value: undefined, rest: undefined };
}
