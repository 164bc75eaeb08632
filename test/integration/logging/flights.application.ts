import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Injectable, Module, Param, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor as ExpressFileInterceptor } from '@nestjs/platform-express';
import { FileInterceptor as FastifyFileInterceptor, MultipartModule } from '@nestjs/platform-fastify/multipart';
import { Logger, Span } from 'nestjs-telemetry';
import { delay as later, map, mergeMap, type Observable, of } from 'rxjs';
import type { Adapter } from '../observed-application.js';

/** Says something at every place to which work can wander from a request. */
@Injectable()
export class FlightsService {
  private readonly events = new EventEmitter();

  constructor(private readonly logger: Logger) {
    this.events.on('landed', (flight: string) => this.logger.info('heard', { heard: flight }));
  }

  async fly(flight: string): Promise<string> {
    this.logger.assign({ flight });
    this.logger.info('at once', { said: flight });
    await delay(Math.random() * 5);
    this.logger.info('after await', { said: flight });
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        this.logger.info('in a timer', { said: flight });
        resolve();
      }, Math.random() * 5);
    });
    await Promise.all([this.leg(flight, 1), this.leg(flight, 2)]);
    this.events.emit('landed', flight);
    return flight;
  }

  stream(flight: string): Observable<string> {
    this.logger.assign({ flight });
    return of(flight).pipe(
      later(Math.random() * 5),
      mergeMap((value) => {
        this.logger.info('in an Observable', { said: value });
        return of(value).pipe(later(1));
      }),
      map((value) => {
        this.logger.info('after an Observable', { said: value });
        return value;
      }),
    );
  }

  async load(flight: string, file: { size: number }): Promise<string> {
    this.logger.assign({ flight });
    await nextTurn();
    this.logger.info('after an upload', { said: flight, size: file.size });
    return flight;
  }

  @Span()
  private async leg(flight: string, number: number): Promise<void> {
    await delay(Math.random() * 3);
    this.logger.info('in a child span', { said: flight, number });
  }
}

/** The same routes for both adapters, which take uploads in ways of their own. */
export function flightsModule(adapter: Adapter): new () => object {
  const FileInterceptor = adapter === 'express' ? ExpressFileInterceptor : FastifyFileInterceptor;

  @Controller('flights')
  class FlightsController {
    constructor(private readonly flights: FlightsService) {}

    @Get(':id/stream')
    stream(@Param('id') id: string): Observable<string> {
      return this.flights.stream(id);
    }

    @Get(':id')
    fly(@Param('id') id: string): Promise<string> {
      return this.flights.fly(id);
    }

    @Post(':id/load')
    @UseInterceptors(FileInterceptor('cargo'))
    load(@Param('id') id: string, @UploadedFile() file: { size: number }): Promise<string> {
      return this.flights.load(id, file);
    }
  }

  @Module({
    imports: adapter === 'express' ? [] : [MultipartModule.register()],
    controllers: [FlightsController],
    providers: [FlightsService],
  })
  class FlightsModule {}

  return FlightsModule;
}
