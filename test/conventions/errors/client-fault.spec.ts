import { BadRequestException, ConflictException, HttpException, InternalServerErrorException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { isClientFault } from '../../../lib/conventions/errors/client-fault.js';

class OrderRefused extends RpcException {}

const grpcError = (code: number): Error => Object.assign(new Error(`${code} refused`), { code, details: 'refused' });

describe('isClientFault', () => {
  it.each([
    ['an HttpException of 4xx', new ConflictException('taken')],
    ['a teapot', new HttpException('teapot', 418)],
    ['an HttpException with a body', new BadRequestException({ fields: ['email'] })],
    ['an RpcException with a status', new OrderRefused({ status: 409, message: 'sold out' })],
    ['an RpcException with a statusCode', new RpcException({ statusCode: 404, message: 'none' })],
    ['an RpcException with a status of gRPC', new RpcException({ code: 9, message: 'sold out' })],
    ['what an RpcException becomes for the caller', { status: 409, message: 'sold out' }],
    ['what a gRPC client throws', grpcError(5)],
    ['an error of http-errors', Object.assign(new Error('no such thing'), { status: 404, statusCode: 404 })],
  ])('%s is one', (_what, error) => {
    expect(isClientFault(error)).toBe(true);
  });

  it.each([
    ['an HttpException of 5xx', new InternalServerErrorException()],
    ['an HttpException of 3xx', new HttpException('elsewhere', 302)],
    ['a plain error', new Error('broken')],
    ['an RpcException with a text', new RpcException('broken')],
    ['an RpcException with an internal error of gRPC', new RpcException({ code: 13, message: 'broken' })],
    ['what an unknown error becomes for the caller', { status: 'error', message: 'Internal server error' }],
    ['a gRPC call that ran out of time', grpcError(4)],
    ['an error of a client, such as axios, that got a 404', Object.assign(new Error('404'), { status: 404 })],
    ['an error with a code that is no status', Object.assign(new Error('x'), { code: 404 })],
    ['a text', 'broken'],
    ['null', null],
    ['undefined', undefined],
    [
      'an error that refuses to be read',
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('no');
        },
      }),
    ],
    [
      'a getStatus that throws',
      {
        getStatus: () => {
          throw new Error('no');
        },
      },
    ],
  ])('%s is none', (_what, error) => {
    expect(isClientFault(error)).toBe(false);
  });
});
