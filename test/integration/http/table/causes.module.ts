import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AnsweredTwiceController } from './answered-twice.controller.js';
import { CausesController, FilteredController } from './causes.controller.js';
import { Stalled } from './causes.js';

type Next = (error?: unknown) => void;

@Module({ controllers: [CausesController, AnsweredTwiceController, FilteredController] })
export class CausesModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const stall = (): never => {
      throw new Stalled('why');
    };
    consumer.apply(stall).forRoutes('middleware/throws');
    consumer.apply(async () => stall()).forRoutes('middleware/rejects');
    consumer.apply((_q: unknown, _s: unknown, next: Next) => next(new Stalled('why'))).forRoutes('middleware/passes');
  }
}
