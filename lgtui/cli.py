"""The command line, nothing else: it reads arguments and calls the room that does the work."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lgtui import __version__

if TYPE_CHECKING:
    from lgtui.project.demos import Demo

USAGE_ERROR = 2
DEFAULT_ENDPOINT = "http://127.0.0.1:4566"

_PROJECT_HELP = "folder, template or OpenAPI file (default: this folder)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `lgtui` with `arguments` (the process's own where None); returns the exit code."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        return 0


def _main(arguments: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    first = next((word for word in words if not word.startswith("-")), "")
    if first not in _COMMANDS and not {"-h", "--help", "--version"} & set(words[:1]):
        words.insert(0, "explore")
    options = parser.parse_args(words)
    return int(options.run(options))


# What each command does -----------------------------------------------------------------------------------------


def _explore(options: argparse.Namespace) -> int:
    from lgtui.project.locate import find_template

    project = Path(options.project or ".")
    if options.project is None and find_template(project) is None:
        return _pick_demo(options)
    return _open_explorer(project, options.port, _serve_arguments(options))


def _demo(options: argparse.Namespace) -> int:
    from lgtui.project.demos import copy_demo, find_demos

    if options.name is None:
        return _pick_demo(options)
    names = [demo.name for demo in find_demos()]
    if options.name not in names:
        return _fail(f"there is no demo '{options.name}'; the demos are {', '.join(names)}")
    try:
        folder = copy_demo(options.name, options.to or Path(options.name))
    except OSError as error:
        return _fail(f"the demo cannot be copied: {error}")
    return _open_explorer(folder, options.port, _serve_arguments(options))


def _pick_demo(options: argparse.Namespace) -> int:
    from lgtui.project.demos import find_demos

    return _open_explorer(None, options.port, _serve_arguments(options), demos=find_demos())


def _open_explorer(
    project: Path | None,
    port: int | None,
    serve_arguments: Sequence[str] = (),
    attach_url: str | None = None,
    demos: "Sequence[Demo]" = (),
) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _fail("the explorer needs a terminal; `lgtui serve` runs the emulator without one")
    from lgtui.console.run import run_console
    from lgtui.emulator.wire.ports import PortTaken, bind_exactly

    try:
        bind_exactly(port or 0).close()
    except PortTaken as error:
        return _fail(str(error))
    return run_console(project, port, attach_url, demos, serve_arguments)


def _serve(options: argparse.Namespace) -> int:
    from lgtui.emulator.store import StoreError
    from lgtui.emulator.wire.ports import PortTaken
    from lgtui.serve import JwksError, ServeOptions, ServicesEndpointError, serve

    serve_options = ServeOptions(
        project=Path(options.project),
        port=options.port,
        control_port=options.control_port,
        ready_file=options.ready_file,
        quiet=options.quiet,
        until_stdin_closes=options.until_stdin_closes,
        account_concurrency=options.account_concurrency,
        account_throttle=options.account_throttle,
        state=options.state,
        fresh=options.fresh,
        services_endpoint=options.services_endpoint or "",
        jwks=dict(options.jwks),
    )
    try:
        return serve(serve_options)
    except (JwksError, PortTaken, ServicesEndpointError, StoreError) as error:
        return _fail(str(error))


def _attach(options: argparse.Namespace) -> int:
    return _open_explorer(None, None, attach_url=options.url)


def _invoke(options: argparse.Namespace) -> int:
    from lgtui.invoke import invoke

    return invoke(options.function, options.payload, options.type, options.tail, options.endpoint_url, options.template)


def _logs(options: argparse.Namespace) -> int:
    from lgtui.logs import print_logs

    return print_logs(options.function, options.since, options.filter, options.follow, options.endpoint_url)


def _locate(options: argparse.Namespace) -> int:
    from lgtui.locate import key_lines, place_lines

    print("\n".join(key_lines() if options.keys else place_lines(Path.cwd())))
    return 0


def _changes(options: argparse.Namespace) -> int:
    from lgtui.changes import print_changes

    return print_changes(options.endpoint_url)


def _burst(options: argparse.Namespace) -> int:
    from lgtui.load.command import run

    return run(options)


def _check(options: argparse.Namespace) -> int:
    from lgtui.project.check import check

    return check(Path(options.project), sys.stdout)


def _export(options: argparse.Namespace) -> int:
    from lgtui.export import ExportOptions, export
    from lgtui.project.locate import find_template

    here = "." if options.endpoint_url is None and not options.project and find_template(Path.cwd()) else None
    return export(
        ExportOptions(
            api=options.api or here,
            project=options.project,
            stage=options.stage,
            export_type=options.format,
            form=options.syntax,
            extensions=options.extensions,
            out=options.out,
            endpoint=options.endpoint_url or _default_endpoint(),
        )
    )


def _render(options: argparse.Namespace) -> int:
    from lgtui.render import render_cases, render_event

    if options.cases is not None:
        return render_cases(options.cases, sys.stdout, sys.stderr)
    if options.event is None:
        return _fail("render --template needs --event, the file with the payload to render it on")
    return render_event(options.template, options.event, sys.stdout, sys.stderr)


def _screenshot(options: argparse.Namespace) -> int:
    from lgtui.console.screenshot import run_screenshot

    return run_screenshot(Path(options.project), options.out, options.size)


def _fail(message: str) -> int:
    print(f"lgtui: {message}", file=sys.stderr)
    return USAGE_ERROR


# What each command takes ----------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lgtui",
        description="A terminal explorer for AWS Lambda and API Gateway. `lgtui PROJECT` opens a folder or a template.",
    )
    parser.add_argument("--version", action="version", version=f"lgtui {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (declare, help_text) in _COMMANDS.items():
        declare(commands.add_parser(name, help=help_text, description=help_text))
    return parser


def _declare_explore(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_explore)
    parser.add_argument("project", nargs="?", help=_PROJECT_HELP)
    _add_port(parser)
    _add_region(parser)


def _declare_demo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_demo)
    parser.add_argument("name", nargs="?", help="the demo; without it, a picker")
    parser.add_argument("--to", type=Path, metavar="DIR", help="folder to copy it to (default: the demo's name)")
    _add_port(parser)
    _add_region(parser)


def _declare_serve(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_serve)
    parser.add_argument("project", nargs="?", default=".", help=_PROJECT_HELP)
    _add_port(parser)
    parser.add_argument("--control-port", type=_port, metavar="PORT", help="AWS control plane (default: 4566)")
    parser.add_argument("--ready-file", type=Path, metavar="FILE", help="written once everything listens")
    parser.add_argument("--account-concurrency", type=int, default=1_000, metavar="N", help="default: 1000")
    _add_region(parser)
    parser.add_argument("--quiet", action="store_true", help="print no log on standard error")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input ends")


def _declare_attach(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_attach)
    parser.add_argument("url", help=f"the control port's URL, such as {DEFAULT_ENDPOINT}")


def _declare_invoke(parser: argparse.ArgumentParser) -> None:
    from lgtui.sample_events import SAMPLES

    parser.set_defaults(run=_invoke)
    parser.add_argument("function", metavar="FN[:QUALIFIER]", help="function name or ARN")
    parser.add_argument("-p", "--payload", default="{}", metavar="JSON|@FILE", help="the event (default: {})")
    names = ", ".join(SAMPLES)
    parser.add_argument("--template", choices=SAMPLES, metavar="NAME", help=f"a sample event instead: {names}")
    parser.add_argument("--type", choices=["request", "event", "dry-run"], default="request")
    parser.add_argument("--tail", action="store_true", help="print the invocation's log on stderr")
    _add_endpoint_url(parser)


def _declare_changes(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_changes)
    _add_endpoint_url(parser)


def _declare_logs(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_logs)
    parser.add_argument("function", metavar="FN|GROUP", help="function name, or a log group that begins with /")
    parser.add_argument("--since", type=_duration, metavar="TIME", help="30s, 5m or 2h back (default: the last lines)")
    parser.add_argument("--filter", default="", metavar="WORDS", help="lines that hold each of these words")
    parser.add_argument("--follow", action="store_true", help="go on with new lines until interrupted")
    _add_endpoint_url(parser)


def _declare_locate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keys", action="store_true", help="list the ids of commands with their keys instead")
    parser.set_defaults(run=_locate)


def _declare_burst(parser: argparse.ArgumentParser) -> None:
    from lgtui.load.arguments import declare

    parser.set_defaults(run=_burst)
    declare(parser)


def _declare_check(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_check)
    parser.add_argument("project", nargs="?", default=".", help=_PROJECT_HELP)


def _declare_export(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_export)
    parser.add_argument(
        "api", nargs="?", metavar="API", help="id or name; or a project's folder or file (default: the template here)"
    )
    parser.add_argument("--project", type=Path, metavar="PATH", help="take it from these files, not from an emulator")
    parser.add_argument("--stage", default="", metavar="NAME", help="default: the first one")
    parser.add_argument("--format", choices=["oas30", "swagger"], default="oas30", help="default: oas30")
    parser.add_argument(
        "--as", choices=["json", "yaml"], default="", dest="syntax", help="default: as FILE is called, or json"
    )
    extensions = "apigateway,documentation"
    parser.add_argument(
        "--extensions", default=extensions, metavar="LIST", help=f"as GetExport has them (default: {extensions})"
    )
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: standard output")
    told = "take it from this emulator (default, where there is no template here: the usual one)"
    parser.add_argument("--endpoint-url", metavar="URL", help=told)


def _declare_render(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_render)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--template", type=Path, metavar="FILE", help="the mapping template")
    what.add_argument("--cases", metavar="FILE", help='lines of {"id", "template", "context"}; - is standard input')
    parser.add_argument("--event", type=Path, metavar="FILE", help="JSON: body, params, context, stageVariables")


def _declare_screenshot(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_screenshot)
    parser.add_argument("project", help="folder or template")
    parser.add_argument("out", type=Path, help="the SVG file to write")
    parser.add_argument(
        "--size", type=_size, default=(160, 45), metavar="WxH", help="columns and lines (default: 160x45)"
    )


def _add_endpoint_url(parser: argparse.ArgumentParser) -> None:
    told = f"default: AWS_ENDPOINT_URL or {DEFAULT_ENDPOINT}"
    parser.add_argument("--endpoint-url", default=_default_endpoint(), metavar="URL", help=told)


def _default_endpoint() -> str:
    return os.environ.get("AWS_ENDPOINT_URL") or DEFAULT_ENDPOINT


def _add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, metavar="PORT", help="first API's port (default: 3000, or the next free)")


def _add_region(parser: argparse.ArgumentParser) -> None:
    """Options of every command that starts an emulator."""
    parser.add_argument("--state", type=Path, metavar="DIR", help="what outlives it (default: .lgtui by the template)")
    parser.add_argument("--fresh", action="store_true", help="begin without what is there")
    help_text = (
        "where requests to services that lgtui does not emulate are passed on to: a moto server, LocalStack, AWS"
    )
    parser.add_argument("--services-endpoint", type=_endpoint, metavar="URL", help=help_text)
    parser.add_argument(
        "--account-throttle",
        type=_throttle,
        default=(10_000.0, 5_000),
        metavar="RATE:BURST",
        help="requests per second of all APIs together, and at once (default: 10000:5000)",
    )
    parser.add_argument(
        "--jwks",
        type=_jwks,
        action="append",
        default=[],
        metavar="POOL=FILE|URL",
        help="public keys of a Cognito user pool (us-east-1_Users=keys.json), for its tokens; for each pool once",
    )


def _serve_arguments(options: argparse.Namespace) -> list[str]:
    """The options of `_add_region` for the emulator that the explorer starts."""
    state = [] if options.state is None else ["--state", str(options.state)]
    services = ["--services-endpoint", options.services_endpoint] if options.services_endpoint else []
    jwks = [word for pool, place in options.jwks for word in ("--jwks", f"{pool}={place}")]
    rate, burst = options.account_throttle
    throttle = ["--account-throttle", f"{rate}:{burst}"]
    return [*state, *(["--fresh"] if options.fresh else []), *services, *throttle, *jwks]


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError(f"a port is 0 to 65535, not {text}")
    return port


def _endpoint(text: str) -> str:
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"an endpoint is http://HOST:PORT, not {text}")
    return text


def _jwks(text: str) -> tuple[str, str]:
    """A user pool's id, and the URL or the file with its keys, the file by its whole path."""
    pool, _, place = text.partition("=")
    if not pool or not place:
        raise argparse.ArgumentTypeError(f"a user pool and its keys are us-east-1_Users=FILE_OR_URL, not {text}")
    return pool, place if place.startswith(("http://", "https://")) else str(Path(place).absolute())


def _throttle(text: str) -> tuple[float, int]:
    """A rate in requests per second and a burst in requests: `10000:5000`."""
    rate, _, burst = text.partition(":")
    try:
        limits = float(rate), int(burst)
    except ValueError:
        limits = -1.0, -1
    if not 0 <= limits[0] < float("inf") or limits[1] < 0:
        raise argparse.ArgumentTypeError(f"a throttle is RATE:BURST, such as 10000:5000, not {text}")
    return limits


def _duration(text: str) -> float:
    """Seconds of `30s`, `5m` or `2h`; a number alone is seconds."""
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "s")
    try:
        return float(number) * _UNITS[unit]
    except ValueError:
        raise argparse.ArgumentTypeError(f"a time is 30s, 5m or 2h, not {text}") from None


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"a size is WxH, for example 160x45, not {text}")
    return int(width), int(height)


_UNITS = {"s": 1, "m": 60, "h": 3_600}

_COMMANDS = {
    "explore": (_declare_explore, "open the explorer on a template or a folder (the default command)"),
    "demo": (_declare_demo, "copy a demo to a folder of yours and open it"),
    "serve": (_declare_serve, "run the emulator alone"),
    "attach": (_declare_attach, "open the explorer on a running emulator"),
    "invoke": (_declare_invoke, "invoke a function of a running emulator"),
    "changes": (_declare_changes, "print what was changed by hand beside what the template says"),
    "logs": (_declare_logs, "print a function's log lines, also those of earlier runs"),
    "locate": (_declare_locate, "say where settings and what was typed are kept, and which keys can be changed"),
    "burst": (_declare_burst, "send requests at a given rate"),
    "check": (_declare_check, "load a project and list what is not emulated"),
    "export": (_declare_export, "write an API as an OpenAPI document"),
    "render": (_declare_render, "render a mapping template on an event, or a file of cases"),
    "screenshot": (_declare_screenshot, "write the explorer's screen as SVG"),
}


if __name__ == "__main__":
    raise SystemExit(main())
