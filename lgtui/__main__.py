"""`python -m lgtui`: the command line without its installed script."""

from lgtui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
