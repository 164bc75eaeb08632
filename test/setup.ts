import 'reflect-metadata';

// Jest links CommonJS packages that require Nest before it has evaluated Nest, unless it was evaluated first.
await import('@nestjs/common');
