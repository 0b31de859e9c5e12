"""The line for path and query; a curl command that is pasted into it is handed on instead."""

from textual import events
from textual.message import Message

from lgtui.console.requests.curl import is_curl
from lgtui.console.widgets.text_line import TextLine


class UrlLine(TextLine):
    """Takes a path and query in."""

    class CurlPasted(Message):
        """A curl command line was pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        if is_curl(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(self.CurlPasted(event.text))
