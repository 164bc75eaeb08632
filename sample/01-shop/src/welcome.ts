/** What a newcomer reads when the shop is open. */
export function welcome(port: number, env: NodeJS.ProcessEnv): string {
  const url = `http://localhost:${port}`;
  return `
The shop is open: a gateway on ${env['ADAPTER'] === 'fastify' ? 'fastify' : 'express'}, orders over ${env['TRANSPORT'] ?? 'tcp'}, inventory over gRPC.

  API       ${url}/users  /users/1  /orders/1  /orders/events  /reports/revenue
  Metrics   ${url}/metrics; those of orders and inventory on ports ${port + 1} and ${port + 2}
  Traffic   ${port === 3000 ? '' : `PORT=${port} `}npm run traffic    in another terminal; each request's trace appears here as a tree

`;
}
