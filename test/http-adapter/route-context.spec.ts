import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/internal';
import { RouteContext } from '../../lib/http-adapter/route-context.js';

class Owner {}
function handler(): void {}
const REQUEST = { url: '/metrics' };
const RESPONSE = { statusCode: 200 };

/** Everything that a guard can ask of a context. */
function asked(context: ExecutionContext) {
  const { getRequest, getResponse, getNext } = context.switchToHttp();
  // Read at once: Nest's `getData` becomes another one with the next switch.
  const { getData, getContext } = context.switchToRpc();
  const rpc = [getData<unknown>(), getContext<unknown>()];
  const ws = context.switchToWs();
  return {
    owner: context.getClass(),
    handler: context.getHandler(),
    type: context.getType(),
    args: context.getArgs(),
    byIndex: [0, 1, 2, 3].map((index) => context.getArgByIndex<unknown>(index)),
    http: [getRequest<unknown>(), getResponse<unknown>(), getNext<unknown>()],
    rpc,
    ws: [ws.getClient<unknown>(), ws.getData<unknown>(), ws.getPattern() as unknown],
  };
}

describe('the context of a route of the adapter', () => {
  it('answers as the one that Nest makes for a controller', () => {
    const ours = new RouteContext(REQUEST, RESPONSE, { owner: Owner, handler });
    const args = ours.getArgs();
    expect(asked(ours)).toEqual(asked(new ExecutionContextHost([...args], Owner, handler)));
    expect(ours.switchToHttp().getRequest()).toBe(REQUEST);
  });
});
