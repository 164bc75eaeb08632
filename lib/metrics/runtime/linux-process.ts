import { readdir, readFile } from 'node:fs/promises';

/** Virtual memory and swap of this process in bytes, from Linux; empty on other systems. */
export async function linuxMemory(read = () => readFile('/proc/self/status', 'utf8')): Promise<Record<string, number>> {
  const status = await orElse(read, '');
  const memory: Record<string, number> = {};
  for (const [type, field] of [
    ['vms', 'VmSize'],
    ['swap', 'VmSwap'],
  ] as const) {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kilobytes !== undefined) memory[type] = Number(kilobytes) * 1_024;
  }
  return memory;
}

/** The number of open file descriptors; undefined if it is not known. */
export async function openFileDescriptors(): Promise<number | undefined> {
  const descriptors = await orElse(() => readdir('/proc/self/fd'), undefined);
  // One of them is the descriptor of the directory itself.
  return descriptors === undefined ? undefined : descriptors.length - 1;
}

async function orElse<T, E>(read: () => Promise<T>, otherwise: E): Promise<T | E> {
  try {
    return await read();
  } catch {
    return otherwise;
  }
}
