import { Injectable } from '@nestjs/common';
import { TraceCache } from 'nestjs-telemetry';
import type { User } from './user.js';

const TTL_MS = 30_000;
const MAX_ENTRIES = 1_000;

/** Users that were read lately. */
@Injectable()
export class UsersCache {
  private readonly entries = new Map<number, { readonly user: User; readonly expiresAt: number }>();

  @TraceCache({ system: 'memory', operation: 'get' })
  get(id: number): User | undefined {
    const entry = this.entries.get(id);
    if (entry === undefined) return undefined;
    if (entry.expiresAt > performance.now()) return entry.user;
    this.entries.delete(id);
    return undefined;
  }

  @TraceCache({ system: 'memory', operation: 'set' })
  set(user: User): void {
    if (this.entries.size >= MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value as number);
    this.entries.set(user.id, { user, expiresAt: performance.now() + TTL_MS });
  }

  @TraceCache({ system: 'memory', operation: 'clear' })
  clear(): void {
    this.entries.clear();
  }
}
