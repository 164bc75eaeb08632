import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpException,
  InternalServerErrorException,
  Param,
  ParseIntPipe,
  Post,
  ServiceUnavailableException,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { NEVER, type Observable, throwError } from 'rxjs';
import {
  AnswersConflict,
  AnswersLater,
  AnswersUnavailable,
  ForgivesAll,
  RefusingGuard,
  RejectingGuard,
  RejectingPipe,
  stall,
  Stalled,
  StallingGuard,
  StallingPipe,
  StallsAfter,
  StallsBefore,
  Throws,
  Translates,
  WaitsShortly,
} from './causes.js';

/** One route for each place in which a request can fail, and each thing that can be thrown. */
@Controller('causes')
export class CausesController {
  @Get('throws')
  throws(): never {
    return stall();
  }

  @Get('rejects')
  async rejects(): Promise<never> {
    await Promise.resolve();
    return stall();
  }

  @Get('observable')
  observable(): Observable<never> {
    return throwError(() => new Stalled('why'));
  }

  @Get('thrown/:what')
  thrown(@Param('what') what: string): never {
    const things: Readonly<Record<string, unknown>> = {
      text: 'a text',
      nothing: undefined,
      null: null,
      object: { any: 'thing' },
      coded: Object.assign(new Error('why'), { code: 'E_CODED' }),
      '4xx': new ConflictException(),
      '5xx': new ServiceUnavailableException(),
      caused: new InternalServerErrorException('outer', { cause: new Stalled('inner') }),
      odd: new HttpException('odd', 599),
      frozen: Object.freeze(new Stalled('why')),
    };
    throw things[what];
  }

  @Get('guard')
  @UseGuards(StallingGuard)
  guard(): void {}

  @Get('async-guard')
  @UseGuards(RejectingGuard)
  asyncGuard(): void {}

  @Get('refused')
  @UseGuards(RefusingGuard)
  refused(): void {}

  @Get('pipe/:id')
  @UsePipes(StallingPipe)
  pipe(@Param('id') _id: string): void {}

  @Get('async-pipe/:id')
  @UsePipes(RejectingPipe)
  asyncPipe(@Param('id') _id: string): void {}

  @Get('number/:id')
  number(@Param('id', ParseIntPipe) id: number): number {
    return id;
  }

  @Get('before')
  @UseInterceptors(StallsBefore)
  before(): void {}

  @Get('after')
  @UseInterceptors(StallsAfter)
  after(): string {
    return 'never sent';
  }

  @Get('forgiven')
  @UseInterceptors(ForgivesAll)
  forgiven(): never {
    return stall();
  }

  @Get('late')
  @UseInterceptors(WaitsShortly)
  late(): Observable<never> {
    return NEVER;
  }

  @Get('gateway-late')
  @UseInterceptors(WaitsShortly)
  gatewayLate(): Observable<never> {
    return NEVER;
  }

  @Get('filter')
  @UseFilters(AnswersUnavailable)
  filter(): never {
    return stall();
  }

  @Get('filter-conflict')
  @UseFilters(AnswersConflict)
  conflict(): never {
    return stall();
  }

  @Get('filter-later')
  @UseFilters(AnswersLater)
  later(): never {
    return stall();
  }

  @Get('filter-throws')
  @UseFilters(Throws)
  filterThrows(): never {
    return stall();
  }

  @Get('filter-translates')
  @UseFilters(Translates)
  filterTranslates(): never {
    return stall();
  }

  @Get('circular')
  circular(): object {
    const circle: { self?: object } = {};
    circle.self = circle;
    return circle;
  }

  @Get('bigint')
  bigint(): object {
    return { big: 1n };
  }

  @Post('body')
  body(@Body() body: unknown): unknown {
    return body;
  }
}

@Controller('below')
@UseFilters(AnswersUnavailable)
export class FilteredController {
  @Get()
  throws(): never {
    return stall();
  }
}
