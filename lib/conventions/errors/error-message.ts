import { withoutColours } from './colours.js';
import { type DriverError } from './driver-error.js';
import { driverMessage, withoutQuery } from './driver-message.js';
import { prismaMessage } from './prisma-message.js';
import { withoutQuotedData } from './quoted-data.js';

/** Only this part of a message is read. */
const MAX_READ = 8_192;

/** An error message without colours and without quoted data. */
export function errorMessage(
  message: string,
  name: string,
  driver: DriverError | undefined,
  system: string | undefined,
): string {
  const text = withoutColours(message.length > MAX_READ ? message.slice(0, MAX_READ) : message);
  const said = name.startsWith('PrismaClient') ? prismaMessage(text) : text;
  return driver?.quotesData === true ? driverMessage(said, system) : withoutQuotedData(withoutQuery(said));
}
