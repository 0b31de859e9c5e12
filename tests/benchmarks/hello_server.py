"""The yardstick: a hello-world route on the emulator's own HTTP library, with nothing behind it."""

import sys
from typing import Any

import uvicorn

HEADERS = [(b"content-type", b"text/plain"), (b"content-length", b"5")]


async def hello(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer every request with five bytes."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"hello"})


if __name__ == "__main__":
    uvicorn.run(hello, port=int(sys.argv[1]), http="httptools", loop="asyncio", log_level="error", access_log=False)
