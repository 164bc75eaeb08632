import { arch, hostname, release, type as osType } from 'node:os';
import type { Attributes } from '@opentelemetry/api';
import { readSystemFile } from './read-system-file.js';
import { sound } from './sound-attributes.js';

/** The names of semantic conventions for what Node calls them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: 'x86', arm: 'arm32', ppc: 'ppc32' };

/** The host and its operating system. In a container, the name is that of the container. */
export function hostAttributes(root = ''): Attributes {
  return sound([
    ['host.name', hostname()],
    ['host.arch', ARCHITECTURES[arch()] ?? arch()],
    ['host.id', readSystemFile(`${root}/etc/machine-id`) ?? readSystemFile(`${root}/var/lib/dbus/machine-id`)],
    ['os.type', process.platform === 'win32' ? 'windows' : osType().toLowerCase()],
    ['os.version', release()],
  ]);
}
