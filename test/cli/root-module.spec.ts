import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { rootModule } from '../../lib/cli/root-module.js';

@Module({ imports: [] })
class AppModule {}
@Module({ providers: [] })
class OtherModule {}
class Service {}

describe('the root module of a file', () => {
  it.each([
    ['by default', { default: OtherModule, AppModule }, OtherModule],
    ['called AppModule', { OtherModule, AppModule }, AppModule],
    ['the only one', { OtherModule, Service, bootstrap: () => undefined }, OtherModule],
    ['of CommonJS', { default: { AppModule, OtherModule }, 'module.exports': {} }, AppModule],
    ['none', { Service, default: Service }, undefined],
    ['none in an entry', {}, undefined],
  ])('is %s', (_how, exported, expected) => {
    expect(rootModule(exported)).toBe(expected);
  });
});
