"""
Runs one learner's server: python jail.py SPECIFICATION COMMAND…, as root. SPECIFICATION is JSON, as `Jail` has it.

The server and all that it starts are in a PID, mount, IPC and user namespace of their own and in the learner's control
groups. Its root is an id that nobody else on the machine has. Its home, /tmp and what else everybody may write lie
together in one tmpfs of a fixed size. When the server ends, or this process does, the kernel ends all of it.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import kernel
import limits as limiting

HOME = '/home/learner'
IDS = 65_536
"""How many ids a learner has: as many as tools such as tcpdump, which become a user of their own, can want."""
PRIVATE = ('/tmp', '/var/tmp', '/dev/shm', '/run/lock')
"""Folders that everybody on a machine may write to."""
NAMESPACES = ('user', 'net', 'mnt', 'pid', 'ipc', 'uts', 'cgroup', 'time')
SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD}
NOT_KEPT = ('.cache', '.local/share/jupyter/runtime')
"""Below the home: what the next server makes anew."""


@dataclass(frozen=True)
class Jail:
    name: str
    """Of the control groups."""
    first_id: int
    """User and group id that the learner is on this machine; the next IDS are theirs, too."""
    limits: limiting.Limits
    groups: dict[str, limiting.Hierarchy]
    """By controller; the hub has found them."""
    namespaces: int
    """How many of each kind there may be at a time. The kernel counts those in namespaces of theirs, too."""
    disk_bytes: int
    lessons: str
    """A folder: what of it the home lacks is put there."""
    work: str
    """A file: the home as it was when the last server ended. None yet: a new learner."""
    seen: list[str]
    """Paths that the server runs from: they stay where the private folders would hide them."""


def main(specification, command):
    values = json.loads(specification)
    groups = {name: limiting.Hierarchy(*group) for name, group in values['groups'].items()}
    jail = Jail(**{**values, 'limits': limiting.Limits(**values['limits']), 'groups': groups})
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWIPC)
    init = os.fork()
    if init == 0:
        os._exit(run_inside(jail, command))
    while True:
        if signal.sigwait(SIGNALS) != signal.SIGCHLD:
            os.kill(init, signal.SIGTERM)
            continue
        pid, status = os.waitpid(init, os.WNOHANG)
        if pid == init:
            limiting.leave(jail.name, jail.groups)
            return exit_code(status)


def run_inside(jail, command):
    """As process 1 of the PID namespace: its end is the end of all others."""
    kernel.die_with_parent(signal.SIGKILL)
    limiting.enter(jail.name, jail.limits, jail.groups)
    # Held open, since the private folders may hide it.
    work = os.open(os.path.dirname(jail.work), os.O_PATH | os.O_DIRECTORY)
    make_mounts(jail)
    restore(jail, work)
    finish(start(jail, ['cp', '--recursive', '--no-clobber', f'{jail.lessons}/.', HOME]))

    server = start(jail, command)
    status = None
    while status is None:
        if signal.sigwait(SIGNALS) == signal.SIGCHLD:
            status = reap(server)
        else:
            os.kill(server, signal.SIGTERM)
    end_others()
    keep(jail, work)
    return exit_code(status)


def make_mounts(jail):
    seen = [(os.open(path, os.O_PATH), path) for path in jail.seen if is_hidden(path)]
    mount('--make-rprivate', '/')
    mount('-t', 'proc', '-o', 'nosuid,nodev,noexec', 'proc', '/proc')
    # One for all, so that they have one size together.
    options = f'mode=755,size={jail.disk_bytes},nr_inodes=200000,nosuid,nodev'
    mount('-t', 'tmpfs', '-o', options, 'vethbook-home', '/home')
    os.mkdir(HOME, 0o700)
    os.chown(HOME, jail.first_id, jail.first_id)
    for path in filter(os.path.isdir, PRIVATE):
        own = Path('/home/.private') / path.strip('/').replace('/', '-')
        own.mkdir(parents=True)
        own.chmod(0o1777)
        mount('--bind', str(own), path)
    for descriptor, path in seen:
        os.makedirs(path, exist_ok=True)
        mount('--no-canonicalize', '--rbind', f'/proc/self/fd/{descriptor}', path, pass_fds=[descriptor])
        os.close(descriptor)


def is_hidden(path):
    return any(path.startswith(f'{folder}/') for folder in ('/home', *PRIVATE))


def mount(*arguments, **options):
    subprocess.run(['mount', *arguments], check=True, **options)


def start(jail, command, stdin=None, stdout=None):
    """Starts a command as the learner: root of a user namespace of their ids, which nothing leads out of."""
    asked_end, asked = os.pipe()
    go_end, go = os.pipe()
    pid = os.fork()
    if pid != 0:
        os.close(asked)
        os.close(go_end)
        if os.read(asked_end, 1):
            for kind in ('uid', 'gid'):
                Path(f'/proc/{pid}/{kind}_map').write_text(f'0 {jail.first_id} {IDS}')
            os.write(go, b'!')
        os.close(asked_end)
        os.close(go)
        return pid
    try:
        become_learner(jail, lambda: (os.write(asked, b'?'), os.read(go_end, 1)))
        for descriptor, source in ((0, stdin), (1, stdout)):
            if source is not None:
                os.dup2(source, descriptor)
        os.chdir(HOME)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        # Without CAP_SYS_RESOURCE nobody raises what `become_learner` has set.
        fence = ['--no-new-privs', '--bounding-set=-sys_resource', '--inh-caps=-all']
        os.execvp('setpriv', ['setpriv', *fence, '--', *command])
    except BaseException as error:
        print(f'jail: {command[0]}: {error}', file=sys.stderr, flush=True)
        os._exit(127)


def become_learner(jail, wait_for_ids):
    # The user first: to them the kernel counts the namespaces, and by their limit the processes.
    os.setgroups([])
    os.setresgid(jail.first_id, jail.first_id, jail.first_id)
    os.setresuid(jail.first_id, jail.first_id, jail.first_id)
    limiting.limit_user(jail.limits)
    kernel.unshare(kernel.CLONE_NEWUSER)
    wait_for_ids()
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    # These files are the settings of the user namespace of who opens them.
    for kind in NAMESPACES:
        setting = Path(f'/proc/sys/user/max_{kind}_namespaces')
        if setting.exists():
            setting.write_text(str(jail.namespaces))


def finish(pid):
    _, status = os.waitpid(pid, 0)
    if status != 0:
        raise RuntimeError(f'the home could not be made ready: exit code {exit_code(status)}')


def reap(server):
    """Buries whoever has ended; the status of the server if it is among them."""
    status = None
    while True:
        try:
            pid, ended = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status
        if pid == 0:
            return status
        if pid == server:
            status = ended


def end_others():
    """Whatever the server has left: nothing may change the home while it is read."""
    while True:
        try:
            os.kill(-1, signal.SIGKILL)
            os.wait()
        except (ProcessLookupError, ChildProcessError):
            return


def restore(jail, folder):
    try:
        descriptor = os.open(os.path.basename(jail.work), os.O_RDONLY, dir_fd=folder)
    except FileNotFoundError:
        return
    finish(start(jail, ['tar', '--extract', '--no-same-owner', '--directory', HOME], stdin=descriptor))
    os.close(descriptor)


def keep(jail, folder):
    """The home as one file, read as the learner: what they may not read themselves is never in it."""
    name = os.path.basename(jail.work)
    part = f'{name}.part'
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600, dir_fd=folder)
    exclude = [f'--exclude=./{path}' for path in NOT_KEPT]
    _, status = os.waitpid(start(jail, ['tar', '--create', '--directory', HOME, *exclude, '.'], stdout=descriptor), 0)
    os.close(descriptor)
    if status == 0:
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(part, dir_fd=folder)
        print(f'jail: {jail.name}: the work could not be kept: tar: {exit_code(status)}', file=sys.stderr, flush=True)


def exit_code(status):
    return os.waitstatus_to_exitcode(status) % 256


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
