"""Starts each learner's server in a jail (jail.py), as an id of their own instead of an account on the machine."""

import json
import sys
from pathlib import Path
from urllib.parse import quote

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.traitlets import ByteSpecification
from traitlets import Integer, Unicode

from . import limits

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[2]
FIRST_ID = 0x70000000
"""From here to 0x7FFF0000 systemd's list of ids (uids-gids) has them unused: 4,095 learners of 65,536 each."""
IDS = 65_536
LEARNERS = 4_095


class ClassSpawner(LocalProcessSpawner):
    """`mem_limit` and `cpu_limit`, which every spawner has, count here, for all processes of a learner together."""

    process_limit = Integer(512, min=64, config=True, help='Processes and threads of one learner.')
    namespace_limit = Integer(100, min=10, config=True, help='Namespaces of each kind that one learner has at a time.')
    disk_limit = ByteSpecification('256M', config=True, help='Size of the home, /tmp and the like, which lie in memory.')
    lessons = Unicode(str(CHECKOUT / 'notebooks'), config=True, help='What every home gets of that which it lacks.')
    work = Unicode('', config=True, help='A folder of root: homes are kept there, a file each, when a server ends.')

    async def start(self):
        self.cmd = [
            *(sys.executable, str(HERE / 'jail.py'), json.dumps(self.specification())),
            *(sys.executable, '-m', 'jupyterhub.singleuser', '--allow-root'),
        ]
        return await super().start()

    def specification(self):
        """As jail.Jail has it."""
        number = self.user.id
        if number > LEARNERS:
            raise RuntimeError(f'{number} users were ever made here, and there are ids for {LEARNERS}: begin a new state folder')
        work = Path(self.work)
        work.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {
            'name': f'vethbook-{number}',
            'first_id': FIRST_ID + (number - 1) * IDS,
            'limits': {
                'memory_bytes': int(self.mem_limit),
                'cpus': float(self.cpu_limit),
                'processes': self.process_limit,
            },
            'groups': {name: [group.folder, group.version] for name, group in limits.of_this_hub().items()},
            'namespaces': self.namespace_limit,
            'disk_bytes': int(self.disk_limit),
            'lessons': self.lessons,
            'work': str(work / f'{quote(self.user.name, safe="")}.tar'),
            'seen': sorted({str(CHECKOUT), sys.prefix, sys.base_prefix}),
        }

    def make_preexec_fn(self, name):
        # The jail changes the user, once it has made what takes root.
        return None

    def user_env(self, env):
        return {**env, 'USER': 'root', 'HOME': '/home/learner', 'SHELL': '/bin/bash'}

    async def move_certs(self, paths):
        raise RuntimeError('internal_ssl is not supported: hub, proxy and servers talk on this machine only')
