"""The region's store: SQLite in a folder, written by one thread; a write is acknowledged once it is committed."""

import asyncio
import fcntl
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, NamedTuple

from lgtui.emulator.schema import MIGRATIONS

DATABASE = "state.db"
LOCK = "lock"

Value = str | int | float | bytes | None
"""What a column holds."""


class StoreError(Exception):
    """The state folder cannot be used; the message says why and what to do."""


Step = tuple[str, Sequence[Sequence[Value]]]
"""A statement, and the rows of values that it is run with."""


class _Write(NamedTuple):
    """Steps that are carried out all or not at all."""

    steps: Sequence[Step]
    written: "asyncio.Future[None]"


class Store:
    """Rows that outlive the process.

    Writes are collected while the thread is busy with the ones before and are committed together, so that thousands a
    second cost as many commits as the disk takes. WAL with `synchronous=NORMAL`: what is committed survives the death
    of this process.

    Args:
        folder: the state folder; None keeps everything in memory, for a region that leaves nothing behind.
        fresh: begin with nothing, whatever the folder holds.

    Raises:
        StoreError: another emulator holds the folder, a newer lgtui has written it, or it cannot be written.
    """

    def __init__(self, folder: Path | None = None, fresh: bool = False) -> None:
        self._lock = _take(folder) if folder is not None else None
        self._pending: deque[_Write] = deque()
        self._wanted = threading.Lock()
        self._scheduled = False
        try:
            if folder is not None and fresh:
                _erase(folder)
            self._connection = _open(folder)
        except sqlite3.Error as error:
            self._let_go()
            raise StoreError(f"The state in {folder} cannot be used: {error}. Start over with --fresh.") from error
        except StoreError:
            self._let_go()
            raise
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    def write(self, statement: str, *values: Value) -> "asyncio.Future[None]":
        """Run one statement; the future is done once it is committed.

        Statements run in the order of their calls. A failure is the future's.
        """
        return self.write_many(statement, (values,))

    def write_many(self, statement: str, rows: Sequence[Sequence[Value]]) -> "asyncio.Future[None]":
        """Run one statement for each of `rows`, in one transaction."""
        return self.transact([(statement, rows)])

    def transact(self, steps: Sequence[Step]) -> "asyncio.Future[None]":
        """Run several statements in one transaction."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        with self._wanted:
            self._pending.append(_Write(steps, written))
            if self._scheduled:
                return written
            self._scheduled = True
        self._thread.submit(self._commit, loop)
        return written

    async def read(self, statement: str, *values: Value) -> list[tuple[Value, ...]]:
        """The rows that a query finds, after every write that was asked for before."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._fetch, statement, values)

    def read_now(self, statement: str, *values: Value) -> list[tuple[Value, ...]]:
        """What `read` gives, while everything else waits: for what is needed before anything can begin."""
        return self._thread.submit(self._fetch, statement, values).result()

    async def stop(self) -> None:
        """Commit what is waiting, and close."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._connection.close)
        self._thread.shutdown()
        self._let_go()

    # In the thread ----------------------------------------------------------------------------------------------

    def _commit(self, loop: asyncio.AbstractEventLoop) -> None:
        """Write all that is waiting as one transaction; where that fails, each write by itself."""
        with self._wanted:
            batch = list(self._pending)
            self._pending.clear()
            self._scheduled = False
        try:
            self._carry_out(batch)
            outcomes: list[sqlite3.Error | None] = [None] * len(batch)
        except sqlite3.Error:
            outcomes = [self._try(write) for write in batch]
        loop.call_soon_threadsafe(_acknowledge, batch, outcomes)

    def _carry_out(self, batch: list[_Write]) -> None:
        with self._connection:
            self._connection.execute("BEGIN")
            for write in batch:
                for statement, rows in write.steps:
                    self._connection.executemany(statement, rows)

    def _try(self, write: _Write) -> sqlite3.Error | None:
        try:
            self._carry_out([write])
        except sqlite3.Error as error:
            return error
        return None

    def _fetch(self, statement: str, values: Sequence[Value]) -> list[tuple[Value, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def _let_go(self) -> None:
        if self._lock is not None and not self._lock.closed:
            fcntl.flock(self._lock, fcntl.LOCK_UN)  # closing alone leaves it with a child that was just forked
            self._lock.close()


def _acknowledge(batch: list[_Write], outcomes: list[sqlite3.Error | None]) -> None:
    for write, error in zip(batch, outcomes, strict=True):
        if write.written.done():
            continue
        if error is None:
            write.written.set_result(None)
        else:
            write.written.set_exception(error)


def _erase(folder: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{DATABASE}{suffix}").unlink(missing_ok=True)


def _open(folder: Path | None) -> sqlite3.Connection:
    """Connect, and bring the tables to the present schema."""
    database = ":memory:" if folder is None else str(folder / DATABASE)
    connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        connection.close()
        raise StoreError(
            f"The state in {folder} was written by a newer lgtui (schema {version}, this one knows {len(MIGRATIONS)}): "
            "update lgtui, or start over with --fresh."
        )
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN; {script}; PRAGMA user_version={number}; COMMIT;")
    return connection


def _take(folder: Path) -> IO[str]:
    """Hold `folder` for this process; the system lets it go when the process ends, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+")
    except OSError as error:
        raise StoreError(
            f"The state folder {folder} cannot be written: {error.strerror}. Name another one with --state."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise StoreError(
            f"The state folder {folder} is in use by another lgtui (process {holder}): end that one, attach to it with "
            "`lgtui attach`, or name another folder with --state."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock
