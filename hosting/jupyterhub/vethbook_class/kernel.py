"""Calls of Linux that Python has no name for before 3.12, or at all."""

import ctypes
import os

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags):
    """unshare(2)"""
    _check(_libc.unshare(flags), 'unshare')


def die_with_parent(signal):
    """prctl(2), PR_SET_PDEATHSIG; taken back by a change of credentials."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, int(signal), 0, 0, 0), 'prctl')


def _check(result, call):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{call}: {os.strerror(number)}')
