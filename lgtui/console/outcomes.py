"""What comes of talking to the region: an answer, or a failure in words."""

import base64
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """Why something was not done, in words for the screen; `status` is 0 where nobody answered."""

    message: str
    status: int = 0


@dataclass(frozen=True)
class Answer:
    """A response as it came: headers in order with their casing, `seconds` from first byte sent to last read."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        """The first header of this name, whatever its casing; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def request_ids(self) -> list[str]:
        """The ids whose log lines belong to this answer: its own, or those in the log tail of a direct invocation."""
        tail = base64.b64decode(self.header("x-amz-log-result")).decode(errors="replace")
        return [self.header("x-amzn-RequestId"), *re.findall(r"^START RequestId: (\S+)", tail, re.MULTILINE)]
