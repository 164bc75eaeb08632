import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { cached, mapped, queried, type Row, type User } from './users.data.js';

@Injectable()
class UsersService {
  async findOne(id: string): Promise<User> {
    const row = (await this.fromCache(id)) ?? (await this.query(id));
    return this.map(row);
  }

  async fromCache(id: string): Promise<Row | undefined> {
    return cached(id);
  }

  async query(id: string): Promise<Row | undefined> {
    return queried(id);
  }

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

@Module({ controllers: [UsersController], providers: [UsersService] })
export class BareModule {}
