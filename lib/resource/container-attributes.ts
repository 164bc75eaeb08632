import type { Attributes } from '@opentelemetry/api';
import { readSystemFile } from './read-system-file.js';

/** The id of a container, in the path of a cgroup: alone, or with the runtime before it and `.scope` after it. */
const IN_CGROUP = /(?:^|[/-])(?<id>[0-9a-f]{64})(?:\.scope)?$/m;
/** With version 2, the path of the cgroup may say nothing. The files that the runtime mounts have the id in their path. */
const IN_MOUNTS = /\/(?:containers|overlay-containers|sandboxes)\/(?<id>[0-9a-f]{64})\//;

/** The container, from cgroups of version 1 or 2. Empty outside a container. */
export function containerAttributes(root = ''): Attributes {
  const cgroup = readSystemFile(`${root}/proc/self/cgroup`) ?? '';
  const id =
    IN_CGROUP.exec(cgroup)?.groups?.['id'] ??
    IN_MOUNTS.exec(readSystemFile(`${root}/proc/self/mountinfo`) ?? '')?.groups?.['id'];
  return id === undefined ? {} : { 'container.id': id };
}
