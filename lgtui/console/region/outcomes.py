"""What comes of talking to the region: an answer, or a failure in words."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


class Failure(msgspec.Struct, frozen=True, tag=True):
    """Why something was not done, in words for the screen; `status` is 0 where nobody answered."""

    message: str
    status: int = 0


class Answer(msgspec.Struct, frozen=True, tag=True):
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

    @property
    def message(self) -> str:
        """AWS's own words of an error, after its type."""
        kind = self.header("x-amzn-ErrorType").partition(":")[0] or str(self.status)
        try:
            document = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return f"{kind}: {self.body[:200].decode(errors='replace')}"
        message = document.get("message") or document.get("Message") if isinstance(document, dict) else ""
        return f"{kind}: {message or self.reason}"


def read(answer: Answer | Failure, kind: type[T]) -> T | Failure:
    """An answer's document as what it should be, or why it is not."""
    if isinstance(answer, Failure):
        return answer
    if answer.status >= 300:
        return Failure(answer.message, answer.status)
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except msgspec.DecodeError as error:
        return Failure(f"the answer cannot be read: {error}")
