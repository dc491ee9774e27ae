"""Clients that ask too often are told to wait, each on its own account."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from ipgraph.settings import Settings

RunService = Callable[[Settings], AbstractContextManager[str]]
# A window that no test outlasts.
LIMIT = "3/day"


@pytest.fixture
def limited(run_service: RunService, store_dir: Path) -> Callable[..., AbstractContextManager[httpx.Client]]:
    @contextmanager
    def run(trusted_proxies: str = "") -> Iterator[httpx.Client]:
        settings = Settings(store=store_dir, workers=1, rate_limit=LIMIT, trusted_proxies=trusted_proxies)
        with run_service(settings) as address, httpx.Client(base_url=address, trust_env=False) as client:
            yield client

    return run


def test_one_request_too_many_is_429_and_says_when_to_come_back(
    limited: Callable[..., AbstractContextManager[httpx.Client]],
) -> None:
    with limited() as client:
        answers = [client.get("/", headers={"Origin": "https://example.org"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"].partition(";t=")[0] for answer in answers] == [
        f'"client";r={left}' for left in (2, 1, 0, 0)
    ]
    refused = answers[-1]
    assert refused.headers["ratelimit-policy"] == '"client";q=3;w=86400'
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert refused.json()["type"].endswith("/too-many-requests")
    assert refused.headers["access-control-allow-origin"] == "*"


def test_health_and_metrics_are_not_counted(limited: Callable[..., AbstractContextManager[httpx.Client]]) -> None:
    with limited() as client:
        assert {client.get(path).status_code for path in ("/health", "/metrics") for _ in range(5)} == {200}
        assert client.get("/").status_code == 200


def test_what_a_client_says_of_its_address_counts_only_from_a_trusted_proxy(
    limited: Callable[..., AbstractContextManager[httpx.Client]],
) -> None:
    def statuses(client: httpx.Client) -> list[int]:
        return [client.get("/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(5)]

    with limited() as client:
        assert statuses(client) == [200, 200, 200, 429, 429]
    with limited(trusted_proxies="127.0.0.0/8") as client:
        assert statuses(client) == [200] * 5


def test_the_addresses_of_one_ipv6_network_are_one_client(
    limited: Callable[..., AbstractContextManager[httpx.Client]],
) -> None:
    with limited(trusted_proxies="127.0.0.1") as client:
        same = [client.get("/", headers={"X-Forwarded-For": f"2001:db8::{n}"}).status_code for n in range(4)]
        other = client.get("/", headers={"X-Forwarded-For": "2001:db8:0:1::1"}).status_code

    assert same == [200, 200, 200, 429]
    assert other == 200
