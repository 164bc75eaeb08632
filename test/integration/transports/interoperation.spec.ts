import { Ends, START_MS } from './ends.js';
import { casesOf } from './transport.js';
import { TRANSPORTS } from './transports.js';

// What the application sees is the same whether telemetry is on both ends, on one, or on none.
const OBSERVED = [
  { client: false, peer: false },
  { client: true, peer: false },
  { client: false, peer: true },
];

for (const transport of TRANSPORTS) {
  transport.describe(`${transport.name} between ends with and without telemetry`, () => {
    describe.each(OBSERVED)('client: $client, peer: $peer', (observed) => {
      let ends: Ends;
      beforeAll(async () => {
        ends = await Ends.start(transport, observed);
      }, START_MS);
      afterAll(() => ends.close());

      it.each(casesOf(transport))('%s', async (title) => {
        expect.hasAssertions();
        await ends.play(title);
      });
    });
  });
}
