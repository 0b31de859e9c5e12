"""How many files the emulator may have open."""

import resource

WANTED = 65_536
"""Enough for thousands of environments, each of which takes three: its listener, its connection and its pipe."""


def allow_open_files() -> None:
    """Raise this process's soft limit of open files towards `WANTED`, as far as the hard limit lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
