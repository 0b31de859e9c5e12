"""Filter patterns: terms, JSON selectors and space-delimited fields (guide, FilterAndPatternSyntax)."""

from lgtui.emulator.cloudwatch_logs.patterns.delimited import compile_delimited
from lgtui.emulator.cloudwatch_logs.patterns.documents import compile_documents
from lgtui.emulator.cloudwatch_logs.patterns.scanner import InvalidPattern, Matcher, Scanner
from lgtui.emulator.cloudwatch_logs.patterns.terms import compile_terms

__all__ = ["InvalidPattern", "Matcher", "compile_pattern"]


def compile_pattern(pattern: str) -> Matcher:
    """What tells whether a message matches `pattern`.

    Raises:
        InvalidPattern: it is none; the matcher raises it too where a regular expression takes too long.
    """
    scanner = Scanner(pattern.strip())
    if scanner.sees("{"):
        return compile_documents(scanner)
    if scanner.sees("["):
        return compile_delimited(scanner)
    return compile_terms(scanner)
