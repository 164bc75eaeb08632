import type { IoredisClient } from './observed-command.js';

/** The script with which Bull and BullMQ take a job. Its name may have a version. */
const SCRIPT = 'moveToActive';
const QUEUE = /[\\/]node_modules[\\/](?:bull|bullmq)[\\/]/;
const DRIVER = /[\\/]node_modules[\\/]ioredis[\\/]/;
/** The driver has fewer frames between its `sendCommand` and its caller. */
const FRAMES = 10;

/** Clients of queues. An application can have a client that it shares with its queue. */
export class QueueClients {
  private readonly known = new WeakSet<object>();

  /** True if the code of a queue sends the command that is sent now. It reads a stack, for clients of queues only. */
  isSending(client: IoredisClient): boolean {
    if (!this.isOfQueue(client)) return false;
    const caller = callers(client).find((line) => !DRIVER.test(line));
    return caller !== undefined && QUEUE.test(caller);
  }

  private isOfQueue(client: IoredisClient): boolean {
    if (this.known.has(client)) return true;
    for (const name in client.scriptsSet) {
      if (!name.startsWith(SCRIPT)) continue;
      this.known.add(client);
      return true;
    }
    return false;
  }
}

/** The frames below `sendCommand`, the nearest first. */
function callers(client: IoredisClient): readonly string[] {
  const { stackTraceLimit } = Error;
  const holder: { readonly stack?: unknown } = {};
  try {
    Error.stackTraceLimit = FRAMES;
    Error.captureStackTrace(holder, client.sendCommand);
    const { stack } = holder;
    return typeof stack === 'string' ? stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
