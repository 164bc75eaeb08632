import { type CanActivate, Controller, type Type, UseGuards } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { firstValueFrom, interval, map, type Observable, of, type Subject, takeUntil } from 'rxjs';
import type { HandlerName } from './cases.js';

/** What a handler throws. Nest's filter makes "Internal server error" of it for the client. */
export class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
}

class Locked implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

/** The handlers of a peer. `released` ends what would otherwise go on for ever. */
export function peerController(
  pattern: (name: HandlerName) => string | object,
  released: Subject<void>,
  report: (handled: HandlerName, data: unknown) => void,
): Type {
  @Controller()
  class PeerController {
    @MessagePattern(pattern('sum'))
    sum(@Payload() data: { readonly terms: readonly number[] }): { readonly sum: number } {
      report('sum', data);
      return { sum: data.terms.reduce((sum, term) => sum + term, 0) };
    }

    @EventPattern(pattern('ordered'))
    ordered(@Payload() data: unknown): void {
      report('ordered', data);
    }

    @MessagePattern(pattern('count'))
    count(): Observable<{ readonly n: number }> {
      return of({ n: 1 }, { n: 2 }, { n: 3 });
    }

    @MessagePattern(pattern('fail'))
    fail(): never {
      throw new OutOfStock('no stock left');
    }

    @MessagePattern(pattern('guarded'))
    @UseGuards(Locked)
    guarded(@Payload() data: unknown): void {
      report('guarded', data);
    }

    @MessagePattern(pattern('slow'))
    async slow(@Payload() data: unknown): Promise<{ readonly late: true }> {
      report('slow', data);
      await firstValueFrom(released);
      return { late: true };
    }

    @MessagePattern(pattern('endless'))
    endless(): Observable<{ readonly n: number }> {
      return interval(5).pipe(
        map((n) => ({ n })),
        takeUntil(released),
      );
    }
  }
  return PeerController;
}
