import { withoutColours } from './colours.js';
import { type DriverError } from './driver-error.js';
import { driverMessage, withoutQuery } from './driver-message.js';
import { prismaMessage } from './prisma-message.js';
import { withoutQuotedData } from './quoted-data.js';

/** More than this of a message is not read. */
const MAX_READ = 8_192;

/** A message of an error without colours, and without the data that it quotes. */
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
