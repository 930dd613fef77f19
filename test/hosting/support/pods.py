"""
python pods.py VERSION, with JSON on stdin: {"values": {NAME: values of zero-to-jupyterhub}, "manifests": [manifest]}. Prints
the pod that KubeSpawner makes of each, by name; pods and manifests are held against Kubernetes' own schemas of that version.

What the chart's jupyterhub_config.py does with `singleuser` and `hub.config.KubeSpawner` is here in short. A value that is
not known here is refused, so that none goes untested.
"""

import asyncio
import json
import sys
from types import SimpleNamespace

import kubernetes_validate
import kubespawner.spawner
from kubernetes_asyncio.client import ApiClient
from kubespawner import KubeSpawner
from traitlets.config import Config

# There is no cluster to be asked.
kubespawner.spawner.load_config = lambda **_: None

# Traits of KubeSpawner by the path in `singleuser` that the chart takes them from.
TRAITS = {
    'uid': 'uid',
    'fs_gid': 'fsGid',
    'allow_privilege_escalation': 'allowPrivilegeEscalation',
    'extra_pod_config': 'extraPodConfig',
    'environment': 'extraEnv',
    'default_url': 'defaultUrl',
    'events_enabled': 'events',
    'mem_limit': 'memory.limit',
    'mem_guarantee': 'memory.guarantee',
    'cpu_limit': 'cpu.limit',
    'cpu_guarantee': 'cpu.guarantee',
    'extra_resource_limits': 'extraResource.limits',
    'extra_resource_guarantees': 'extraResource.guarantees',
    'image_pull_policy': 'image.pullPolicy',
    'image_pull_secrets': 'image.pullSecrets',
    'volumes': 'storage.extraVolumes',
    'volume_mounts': 'storage.extraVolumeMounts',
}
# What makes other things than the pod.
OF_THE_CHART = ['networkPolicy', 'cloudMetadata', 'storage.type', 'image.name', 'image.tag']


def leaves(values, path=''):
    """Path and value of whatever is a setting in itself."""
    for name, value in values.items():
        here = f'{path}{name}'
        if here in TRAITS.values() or here in OF_THE_CHART or not isinstance(value, dict):
            yield here, value
        else:
            yield from leaves(value, f'{here}.')


def settings_of(values):
    found = dict(leaves(values['singleuser']))
    unknown = set(found) - {*TRAITS.values(), *OF_THE_CHART}
    if unknown:
        sys.exit(f'not rendered: {unknown}')
    settings = {trait: found[path] for trait, path in TRAITS.items() if path in found}
    # The chart's default.
    settings['cmd'] = ['jupyterhub-singleuser']
    settings['image'] = f'{found["image.name"]}:{found["image.tag"]}'
    return {**settings, **values['hub']['config']['KubeSpawner']}


async def pod_of(values, version):
    settings = settings_of(values)
    unknown = set(settings) - set(KubeSpawner.class_trait_names(config=True))
    if unknown:
        sys.exit(f'KubeSpawner has no {unknown}')
    hub = SimpleNamespace(public_host='', url='http://hub:8081', base_url='/hub/', api_url='http://hub:8081/hub/api')
    spawner = KubeSpawner(hub=hub, config=Config(KubeSpawner=settings), _mock=True)
    pod = ApiClient().sanitize_for_serialization(await spawner.get_pod_manifest())
    kubernetes_validate.validate(pod, version, strict=True)
    return pod


async def main(version):
    wanted = json.load(sys.stdin)
    for manifest in wanted['manifests']:
        kubernetes_validate.validate(manifest, version, strict=True)
    print(json.dumps({name: await pod_of(values, version) for name, values in wanted['values'].items()}))


asyncio.run(main(sys.argv[1]))
