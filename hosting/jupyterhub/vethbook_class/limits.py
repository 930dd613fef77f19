"""
What one learner may use of the machine, kept by the kernel: by control groups of either version where they may be written,
else by resource limits, which count for each process alone (memory) or share (CPU) instead of for all of a learner's.

Formats: the kernel's Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst; cgroups(7), proc_pid_cgroup(5).
"""

import functools
import os
import resource
from dataclasses import dataclass
from pathlib import Path

CONTROLLERS = ('memory', 'pids', 'cpu')
CPU_PERIOD_US = 100_000


@dataclass(frozen=True)
class Limits:
    """For one learner: all processes of theirs together."""

    memory_bytes: int
    cpus: float
    """Whole cores or parts of one."""
    processes: int
    """Threads count, too, as the kernel counts."""


@dataclass(frozen=True)
class Hierarchy:
    folder: str
    """The control group that this process is in: those of learners are made below it."""
    version: int


def hierarchies(mounts=Path('/proc/self/mounts'), own=Path('/proc/self/cgroup')):
    """Where each of CONTROLLERS is, by its name; one that this kernel lacks, or that nobody mounted, is left out."""
    paths = {}
    for line in own.read_text().splitlines():
        _, names, path = line.split(':', 2)
        paths.update(dict.fromkeys(names.split(','), path))
    found = {}
    for line in mounts.read_text().splitlines():
        _, target, kind, options, *_ = line.split(' ')
        if kind not in ('cgroup', 'cgroup2'):
            continue
        names = options.split(',') if kind == 'cgroup' else ['']
        for name in names:
            if name not in paths:
                continue
            folder = Path(target) / paths[name].lstrip('/')
            # In a container that sees only its own part, the path is that of the machine.
            folder = folder if folder.is_dir() else Path(target)
            if kind == 'cgroup':
                found[name] = Hierarchy(str(folder), 1)
                continue
            for controller in (folder / 'cgroup.controllers').read_text().split():
                found.setdefault(controller, Hierarchy(str(folder), 2))
    return {name: found[name] for name in CONTROLLERS if name in found}


@functools.cache
def of_this_hub():
    """Found and prepared once."""
    return prepare(hierarchies())


def prepare(groups):
    """
    Once, by the hub: in version 2 a group that hands controllers on has no processes of its own, so the hub's move into
    one beside those of the learners. Returns those that can be used.
    """
    usable = {}
    for name, group in groups.items():
        folder = Path(group.folder)
        try:
            if group.version == 2:
                _hand_on(folder, name)
            # Tried, since the permissions do not tell of a mount that is read-only, as a container's is.
            (folder / 'vethbook-probe').mkdir(exist_ok=True)
            (folder / 'vethbook-probe').rmdir()
        except OSError:
            continue
        usable[name] = group
    return usable


def _hand_on(folder, controller):
    if controller in (folder / 'cgroup.subtree_control').read_text().split():
        return
    # The root of the tree, which alone has no cgroup.type, may have processes.
    if (folder / 'cgroup.type').exists():
        hub = folder / 'vethbook-hub'
        hub.mkdir(exist_ok=True)
        for pid in (folder / 'cgroup.procs').read_text().split():
            (hub / 'cgroup.procs').write_text(pid)
    (folder / 'cgroup.subtree_control').write_text(f'+{controller}')


def enter(name, limits, groups):
    """This process, and all that it starts, from now on. What no control group keeps, resource limits do."""
    for folder in _folders(name, groups):
        folder.mkdir(exist_ok=True)
    for controller, group in groups.items():
        for file, value in _settings(controller, group.version, limits):
            path = Path(group.folder) / name / file
            # A kernel without accounting of swap has no file for it.
            if path.exists():
                path.write_text(value)
    for folder in _folders(name, groups):
        (folder / 'cgroup.procs').write_text('0')
    if 'memory' not in groups:
        _lower(resource.RLIMIT_DATA, limits.memory_bytes)
    if 'cpu' not in groups:
        os.nice(10)


def limit_user(limits):
    """To be called as the learner's user, whose processes are counted: a second fence where a control group is the first."""
    _lower(resource.RLIMIT_NPROC, limits.processes)
    _lower(resource.RLIMIT_CORE, 0)


def leave(name, groups):
    """Takes away the groups of a learner none of whose processes is left."""
    for folder in _folders(name, groups):
        if folder.is_dir():
            folder.rmdir()


def _folders(name, groups):
    return sorted({Path(group.folder) / name for group in groups.values()})


def _lower(kind, value):
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _settings(controller, version, limits):
    """Files and what to write to them, in this order."""
    quota = max(1000, int(limits.cpus * CPU_PERIOD_US))
    memory = str(limits.memory_bytes)
    if controller == 'pids':
        return [('pids.max', str(limits.processes))]
    if version == 1:
        return {
            'memory': [('memory.limit_in_bytes', memory), ('memory.memsw.limit_in_bytes', memory)],
            'cpu': [('cpu.cfs_period_us', str(CPU_PERIOD_US)), ('cpu.cfs_quota_us', str(quota))],
        }[controller]
    return {
        'memory': [('memory.max', memory), ('memory.swap.max', '0')],
        'cpu': [('cpu.max', f'{quota} {CPU_PERIOD_US}')],
    }[controller]
