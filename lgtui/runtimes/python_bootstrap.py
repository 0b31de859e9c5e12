"""Python's runtime client: loads a handler and runs invocations that it gets from the Lambda Runtime API.

Standard library alone, Python 3.8 or later. Behaves as AWS's `awslambdaric` does (error objects, log forms, context);
it speaks HTTP on a plain socket and sends each response together with the request for the next event in one write.
"""

from __future__ import annotations

import decimal
import importlib
import json
import logging
import os
import re
import socket
import sys
import time
import traceback
from typing import Any, Callable, Iterable, TypeVar

RUNTIME = "/2018-06-01/runtime"
RECEIVE_SIZE = 262144
NO_BREAK_SPACE = "\u00a0"
PREINSTALLED = ("boto3", "botocore", "s3transfer")
"""Packages that Lambda's runtime brings along and the user's interpreter may lack."""

Handler = Callable[[Any, "LambdaContext"], Any]
Shape = TypeVar("Shape", bound="Members")


class Fault(Exception):
    """A failure that the runtime itself diagnoses, with AWS's `error_type` (`Runtime.HandlerNotFound`, …)."""

    def __init__(self, error_type: str, message: str, trace: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


# The Runtime API ------------------------------------------------------------------------------------------------


class RuntimeClient:
    """A connection to the Runtime API at `address` (`host:port`), kept open for the life of the environment."""

    def __init__(self, address: str) -> None:
        host, _, port = address.partition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._tail = " HTTP/1.1\r\nHost: {}\r\n".format(address)
        self._next = "GET {}/invocation/next{}\r\n".format(RUNTIME, self._tail).encode()

    def first(self) -> tuple[dict[str, str], bytes]:
        """Ask for the first event: (headers with lower-case names, body)."""
        self._socket.sendall(self._next)
        return self._read()

    def respond(self, request_id: str, body: bytes) -> tuple[dict[str, str], bytes]:
        """Send a handler's response and wait for the next event."""
        return self._exchange("/invocation/{}/response".format(request_id), body)

    def fail(self, request_id: str, error: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """Send a handler's error object and wait for the next event."""
        body = json.dumps(error).encode()
        return self._exchange("/invocation/{}/error".format(request_id), body, error["errorType"])

    def fail_init(self, error: dict[str, Any]) -> None:
        """Tell that the handler could not be loaded."""
        body = json.dumps(error).encode()
        self._socket.sendall(self._post("/init/error", body, error["errorType"]) + body)
        self._read()

    def _post(self, path: str, body: bytes, error_type: str = "") -> bytes:
        fields = "Content-Length: {}\r\n".format(len(body))
        if error_type:
            safe_type = error_type.encode("ascii", "replace").decode()
            fields += "Content-Type: application/vnd.aws.lambda.error+json\r\n"
            fields += "Lambda-Runtime-Function-Error-Type: {}\r\n".format(safe_type)
        return "POST {}{}{}{}\r\n".format(RUNTIME, path, self._tail, fields).encode()

    def _exchange(self, path: str, body: bytes, error_type: str = "") -> tuple[dict[str, str], bytes]:
        """Report and ask for the next event at once; the report's own answer carries nothing."""
        self._socket.sendall(self._post(path, body, error_type) + body + self._next)
        self._read()
        return self._read()

    def _read(self) -> tuple[dict[str, str], bytes]:
        """The next HTTP answer: (headers, body)."""
        while b"\r\n\r\n" not in self._received:
            self._receive()
        head, _, rest = self._received.partition(b"\r\n\r\n")
        headers: dict[str, str] = {}
        for line in head.decode("latin-1").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        self._received = rest
        while len(self._received) < length:
            self._receive()
        body, self._received = self._received[:length], self._received[length:]
        return headers, body

    def _receive(self) -> None:
        data = self._socket.recv(RECEIVE_SIZE)
        if not data:
            os._exit(0)  # The emulator has closed this environment.
        self._received += data


# The context object ---------------------------------------------------------------------------------------------


class Members:
    """An object with the attributes in `__slots__`, taken from a dictionary; those it lacks are None."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, values: dict[str, Any]) -> None:
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self) -> str:
        members = ",".join("{}={}".format(name, getattr(self, name)) for name in self.__slots__)
        return "{}([{}])".format(type(self).__name__, members)


class CognitoIdentity(Members):
    """The caller's Cognito identity; its members are None for a caller without one."""

    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Members):
    """The mobile client that called, as its SDK describes itself."""

    __slots__ = ("app_package_name", "app_title", "app_version_code", "app_version_name", "installation_id")


class ClientContext(Members):
    """The caller's context, as Invoke's `ClientContext` gave it."""

    __slots__ = ("client", "custom", "env")

    client: Any

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        if self.client is not None:
            self.client = Client(self.client)


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers: dict[str, str], variables: dict[str, str]) -> None:
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = variables.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = variables.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = variables.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = variables.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = variables.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = parse_header(headers, "lambda-runtime-client-context", ClientContext)
        self.identity = parse_header(headers, "lambda-runtime-cognito-identity", CognitoIdentity) or CognitoIdentity({})
        self._deadline = int(headers.get("lambda-runtime-deadline-ms", "0"))

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function times out, never negative."""
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message: object) -> None:
        """Write `message` to the log as it is."""
        sys.stdout.write(str(message))

    def __repr__(self) -> str:
        members = ",".join("{}={}".format(name, value) for name, value in vars(self).items() if name[0] != "_")
        return "LambdaContext([{}])".format(members)


def parse_header(headers: dict[str, str], name: str, shape: type[Shape]) -> Shape | None:
    """The JSON header `name` as a `shape`, None where it is missing."""
    if name not in headers:
        return None
    try:
        return shape(json.loads(headers[name]))
    except ValueError as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse {} JSON: {}".format(name, error)) from None


# Log ------------------------------------------------------------------------------------------------------------


class RequestIds(logging.Filter):
    """Gives each record the id of the running invocation; both are fields of AWS's log format."""

    request_id = ""

    def filter(self, record: logging.LogRecord) -> bool:
        """Annotate `record`; none is left out."""
        record.aws_request_id = self.request_id
        record.tenant_id = None
        return True


class StandardOutput(logging.Handler):
    """Writes records to whatever `sys.stdout` is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write `record`; its format ends with a newline of its own."""
        sys.stdout.write(self.format(record))


def set_up_log() -> RequestIds:
    """Give the root logger Lambda's handler and format; returns the filter that knows the request's id."""
    logging.Formatter.converter = time.gmtime
    handler = StandardOutput()
    layout = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
    handler.setFormatter(logging.Formatter(layout, "%Y-%m-%dT%H:%M:%S"))
    request_ids = RequestIds()
    handler.addFilter(request_ids)
    logging.getLogger().addHandler(handler)
    return request_ids


def set_up_output() -> None:
    """Line-buffered text on the environment's pipe, in UTF-8 as on Lambda."""
    sys.stdout = os.fdopen(1, "w", 1, encoding="utf-8", newline="\n", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", newline="\n", closefd=False)


def log_error(error: dict[str, Any]) -> None:
    """Write an error object in AWS's form: one log event, its lines joined by carriage returns."""
    head = "[ERROR] " + error["errorType"]
    if error["errorMessage"]:
        head += ": " + error["errorMessage"]
    lines = [head, "Traceback (most recent call last):"]
    for element in error["stackTrace"]:
        for line in element.splitlines():
            text = line.lstrip(" ")
            lines.append(NO_BREAK_SPACE * (len(line) - len(text)) + text)
    sys.stdout.write("\r".join(lines) + "\n")


# Errors ---------------------------------------------------------------------------------------------------------


def error_object(error: Exception, request_id: str = "") -> dict[str, Any]:
    """AWS's error object for an exception; the traceback starts at the first line that is not this module's."""
    if isinstance(error, Fault):
        error_type, stack = error.error_type, error.trace
    else:
        error_type = type(error).__name__
        frames = list(traceback.extract_tb(error.__traceback__))
        while frames and frames[0].filename == __file__:
            frames.pop(0)
        stack = traceback.format_list(frames)
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": stack}


# Handler --------------------------------------------------------------------------------------------------------


def load_handler(name: str) -> Handler:
    """The function that the handler setting `name` stands for (`module.function`, `a/b/module.function`).

    Raises:
        Fault: with AWS's type and text, where there is no such function or its module cannot be imported.
    """
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '{}': {}".format(name, error)) from None
    if module_name.split(".")[0] in sys.builtin_module_names:
        text = "Cannot use built-in module {} as a handler module".format(module_name)
        raise Fault("Runtime.BuiltInModuleConflict", text)
    module = import_handler_module(module_name)
    try:
        handler: Handler = getattr(module, function_name)
    except AttributeError:
        text = "Handler '{}' missing on module '{}'".format(function_name, module_name)
        raise Fault("Runtime.HandlerNotFound", text) from None
    return handler


def import_handler_module(name: str) -> Any:
    """Import the module `name`, in which `/` may stand for `.`."""
    try:
        return importlib.import_module(name.replace("/", "."))
    except ImportError as error:
        text = "Unable to import module '{}': {}{}".format(name, error, installation_hint(error))
        raise Fault("Runtime.ImportModuleError", text) from None
    except SyntaxError as error:
        place = '  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, error.text)
        text = "Syntax error in module '{}': {}".format(name, error)
        raise Fault("Runtime.UserCodeSyntaxError", text, [place]) from None


def installation_hint(error: ImportError) -> str:
    """How to get a module that Lambda brings along, where that is what is missing."""
    package = (error.name or "").partition(".")[0]
    if package not in PREINSTALLED:
        return ""
    return " (on Lambda it is preinstalled; here run: {} -m pip install boto3)".format(sys.executable)


class Marshaller:
    """Turns what a handler returned into a JSON body as awslambdaric does: decimals are numbers, NaN is written `NaN`.

    From Python 3.12 on AWS leaves characters outside ASCII as they are; before, it escapes them.
    """

    def __init__(self, execution_environment: str) -> None:
        version = re.match(r"AWS_Lambda_python3\.(\d+)", execution_environment)
        escape = version is not None and int(version.group(1)) < 12
        self._mark = os.urandom(12).hex()
        self._encode = json.JSONEncoder(ensure_ascii=escape, allow_nan=True, default=self._default).encode
        self._decimals = False

    def body(self, response: object) -> bytes:
        """The body for `response`; bytes are sent as they are.

        Raises:
            Fault: Runtime.MarshalError, for what has no JSON form.
        """
        if isinstance(response, bytes):
            return response
        try:
            text = self._encode(response)
            if self._decimals:
                self._decimals = False
                text = re.sub('"{}(.*?)"'.format(self._mark), r"\1", text)
            return text.encode()
        except Exception as error:  # noqa: BLE001 - a handler's objects raise what they like
            raise Fault("Runtime.MarshalError", "Unable to marshal response: {}".format(error)) from None

    def _default(self, value: object) -> str:
        """Mark a decimal, which the standard encoder cannot write as a number, for `body` to unquote."""
        if not isinstance(value, decimal.Decimal):
            raise TypeError("Object of type {} is not JSON serializable".format(type(value).__name__))
        self._decimals = True
        return self._mark + ("NaN" if value.is_nan() else str(value))


class Runtime:
    """The loop of one environment: an event, the handler, its response."""

    def __init__(self, client: RuntimeClient, handler: Handler, request_ids: RequestIds) -> None:
        self._client = client
        self._handler = handler
        self._request_ids = request_ids
        self._marshaller = Marshaller(os.environ.get("AWS_EXECUTION_ENV", ""))
        self._variables = dict(os.environ)

    def run(self) -> None:
        """Serve until the environment ends."""
        headers, body = self._client.first()
        while True:
            headers, body = self._invoke(headers, body)

    def _invoke(self, headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
        """Run one invocation and return the next one's event."""
        request_id = self._request_ids.request_id = headers["lambda-runtime-aws-request-id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        try:
            context = LambdaContext(headers, self._variables)
            response = self._marshaller.body(self._handler(parse_event(body), context))
        except Exception as raised:  # noqa: BLE001 - it is the handler's, and the answer
            error = error_object(raised, request_id)
            log_error(error)
            flush()
            return self._client.fail(request_id, error)
        flush()
        return self._client.respond(request_id, response)


def parse_event(body: bytes) -> Any:
    """The event as Python objects."""
    try:
        return json.loads(body)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: {}".format(error)) from None


def flush() -> None:
    """Send what the handler printed without a newline on its way, before the response."""
    sys.stdout.flush()
    sys.stderr.flush()


def enter(folder: str, variables: dict[str, str], layers: str) -> None:
    """Make this process look like one that Lambda started in `folder` with the environment `variables`.

    Modules are looked for in the code, then in `layers` (the folder that stands for /opt, or empty), then as Python
    itself does.
    """
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    if os.path.isdir(folder):
        os.chdir(folder)
    own_folder = os.path.dirname(os.path.abspath(__file__))
    extra = [path for path in variables.get("PYTHONPATH", "").split(os.pathsep) if path]
    python = [path for path in sys.path if path and os.path.abspath(path) != own_folder]
    sys.path[:] = [folder, *layer_paths(layers), *extra, *python]
    sys.argv[:] = [__file__, variables["_HANDLER"]]
    importlib.invalidate_caches()


def layer_paths(layers: str) -> list[str]:
    """Where a layer's modules may be (guide, packaging-layers)."""
    if not layers:
        return []
    version = "python{}.{}".format(*sys.version_info[:2])
    return [os.path.join(layers, "python", "lib", version, "site-packages"), os.path.join(layers, "python")]


def run(handler_name: str, folder: str, variables: dict[str, str], layers: str = "") -> None:
    """Be an execution environment: load the handler, then serve invocations until the process is ended."""
    set_up_output()
    enter(folder, variables, layers)
    client = RuntimeClient(variables["AWS_LAMBDA_RUNTIME_API"])
    request_ids = set_up_log()
    try:
        handler = load_handler(handler_name)
    except Exception as raised:  # noqa: BLE001 - it is the handler module's, and the answer
        error = error_object(raised)
        log_error(error)
        flush()
        client.fail_init(error)
        sys.exit(1)
    Runtime(client, handler, request_ids).run()
