import type { Operation } from '../../observation/index.js';

/** Methods that are remembered at once: whoever calls them, or makes clients for them, must not fill the memory. */
const MAX_OPERATIONS = 1_000;

/** Descriptions of calls, each made once. */
export class GrpcOperations {
  private readonly kept = new Map<string, Operation>();

  of(key: string, describe: () => Operation): Operation {
    let operation = this.kept.get(key);
    if (operation === undefined) {
      if (this.kept.size >= MAX_OPERATIONS) this.kept.clear();
      operation = describe();
      this.kept.set(key, operation);
    }
    return operation;
  }
}
