"""Filter patterns, by the examples of the guide (FilterAndPatternSyntax), and what is none."""

import json

import pytest

from lgtui.emulator.cloudwatch_logs.patterns import InvalidPattern, compile_pattern

EVENT = json.dumps(
    {
        "eventType": "UpdateTrail",
        "sourceIPAddress": "111.111.111.111",
        "arrayKey": ["value", "another value"],
        "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
        "SomeObject": None,
        "ThisFlag": True,
        "cluster.name": "c",
        "latency": 55.5,
        "count": "3",
    }
)
USERS = json.dumps(
    {
        "user": {"id": 1, "email": "John.Stiles@example.com"},
        "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
        "actions": ["GET", "PUT", "DELETE"],
        "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]],
    }
)
ACCESS = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ("", "anything", True),
        ('" "', "two words", True),
        ("ERROR", "[ERROR 400] BAD REQUEST", True),
        ("ERROR", "Exiting with ERRORCODE: -1", True),
        ("ERROR", "an error", False),
        ("ERROR Exception", "[ERROR] Caught IllegalArgumentException", True),
        ("ERROR ARGUMENTS", "[ERROR 400] BAD REQUEST", False),
        ("?ERROR ?ARGUMENTS", "MISSING ARGUMENTS", True),
        ("?ERROR ?ARGUMENTS", "BAD REQUEST", False),
        ("?ERROR ?ARGUMENTS REQUEST", "[INFO] REQUEST FAILED", True),
        ("?ERROR ?ARGUMENTS REQUEST", "[ERROR] MISSING ARGUMENTS", False),
        ('"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL SERVER ERROR", True),
        ('"INTERNAL SERVER ERROR"', "SERVER INTERNAL ERROR", False),
        (r'"say \"hi\""', 'they say "hi" here', True),
        ("ERROR -ARGUMENTS", "[ERROR 401] UNAUTHORIZED REQUEST", True),
        ("ERROR -ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", False),
        ('-"BAD REQUEST"', "[ERROR 400] BAD REQUEST", False),
        ("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", True),
        ("%^[hc]at%", "a hat", False),
        ("%colou?r%", "a colour", True),
        (r"%10\.10\.0\.1%", "10010,051", False),
    ],
)
def test_terms(pattern: str, message: str, matches: bool) -> None:
    assert compile_pattern(pattern)(message) is matches


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ('{ $.eventType = "UpdateTrail" }', EVENT, True),
        ("{$.eventType=UpdateTrail}", EVENT + "\n", True),
        ('{ $.eventType = "Update*" }', EVENT, True),
        ('{ $.eventType = "*Trail" }', EVENT, True),
        ('{ $.eventType = "Up*ail" }', EVENT, False),
        ("{ $.sourceIPAddress != 123.123.* }", EVENT, True),
        ("{ $.sourceIPAddress != 111.111.* }", EVENT, False),
        ('{ $.arrayKey[0] = "value" }', EVENT, True),
        ('{ $.arrayKey[5] = "value" }', EVENT, False),
        ("{ $.arrayKey[*] = %val.{2}% }", EVENT, True),
        ("{ $.objectList[1].id = 2 }", EVENT, True),
        ("{ $.objectList[*].id = 2 }", EVENT, True),
        (r"{ $.* = %111\.111\.111\.1[0-9]{1,2}% }", EVENT, True),
        ("{ $.['cluster.name'] = \"c\" }", EVENT, True),
        ("{ $.SomeObject IS NULL }", EVENT, True),
        ("{ $.eventType IS NULL }", EVENT, False),
        ("{ $.ThisFlag IS TRUE }", EVENT, True),
        ("{ $.ThisFlag IS FALSE }", EVENT, False),
        ("{ $.ThisFlag = true }", EVENT, False),
        ("{ $.SomeOtherObject NOT EXISTS }", EVENT, True),
        ("{ $.SomeObject NOT EXISTS }", EVENT, False),
        ("{ $.latency >= 55.5 }", EVENT, True),
        ("{ $.latency < 1e1 }", EVENT, False),
        ("{ $.latency = 5* }", EVENT, True),
        ("{ $.count = 3 }", EVENT, True),
        ("{ $.eventType > 3 }", EVENT, False),
        ("{ $.missing != 1 }", EVENT, False),
        ("{ $.arrayKey != 1 }", EVENT, False),
        ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', USERS, True),
        ('{ $.user.email = "John*" || $.coordinates[0][1] = no && $.actions[2] = no }', USERS, True),
        ('{ ($.user.email = "John*" || $.coordinates[0][1] = no) && $.actions[2] = no }', USERS, False),
        ('{ ($.user.id = 2 && $.users[0].email = "no") || $.actions[2] = "GET" }', USERS, False),
        ("{ $.a = 1 }", "INFO " + EVENT, False),
        ("{ $.a NOT EXISTS }", "{broken", False),
        ("{ $.a NOT EXISTS }", "[1]", False),
        ("{ $" + ".a" * 400 + " NOT EXISTS }", "{}", True),
    ],
)
def test_json(pattern: str, message: str, matches: bool) -> None:
    assert compile_pattern(pattern)(message) is matches


@pytest.mark.parametrize(
    ("pattern", "message", "matches"),
    [
        ("[ip, user, username, timestamp, request, status_code, bytes]", ACCESS, True),
        ("[ip, user, username, timestamp, request = *.html*, status_code = 4*, bytes]", ACCESS, True),
        ("[..., request =*.html*, status_code = 404 || status_code = 410, bytes]", ACCESS, True),
        ("[..., status_code = 4* && status_code != 404, bytes]", ACCESS, False),
        (r"[ip=%127\.0\.0\.[1-9]%, ..., bytes > 1000]", ACCESS, True),
        ("[..., bytes > 2000]", ACCESS, False),
        ('[..., timestamp="10/Oct/2000:13:25:15 -0700", request, status, bytes]', ACCESS, True),
        ("[..., request=*.html*, status_code=4*,]", ACCESS, True),
        ("[ip, user, ...]", ACCESS, True),
        ("[a, b, c, d, e, f, g, h]", ACCESS, False),
        ("[a, b, c, d, e, f, g, h, ...]", ACCESS, False),
        ("[]", ACCESS, True),
        ("[w1=ERROR, w2]", "ERROR 09/25/2014 12:00:02 Failed to process request", True),
        ("[w1=ERROR, w2]", "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200", False),
        ("[w1=ERROR]", "ERROR and more", False),
        ("[w1!=ERROR && w1!=WARNING, w2]", "INFO all is well", True),
        ("[level, url=%/resource/[0-9]+$%, time]", "INFO /service/resource/67 1200", True),
    ],
)
def test_fields_between_spaces(pattern: str, message: str, matches: bool) -> None:
    assert compile_pattern(pattern)(message) is matches


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("hello-world", "term 'hello-world': write it in double quotes"),
        ('"unclosed', "a quotation mark is not closed"),
        ("%unclosed", "does not end with %"),
        ("%^(ERROR|WARN)%", "characters that are not supported"),
        ("%hello!%", "characters that are not supported"),
        ("%[abc%", "is none"),
        ("{ $.a == 1 }", "a value is missing"),
        ("{ $.a EXISTS }", "one of !=, <"),
        ("{ $.a IS NOT NULL }", "IS takes NULL, TRUE or FALSE"),
        ("{ $.a }", "one of !=, <"),
        ("{ $.a = 1", "'}' is missing"),
        ("{ $.a = 1 } x", "nothing may follow"),
        ("{ a = 1 }", "a selector begins with $"),
        ("{ $..a = 1 }", "a selector names a property"),
        ('{ $.a > "x" }', "> compares numbers, and 'x' is none"),
        ("{ $.a[*].* = 1 }", "one wildcard at most"),
        ("{ $.a[*]=1 || $.b[*]=1 || $.c[*]=1 || $.d[*]=1 }", "3 selectors with a wildcard"),
        ("{ $.a = %x% || $.b = %y% || $.c = %z% }", "2 regular expressions"),
        ("{ " + "(" * 500, "nested too deeply"),
        ("[a = 1 || " + "(" * 500, "nested too deeply"),
        ("[..., a, ...]", "one ellipsis at most"),
        ("[a, a]", "two fields have the name a"),
        ("[a = 1 || b = 2]", "one field has one name"),
        ("[a, ...", "']' is missing"),
    ],
)
def test_what_is_no_pattern_is_said(pattern: str, why: str) -> None:
    with pytest.raises(InvalidPattern) as refused:
        compile_pattern(pattern)
    assert why in str(refused.value)


def test_an_expression_that_takes_too_long_is_given_up() -> None:
    matches = compile_pattern("%" + "a*" * 30 + "b$%")
    with pytest.raises(InvalidPattern, match="takes longer than 1 s"):
        matches("a" * 5_000 + "bc")
