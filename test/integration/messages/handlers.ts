import { setTimeout as delay } from 'node:timers/promises';
import { type CanActivate, Controller, Get, Inject, Injectable, UseGuards } from '@nestjs/common';
import { ClientProxy, Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Logger } from 'nestjs-telemetry';
import { interval, take, toArray } from 'rxjs';

@Injectable()
class Nobody implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

export const unique = `${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
/** Servers that all tests share keep their messages apart by pattern. */
export const named = (name: string) => `${name}-${unique}`;
export const heard: unknown[] = [];

/** How often the handler that takes its time has begun. */
export const slow = { begun: 0 };

@Controller()
export class Handlers {
  constructor(private readonly logger: Logger) {}

  @MessagePattern(named('sum'))
  sum(@Payload() numbers: number[]): number {
    this.logger.info('Summing');
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  @MessagePattern({ cmd: named('object') })
  object(): string {
    return 'object';
  }

  @MessagePattern(named('count'))
  count() {
    return interval(2).pipe(take(3));
  }

  @MessagePattern(named('fail'))
  fail(@Payload() _data: unknown): string {
    throw new RangeError('The original');
  }

  @UseGuards(Nobody)
  @MessagePattern(named('guarded'))
  guarded(): string {
    return 'never';
  }

  @MessagePattern(named('slow'))
  async slow(): Promise<string> {
    slow.begun++;
    await delay(150);
    return 'late';
  }

  @MessagePattern(named('record'))
  record(@Payload() data: unknown, @Ctx() context: { getHeaders?: () => { get(name: string): string } }): unknown {
    heard.push(context);
    return data;
  }

  @EventPattern(named('happened'))
  happened(@Payload() data: unknown): void {
    heard.push(data);
  }

  @EventPattern(named('failed'))
  failed(@Payload() _data: unknown): string {
    throw new RangeError('In an event');
  }
}

@Controller()
export class Gateway {
  constructor(@Inject('CLIENT') private readonly client: ClientProxy) {}

  @Get('sum')
  sum() {
    return this.client.send(named('sum'), [1, 2]);
  }

  @Get('emit')
  emit() {
    return this.client.emit(named('happened'), { at: 1 }).pipe(toArray());
  }
}
