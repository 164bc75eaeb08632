import { types } from 'node:util';
import { context as contextApi } from '@opentelemetry/api';
import { closeAll } from '../../../life-cycle/close-all.js';
import { cacheOperation } from '../../../conventions/cache/cache.js';
import { concludePresence, concludeValue, concludeValues } from '../../../conventions/cache/cache-facts.js';
import type { Conclude, Operation } from '../../../observation/index.js';
import type { Call } from '../../replace-method.js';
import type { SharedPatch } from '../../shared-patch.js';
import { type CacheCall, cacheCallOf, runCacheCall } from './cache-call.js';
import type { PatchDriver } from '../driver.js';
import type { KeyvPackage } from './keyv.types.js';
import type { KeyvMember } from './keyv.internals.js';

interface ObservedMethod {
  readonly operation: Operation;
  readonly conclude?: Conclude;
  /** Called with a list, the method does the same for many. */
  readonly many?: ObservedMethod;
}

const GET_MANY = { operation: operationOf('mget'), conclude: concludeValues };
const SET_MANY = { operation: operationOf('mset') };
const DELETE_MANY = { operation: operationOf('mdelete') };
const HAS = { operation: operationOf('has'), conclude: concludePresence };

type MethodName = KeyvMember extends `Keyv#${infer Name}` ? Name : never;

const METHODS: Readonly<Record<MethodName, ObservedMethod>> = {
  get: { operation: operationOf('get'), conclude: concludeValue, many: GET_MANY },
  getRaw: { operation: operationOf('get'), conclude: concludeValue },
  getMany: GET_MANY,
  getManyRaw: GET_MANY,
  set: { operation: operationOf('set'), many: SET_MANY },
  setRaw: { operation: operationOf('set') },
  setMany: SET_MANY,
  delete: { operation: operationOf('delete'), many: DELETE_MANY },
  deleteMany: DELETE_MANY,
  has: HAS,
  hasMany: HAS,
  clear: { operation: operationOf('clear') },
};

export const patchKeyv: PatchDriver<KeyvPackage, KeyvMember> = ({ Keyv }, patch, library) => {
  const undo = (Object.keys(METHODS) as MethodName[]).map((name) =>
    library.replace(`Keyv#${name}`, Keyv?.prototype, (original) => observed(original, METHODS[name], patch)),
  );
  return closeAll(undo);
};

function observed(original: Call, method: ObservedMethod, patch: SharedPatch): Call {
  return function (this: unknown, ...parameters) {
    const call = () => Reflect.apply(original, this, parameters);
    const outer = cacheCallOf(contextApi.active());
    if (outer !== undefined) return method.conclude === concludeValue ? noted(call(), outer) : call();
    const application = patch.application(this);
    if (application === undefined) return call();
    const [key] = parameters;
    const { operation, conclude } = Array.isArray(key) ? (method.many ?? method) : method;
    return runCacheCall(application, operation, key, call, conclude);
  };
}

/** Hands the result of a store's lookup on as it is. The cache library handles its rejection. */
function noted(result: unknown, { found }: CacheCall): unknown {
  if (found !== undefined && types.isPromise(result)) {
    result.then((value) => void (value === undefined || found()), ignore);
  }
  return result;
}

function ignore(): void {
  // Whoever asked sees it too.
}

function operationOf(operation: string): Operation {
  return cacheOperation({ system: 'keyv', operation });
}
