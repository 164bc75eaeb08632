import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { Logger, Traceable } from 'nestjs-telemetry';
import type { CreateUserDto } from './create-user.dto.js';
import type { User } from './user.js';
import { UsersCache } from './users.cache.js';
import { UsersRepository } from './users.repository.js';

@Injectable()
@Traceable()
export class UsersService {
  private readonly logger: Logger;

  constructor(
    private readonly repository: UsersRepository,
    private readonly cache: UsersCache,
    logger: Logger,
  ) {
    this.logger = logger.child(UsersService.name);
  }

  findAll(): User[] {
    return this.repository.findAll();
  }

  findOne(id: number): User {
    const cached = this.cache.get(id);
    if (cached !== undefined) return cached;
    const user = this.repository.findById(id);
    if (user === undefined) throw new NotFoundException(`There is no user ${id}`);
    this.cache.set(user);
    return user;
  }

  create(dto: CreateUserDto): User {
    const user = this.repository.insert(dto);
    if (user === undefined) throw new ConflictException('This email belongs to somebody already');
    this.logger.info('User created', { userId: user.id });
    return user;
  }

  forgetCached(): void {
    this.cache.clear();
  }
}
