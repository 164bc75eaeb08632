import { Module } from '@nestjs/common';
import { UsersCache } from './users.cache.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [UsersService, UsersRepository, UsersCache],
  exports: [UsersService],
})
export class UsersModule {}
