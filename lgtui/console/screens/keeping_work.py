"""What was typed and sent outlives the console: the desk and the history of a project, in its user's folders."""

import asyncio
import time
from pathlib import Path

from textual import on

from lgtui import frames
from lgtui.console import messages
from lgtui.console.kept.bursts import bursts_of
from lgtui.console.kept.folders import project_folder
from lgtui.console.kept.kept_lines import KeptLines
from lgtui.console.panes.composer import ComposerPane
from lgtui.console.region.outcomes import Answer, Failure
from lgtui.console.region.state import Target
from lgtui.console.requests.desk import Desk, DeskFile
from lgtui.console.requests.exchanges import Exchange, cut, exchanges_of
from lgtui.console.screens.time_orders import TimeOrders
from lgtui.console.secret_values import secrets_of
from lgtui.console.session import Session
from lgtui.console.widgets.frame_clock import FrameClock
from lgtui.load.report import BurstRecord

KEEP_EVERY = 1.0
"""Seconds between two looks at what was typed."""


class KeepsWork(TimeOrders):
    """Restores what was typed for a project, and keeps it and every exchange; subclasses let one look at it.

    Args:
        session: the tie to the emulator; the app closes it in the end.
        frame_clock: draws the live panes; a test gives a manual one.
    """

    def __init__(self, session: Session, frame_clock: FrameClock | None = None) -> None:
        super().__init__(session, frame_clock)
        self.exchanges: KeptLines[Exchange] | None = None
        self.bursts: KeptLines[BurstRecord] | None = None
        self._desk_file: DeskFile | None = None
        self._kept = Desk()
        self._complaints: set[str] = set()
        self._composer: ComposerPane | None = None

    def on_mount(self) -> None:
        self.set_interval(KEEP_EVERY, self._keep_desk)

    def on_unmount(self) -> None:
        if self._desk_file and self._composer and (desk := self._changed_desk(self._composer)):
            self._desk_file.save(desk)

    # What was typed ----------------------------------------------------------------------------------------------

    async def _show_all(self, hello: frames.Hello) -> None:
        if self._desk_file is None:
            await self._begin(project_folder(hello.project.template))
        await super()._show_all(hello)

    async def _begin(self, folder: Path) -> None:
        """Read what earlier runs have kept."""
        self._desk_file, self.exchanges, self.bursts = DeskFile(folder), exchanges_of(folder), bursts_of(folder)
        desk, *complaints = await asyncio.gather(
            asyncio.to_thread(self._desk_file.load),
            asyncio.to_thread(self.exchanges.load),
            asyncio.to_thread(self.bursts.load),
        )
        for complaint in complaints:
            self._complain(complaint)
        sent = [exchange.request for exchange in self.exchanges.all]
        self._mask([secret for request in sent for secret in secrets_of(request.headers, request.url)])
        self._composer = composer = self.query_one(ComposerPane)
        if isinstance(desk, str):
            self._complain(desk)
            return
        self._kept = desk
        composer.request.drafts.update(desk.requests)
        composer.event.drafts.update(desk.events)
        self._mask([secret for _, draft in desk.requests for secret in draft.secrets])
        self.state.chosen_stages.update(desk.stages)
        self.area.shares = desk.shares

    def _first_target(self) -> Target | None:
        """What was open when the console was left, where it is still there."""
        opened = self._kept.opened
        return opened if opened and self.state.holds(opened) else super()._first_target()

    def _changed_desk(self, composer: ComposerPane) -> Desk | None:
        """The desk where it differs from what is kept."""
        requests, events = composer.request.drafts, composer.event.drafts
        stages, shares = dict(self.state.chosen_stages), dict(self.area.shares)
        desk = Desk(tuple(requests.items()), tuple(events.items()), composer.target, stages, shares)
        if desk == self._kept:
            return None
        self._kept = desk
        return desk

    def _keep_desk(self) -> None:
        if self._desk_file and self._composer and (desk := self._changed_desk(self._composer)):
            self.run_worker(self._save(self._desk_file, desk), group="desk", exclusive=True, exit_on_error=False)

    async def _save(self, file: DeskFile, desk: Desk) -> None:
        self._complain(await asyncio.to_thread(file.save, desk))

    # What was sent -----------------------------------------------------------------------------------------------

    @on(messages.Answered)
    def _keep_exchange(self, event: messages.Answered) -> None:
        if isinstance(event.outcome, Answer):
            self._mask(secrets_of(event.outcome.headers))
        if self.exchanges is not None:
            exchange = Exchange(time.time(), event.target, event.draft, event.request, event.outcome, event.stage)
            self._complain(self.exchanges.add(cut(exchange)))

    @on(messages.Tried)
    def _keep_trial(self, event: messages.Tried) -> None:
        if self.exchanges is not None:
            outcome = event.outcome if isinstance(event.outcome, Failure) else event.outcome.answer
            exchange = Exchange(time.time(), event.target, event.draft, event.request, outcome, trial=True)
            self._complain(self.exchanges.add(cut(exchange)))

    def keep_burst(self, kept: BurstRecord) -> None:
        """Keep a burst that is over."""
        if self.bursts is not None:
            self._complain(self.bursts.add(kept))

    def _mask(self, secrets: list[str]) -> None:
        self.post_message(messages.SecretsSeen(secrets))

    def _complain(self, complaint: str) -> None:
        if complaint and complaint not in self._complaints:
            self._complaints.add(complaint)
            self.notify(complaint, severity="warning", markup=False)
