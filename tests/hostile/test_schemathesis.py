"""Requests made up from the service's own description, sound and broken ones: none is answered with 500."""

import contextlib
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation

pytestmark = pytest.mark.usefixtures("health")

Case = schemathesis.Case[Any]
Operation = APIOperation[Any, Any, Any, Any]

EXAMPLES = 8


def send_all(operation: Operation, mode: GenerationMode, address: str) -> list[tuple[int, str]]:
    """Return the status of each answer to requests of an operation, with the request as a command where it is 500."""
    answers: list[tuple[int, str]] = []

    # The seed is fixed and nothing is kept: tests/conftest.py has the profile.
    @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        status = case.call(base_url=address, timeout=30).status_code
        answers.append((status, case.as_curl_command() if status == 500 else ""))

    # A request that has no parts cannot be a broken one.
    with contextlib.suppress(Unsatisfiable):
        send()
    return answers


def test_no_request_that_follows_or_breaks_the_description_is_a_500(served: Any) -> None:
    schema = schemathesis.openapi.from_dict(httpx.get(f"{served.address}/openapi.json", trust_env=False).json())
    # An operation that cannot be read is told by the exception that this raises.
    operations: list[Operation] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    answers = [answer for each in operations for mode in modes for answer in send_all(each, mode, served.address)]

    assert len(operations) >= 17
    assert len(answers) > 4 * len(operations)
    assert [request for status, request in answers if status == 500] == []
    assert {status // 100 for status, _ in answers} >= {2, 4}
