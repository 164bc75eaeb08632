import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { TelemetryModule, TraceCache, TraceOperation, TraceQuery } from 'nestjs-telemetry';
import { cached, mapped, queried, type Row, type User } from './users.data.js';

@Injectable()
class UsersService {
  async findOne(id: string): Promise<User> {
    const row = (await this.fromCache(id)) ?? (await this.query(id));
    return this.map(row);
  }

  @TraceCache({ system: 'memory', operation: 'get' })
  async fromCache(id: string): Promise<Row | undefined> {
    return cached(id);
  }

  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'users' })
  async query(id: string): Promise<Row | undefined> {
    return queried(id);
  }

  @TraceOperation('map user')
  async map(row: Row | undefined): Promise<User> {
    return mapped(row);
  }
}

@Controller('users')
class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get(':id')
  findOne(@Param('id') id: string): Promise<User> {
    return this.users.findOne(id);
  }
}

/** Everything on: spans over OTLP, metrics, and a JSON line for each request. */
@Module({
  imports: [TelemetryModule.forRoot({ tracing: { exporter: 'otlp' }, logging: { format: 'json' } })],
  controllers: [UsersController],
  providers: [UsersService],
})
export class OursModule {}
