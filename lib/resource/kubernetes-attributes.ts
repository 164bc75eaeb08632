import type { Attributes } from '@opentelemetry/api';
import { readSystemFile } from './read-system-file.js';
import { sound } from './sound-attributes.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that a deployment fills by the downward API, by their usual names. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'k8s.pod.name': ['K8S_POD_NAME', 'POD_NAME'],
  'k8s.pod.uid': ['K8S_POD_UID', 'POD_UID'],
  'k8s.namespace.name': ['K8S_NAMESPACE_NAME', 'POD_NAMESPACE', 'NAMESPACE'],
  'k8s.node.name': ['K8S_NODE_NAME', 'NODE_NAME'],
  'k8s.container.name': ['K8S_CONTAINER_NAME', 'CONTAINER_NAME'],
  'k8s.deployment.name': ['K8S_DEPLOYMENT_NAME'],
  'k8s.cluster.name': ['K8S_CLUSTER_NAME'],
};

/** Files of a volume of the downward API, in its usual place. */
const FILES: Readonly<Record<string, string>> = {
  'k8s.pod.name': '/etc/podinfo/name',
  'k8s.pod.uid': '/etc/podinfo/uid',
  'k8s.namespace.name': '/etc/podinfo/namespace',
};
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
/** In the path of a cgroup, or of a mount. systemd writes `_` for `-`. */
const POD_UID = /(?:kubepods\S*[/-]pod|\/kubelet\/pods\/)(?<uid>[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})/;

/** The pod, from the downward API, the service account and cgroups. Empty outside Kubernetes. */
export function kubernetesAttributes(root = '', env: Environment = process.env): Attributes {
  if (env['KUBERNETES_SERVICE_HOST'] === undefined) return {};
  const given = Object.entries(VARIABLES).map(([name, variables]) => {
    const file = FILES[name];
    const value = firstOf(env, variables) ?? (file === undefined ? undefined : readSystemFile(root + file));
    return [name, value] as const;
  });
  return {
    ...sound([
      ['k8s.pod.name', env['HOSTNAME']],
      ['k8s.pod.uid', podUid(root)],
      ['k8s.namespace.name', readSystemFile(root + NAMESPACE_FILE)],
    ]),
    ...sound(given),
  };
}

function firstOf(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== '');
}

function podUid(root: string): string | undefined {
  const places = ['/proc/self/cgroup', '/proc/self/mountinfo'].map((path) => readSystemFile(root + path) ?? '');
  const found = places.map((text) => POD_UID.exec(text)?.groups?.['uid']).find((uid) => uid !== undefined);
  return found?.replaceAll('_', '-');
}
