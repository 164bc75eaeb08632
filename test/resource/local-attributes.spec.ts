import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { containerAttributes } from '../../lib/resource/container-attributes.js';
import { hostAttributes } from '../../lib/resource/host-attributes.js';
import { kubernetesAttributes } from '../../lib/resource/kubernetes-attributes.js';
import { processAttributes } from '../../lib/resource/process-attributes.js';

const ID = 'c4f1d0e29b3a'.padEnd(64, '7');
const UID = '01234567-89ab-cdef-0123-456789abcdef';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'resource-'))));
afterEach(() => rmSync(root, { recursive: true }));

function plant(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
  }
}

describe('the container', () => {
  it.each([
    ['version 1 of Docker', `12:cpu:/docker/${ID}\n1:name=systemd:/docker/${ID}\n`],
    ['version 1 of Kubernetes', `11:memory:/kubepods/burstable/pod${UID}/${ID}\n`],
    ['systemd', `0::/system.slice/docker-${ID}.scope\n`],
    [
      'containerd under systemd',
      `0::/kubepods.slice/kubepods-pod${UID.replaceAll('-', '_')}.slice/cri-containerd-${ID}.scope\n`,
    ],
  ])('is known from cgroups of %s', (_what, cgroup) => {
    plant({ '/proc/self/cgroup': cgroup });
    expect(containerAttributes(root)).toEqual({ 'container.id': ID });
  });

  it('is known from mounts, where cgroups of version 2 are private', () => {
    const mounts = `700 1 8:1 /var/lib/docker/containers/${ID}/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n`;
    plant({ '/proc/self/cgroup': '0::/\n', '/proc/self/mountinfo': mounts });
    expect(containerAttributes(root)).toEqual({ 'container.id': ID });
  });

  it('is unknown outside a container', () => {
    expect(containerAttributes(root)).toEqual({});
    plant({
      '/proc/self/cgroup': '0::/user.slice/user-1000.slice/session-2.scope\n',
      '/proc/self/mountinfo': '1 1 8:1 / / rw\n',
    });
    expect(containerAttributes(root)).toEqual({});
  });
});

describe('the pod', () => {
  const inside = { KUBERNETES_SERVICE_HOST: '10.0.0.1', HOSTNAME: 'orders-7f9-abc' };

  it('is known from variables of the downward API', () => {
    const variables = {
      POD_NAME: 'orders-1',
      POD_NAMESPACE: 'shop',
      POD_UID: UID,
      NODE_NAME: 'node-1',
      CONTAINER_NAME: 'api',
    };
    expect(
      kubernetesAttributes(root, { ...inside, ...variables, K8S_CLUSTER_NAME: 'eu', K8S_DEPLOYMENT_NAME: 'orders' }),
    ).toEqual({
      'k8s.pod.name': 'orders-1',
      'k8s.namespace.name': 'shop',
      'k8s.pod.uid': UID,
      'k8s.node.name': 'node-1',
      'k8s.container.name': 'api',
      'k8s.cluster.name': 'eu',
      'k8s.deployment.name': 'orders',
    });
  });

  it('is known from files of the downward API', () => {
    plant({ '/etc/podinfo/name': 'orders-2\n', '/etc/podinfo/namespace': 'shop', '/etc/podinfo/uid': UID });
    expect(kubernetesAttributes(root, inside)).toEqual({
      'k8s.pod.name': 'orders-2',
      'k8s.namespace.name': 'shop',
      'k8s.pod.uid': UID,
    });
  });

  it.each([
    ['version 1', { '/proc/self/cgroup': `1:cpu:/kubepods/besteffort/pod${UID}/${ID}\n` }],
    [
      'systemd',
      {
        '/proc/self/cgroup': `0::/kubepods.slice/kubepods-pod${UID.replaceAll('-', '_')}.slice/cri-containerd-${ID}.scope`,
      },
    ],
    [
      'version 2',
      {
        '/proc/self/cgroup': '0::/',
        '/proc/self/mountinfo': `7 1 8:1 /var/lib/kubelet/pods/${UID}/etc-hosts /etc/hosts rw`,
      },
    ],
  ])('is known without the downward API, with cgroups of %s', (_what, files) => {
    plant({ ...files, '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'shop' });
    expect(kubernetesAttributes(root, inside)).toEqual({
      'k8s.pod.name': 'orders-7f9-abc',
      'k8s.namespace.name': 'shop',
      'k8s.pod.uid': UID,
    });
  });

  it('is unknown outside Kubernetes', () => {
    expect(kubernetesAttributes(root, { POD_NAME: 'orders' })).toEqual({});
  });
});

it('the host has its id from the system', () => {
  plant({ '/etc/machine-id': 'b08dfa6083e7567a1921a715000001fb\n' });
  expect(hostAttributes(root)).toMatchObject({
    'host.id': 'b08dfa6083e7567a1921a715000001fb',
    'os.type': expect.any(String),
  });
});

it('the process keeps its arguments and its owner to itself', () => {
  const attributes = processAttributes();
  expect(attributes).toMatchObject({ 'process.pid': process.pid, 'process.runtime.name': 'nodejs' });
  expect(Object.keys(attributes).filter((name) => /args|line|owner/.test(name))).toEqual([]);
});
