import { RpcException } from '@nestjs/microservices';
import type { Refusal } from '../contracts/order.js';

/** What was asked cannot be done, and the caller may know why. */
export class OrderRefused extends RpcException {
  constructor(status: number, message: string) {
    super({ status, message } satisfies Refusal);
  }
}
