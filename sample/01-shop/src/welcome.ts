/** What a newcomer reads when the shop is open. */
export function welcome(port: number, adapter: string): string {
  const url = `http://localhost:${port}`;
  return `
The shop is open, on ${adapter}.

  API       ${url}/users  /users/1  /orders/1  /orders/events  /reports/revenue
  Metrics   ${url}/metrics
  Traffic   ${port === 3000 ? '' : `PORT=${port} `}npm run traffic    in another terminal; each request's trace appears here as a tree

`;
}
