"""What comes of talking to the region: an answer, or a failure in words."""

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
    def request_id(self) -> str:
        """The id that the request's log lines bear; for a direct invocation the function's own."""
        return self.header("x-amzn-RequestId")
