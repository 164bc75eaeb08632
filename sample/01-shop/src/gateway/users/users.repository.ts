import { Injectable } from '@nestjs/common';
import { TraceQuery } from 'nestjs-telemetry';
import { Database } from '../../database/database.js';
import type { CreateUserDto } from './create-user.dto.js';
import type { User } from './user.js';

@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'users' })
  findAll(): User[] {
    return this.database.rows<User>('SELECT * FROM users ORDER BY id LIMIT 100');
  }

  @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'users' })
  findById(id: number): User | undefined {
    return this.database.row<User>('SELECT * FROM users WHERE id = ?', id);
  }

  /** Undefined when the email belongs to somebody already. */
  @TraceQuery({ system: 'sqlite', operation: 'INSERT', collection: 'users' })
  insert({ name, email }: CreateUserDto): User | undefined {
    return this.database.row<User>(
      'INSERT INTO users (name, email) VALUES (?, ?) ON CONFLICT (email) DO NOTHING RETURNING *',
      name,
      email,
    );
  }
}
