"""Tokens: how they are made, written down, found again, and what is said of broken entries."""

from hashlib import sha256

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from ipgraph.access import Scope, find_token, make_token, parse_tokens
from ipgraph.cli.app import app
from ipgraph.errors import ServiceError
from ipgraph.settings import Settings

DIGEST = sha256(b"secret").hexdigest()


def test_a_new_token_is_found_by_its_secret() -> None:
    secret, token = make_token("editor", Scope.WRITE)

    assert len(secret) >= 43
    assert find_token(parse_tokens(token.entry), secret) == token
    assert find_token(parse_tokens(token.entry), secret + "x") is None


def test_two_tokens_differ() -> None:
    assert make_token("editor", Scope.READ)[0] != make_token("editor", Scope.READ)[0]


def test_write_includes_read() -> None:
    assert Scope.WRITE.includes(Scope.READ)
    assert Scope.READ.includes(Scope.READ)
    assert not Scope.READ.includes(Scope.WRITE)


def test_entries_are_separated_by_commas() -> None:
    tokens = parse_tokens(f" a:read:{DIGEST}, b:write:{DIGEST.upper()} ,")

    assert [(token.name, token.scope, token.digest) for token in tokens] == [
        ("a", Scope.READ, DIGEST),
        ("b", Scope.WRITE, DIGEST),
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("secret", "1 parts"),
        (f"b:{DIGEST}", "2 parts"),
        (f"b:write:{DIGEST}:x", "4 parts"),
        (f":write:{DIGEST}", "name"),
        (f"b c:write:{DIGEST}", "name"),
        (f"b:admin:{DIGEST}", "read, write"),
        ("b:write:5ec2e7", "64 hexadecimal digits"),
        (f"b:write:{DIGEST[:-1]}g", "64 hexadecimal digits"),
        (f"a:write:{DIGEST}", "given twice"),
    ],
)
def test_a_broken_entry_is_named_by_its_place_and_not_shown(entry: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^entry 2: .*{fault}") as caught:
        parse_tokens(f"a:read:{DIGEST},{entry}")

    assert DIGEST[:10] not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_settings_refuse_what_cannot_be_read_and_keep_it_to_themselves() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(tokens="a:read:my-secret")

    assert "entry 1" in str(caught.value)
    assert "my-secret" not in str(caught.value)


def test_the_settings_do_not_show_digests() -> None:
    assert DIGEST not in repr(Settings(tokens=f"a:read:{DIGEST}"))


def test_the_command_prints_a_token_and_its_entry() -> None:
    result = CliRunner().invoke(app, ["token", "editor", "--scope", "write"])

    printed = dict(line.split(": ", 1) for line in result.stdout.splitlines())
    (token,) = parse_tokens(printed["entry"])
    assert (token.name, token.scope) == ("editor", Scope.WRITE)
    assert find_token([token], printed["token"]) == token


def test_the_command_refuses_a_name_that_would_part_its_entry() -> None:
    result = CliRunner().invoke(app, ["token", "a:b"])

    assert isinstance(result.exception, ServiceError)
