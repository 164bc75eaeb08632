import type { ExecutionContext, Type } from '@nestjs/common';

/** The class and the handler that the execution context shows to a guard. */
export interface GuardedHandler {
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- Nest's own type for handlers.
  readonly handler: Function;
  readonly owner: Type;
}

type HttpHost = ReturnType<ExecutionContext['switchToHttp']>;
type RpcHost = ReturnType<ExecutionContext['switchToRpc']>;
type WsHost = ReturnType<ExecutionContext['switchToWs']>;

/** The execution context of a request to a route of the adapter. Nest creates such a context for controllers only. */
export class RouteContext implements ExecutionContext {
  private readonly args: readonly unknown[];

  constructor(
    request: unknown,
    response: unknown,
    private readonly guarded: GuardedHandler,
  ) {
    this.args = [request, response, () => undefined];
  }

  getClass<T>(): Type<T> {
    return this.guarded.owner as Type<T>;
  }

  // oxlint-disable-next-line typescript/no-unsafe-function-type -- Nest's own type for handlers.
  getHandler(): Function {
    return this.guarded.handler;
  }

  getArgs<T extends unknown[]>(): T {
    return this.args as T;
  }

  getArgByIndex<T>(index: number): T {
    return this.args[index] as T;
  }

  getType<Name extends string>(): Name {
    return 'http' as Name;
  }

  switchToHttp(): HttpHost {
    const get = <T>(index: number) => this.getArgByIndex<T>(index);
    return { getRequest: <T>() => get<T>(0), getResponse: <T>() => get<T>(1), getNext: <T>() => get<T>(2) };
  }

  switchToRpc(): RpcHost {
    const get = <T>(index: number) => this.getArgByIndex<T>(index);
    return { getData: <T>() => get<T>(0), getContext: <T>() => get<T>(1) };
  }

  switchToWs(): WsHost {
    const get = <T>(index: number) => this.getArgByIndex<T>(index);
    return { getClient: <T>() => get<T>(0), getData: <T>() => get<T>(1), getPattern: () => get<string>(2) };
  }
}
