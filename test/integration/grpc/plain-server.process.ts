import { type handleUnaryCall, Server, ServerCredentials } from '@grpc/grpc-js';
import type { Order, OrderRequest } from './orders.js';
import { OrdersClient } from './plain-orders.js';

// A server without Nest and without telemetry, which tells what metadata it gets.
const server = new Server();
const find: handleUnaryCall<OrderRequest, Order> = (call, answer) => {
  process.send?.(call.metadata.getMap());
  answer(null, { id: call.request.id, tenant: String(call.metadata.get('tenant')[0]) });
};
server.addService(OrdersClient.service, { Find: find });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, port) => process.send?.(port));
process.on('disconnect', () => process.exit());
