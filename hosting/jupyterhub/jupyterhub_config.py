"""
JupyterHub for a class on one machine, which docs/hosting.md explains. Started as root, from this checkout:

    VETHBOOK_CLASS_PASSWORD=… .venv/bin/jupyterhub -f hosting/jupyterhub/jupyterhub_config.py

Settings of your own: a file that begins with `load_subconfig('…/jupyterhub_config.py')`.
"""

import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from vethbook_class import limits  # noqa: E402
from vethbook_class.spawner import ClassSpawner  # noqa: E402

c = get_config()  # noqa: F821


def needed(variable, why):
    value = os.environ.get(variable)
    if not value:
        raise SystemExit(f'{variable} is not set: {why}')
    return value


if os.geteuid() != 0:
    raise SystemExit('Start it as root: it makes a jail for each learner.')

# What is kept: who was there, the homes, the key of the cookies. Nobody but root may look.
state = Path(os.environ.get('VETHBOOK_CLASS_STATE', '/var/lib/vethbook-class'))
state.mkdir(mode=0o700, parents=True, exist_ok=True)
c.JupyterHub.db_url = f'sqlite:///{state}/jupyterhub.sqlite'
c.JupyterHub.cookie_secret_file = str(state / 'cookie_secret')
c.ConfigurableHTTPProxy.pid_file = str(state / 'jupyterhub-proxy.pid')

# To this machine only. Learners come through a web server that speaks HTTPS, or: http://0.0.0.0:8000 in a network you trust.
c.JupyterHub.bind_url = 'http://127.0.0.1:8000'
proxy = HERE / 'node_modules/.bin/configurable-http-proxy'
if not proxy.exists():
    raise SystemExit(f'There is no proxy: npm ci --prefix {HERE}')
c.ConfigurableHTTPProxy.command = [shutil.which('node') or 'node', str(proxy)]

# One password for a class, and names as learners choose them: whoever knows it can take the name of another. Any other
# authenticator does as well, since no account on this machine is needed.
c.JupyterHub.authenticator_class = 'shared-password'
c.SharedPasswordAuthenticator.user_password = needed('VETHBOOK_CLASS_PASSWORD', 'what learners log in with, 8 characters at least')
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = ClassSpawner
c.ClassSpawner.work = str(state / 'work')
c.ClassSpawner.mem_limit = '1G'
c.ClassSpawner.cpu_limit = 1
c.ClassSpawner.args = [
    '--MultiKernelManager.default_kernel_name=vethbook',
    '--LabApp.news_url=None',
    # Sockets in the jail: whoever is on this machine can connect to ports of loopback, and read what cells print.
    '--KernelManager.transport=ipc',
]
c.ClassSpawner.default_url = '/lab/tree/00-start-here.ipynb'
c.ClassSpawner.http_timeout = 120
c.ClassSpawner.start_timeout = 120
# SIGTERM comes after the first, SIGKILL after both: time to keep the home.
c.ClassSpawner.interrupt_timeout = 30
c.ClassSpawner.term_timeout = 15
# Services, which end by SIGTERM only.
c.LocalProcessSpawner.interrupt_timeout = 1

# Who logs out leaves nothing but the kept home; who goes away without, neither.
c.JupyterHub.shutdown_on_logout = True
c.JupyterHub.services = [
    {
        'name': 'idle-culler',
        'command': [sys.executable, '-m', 'jupyterhub_idle_culler', '--timeout=3600', '--cull-every=300'],
    }
]
c.JupyterHub.load_roles = [
    {
        'name': 'idle-culler',
        'scopes': ['list:users', 'read:users:activity', 'read:servers', 'delete:servers'],
        'services': ['idle-culler'],
    }
]

groups = limits.of_this_hub()
for controller in limits.CONTROLLERS:
    how = f'control groups, version {groups[controller].version}' if controller in groups else 'resource limits only'
    print(f'Limit of {controller}: {how}', file=sys.stderr)
