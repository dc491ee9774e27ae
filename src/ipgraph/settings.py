"""Every setting of ipgraph, read once at the door (command line, service) and passed on."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ipgraph.access import require_tokens
from ipgraph.address import StoreUrl, parse_store, require_url
from ipgraph.errors import StoreError


def _url_or_nothing(text: str) -> str:
    return require_url(text) if text else text


def _url_or_none(text: str) -> str:
    return text if text == NO_ADDRESS else _url_or_nothing(text)


NO_ADDRESS = "none"
StoreAddress = Annotated[str, AfterValidator(_url_or_nothing)]


class Settings(BaseSettings):
    """The settings in force; each can be given as an environment variable `IPGRAPH_NAME`."""

    model_config = SettingsConfigDict(env_prefix="IPGRAPH_", frozen=True, hide_input_in_errors=True)

    store: Annotated[Path | StoreUrl, NoDecode, BeforeValidator(parse_store)] = Field(
        default=Path("data/build"),
        description="Directory of the embedded store and its releases, or the address to which a SPARQL service's "
        "queries are posted.",
    )
    base_iri: str = Field(
        default="https://w3id.org/ipgraph/id/", description="Start of the IRI of every thing; ends with '/'."
    )
    host: str = Field(default="127.0.0.1", description="Address on which the service listens.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port on which the service listens.")
    workers: int = Field(default=2, ge=1, description="Query worker processes.")
    timeout_s: float = Field(default=30.0, gt=0, description="Deadline of a query, in seconds.")
    queue_size: int = Field(default=64, ge=0, description="Queries that may wait for a worker before 503 is answered.")
    worker_memory_mb: int = Field(default=2048, ge=256, description="Address space a query worker may use, in MiB.")
    max_query_chars: int = Field(default=100_000, ge=1, description="Longest query that is parsed, in characters.")
    max_query_depth: int = Field(default=100, ge=1, description="Deepest nesting of brackets that is parsed.")
    max_result_rows: int = Field(
        default=1_000_000, ge=1, description="Most rows or triples of an answer; one that has more is cut and says so."
    )
    max_result_bytes: int = Field(
        default=256 << 20, ge=4096, description="Most bytes of an answer; one that has more is cut and says so."
    )
    service_endpoints: tuple[str, ...] = Field(
        default=(), description="IRIs of the endpoints that SERVICE may call, as a JSON list."
    )
    union_default_graph: bool = Field(
        default=True, description="Whether a query that names no graph asks the union of all graphs."
    )
    # Writing.
    write_checks: Literal["enforce", "report", "off"] = Field(
        default="enforce",
        description="What becomes of a write whose outcome does not conform to the shapes: it is refused (enforce), or "
        "published with the report (report). With off nothing is checked, derived or described.",
    )
    write_timeout_s: float = Field(default=300.0, gt=0, description="Deadline of a write, in seconds.")
    write_queue_size: int = Field(default=16, ge=0, description="Writes that may wait before 503 is answered.")
    write_memory_mb: int = Field(default=4096, ge=512, description="Address space a write may use, in MiB.")
    max_update_chars: int = Field(default=10_000_000, ge=1, description="Longest update that is parsed, in characters.")
    # Writing over HTTP.
    tokens: Annotated[str, AfterValidator(require_tokens)] = Field(
        default="", repr=False, description="Who may write: entries NAME:SCOPE:SHA256, with commas; empty: nobody."
    )
    max_upload_bytes: int = Field(
        default=100_000_000, ge=1, description="Longest body of a write, in bytes, packed or unpacked."
    )
    # Operations.
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*[^/?#\s])?)?$",
        description="Address under which clients reach the service, without '/' at its end; empty: as each asks.",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="Form of the service's log.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is logged; requests are at 'info', slow queries at 'warning'."
    )
    slow_query_s: float = Field(default=5.0, ge=0, description="A query that takes so many seconds is logged.")
    metrics: bool = Field(default=True, description="Whether /metrics is served.")
    rate_limit: str = Field(
        default="",
        pattern=r"^([1-9][0-9]*/(second|minute|hour|day))?$",
        description="Requests that one client may make, as '600/minute'; empty: any number.",
    )
    trusted_proxies: str = Field(
        default="",
        pattern=r"^(\*|[0-9A-Fa-f.:/]+(,[0-9A-Fa-f.:/]+)*)?$",
        description="Addresses or networks of proxies whose X-Forwarded headers count, with commas; '*': all.",
    )
    max_connections: int = Field(default=400, ge=1, description="Connections that are kept open at a time.")
    client_timeout_s: float = Field(default=20.0, gt=0, description="How long a slow client is waited for, in seconds.")
    shutdown_grace_s: int = Field(default=5, ge=0, description="How long requests may go on after SIGTERM, in seconds.")
    # Remote stores.
    store_update_url: StoreAddress = Field(
        default="", description="Where the remote store takes updates; empty: told from its query address."
    )
    store_graph_url: Annotated[str, AfterValidator(_url_or_none)] = Field(
        default="",
        description="Where the remote store takes and gives whole graphs (Graph Store Protocol); empty: told from its "
        "query address; 'none', or where that does not tell: updates and queries are used.",
    )
    store_poll_s: float = Field(
        default=5.0, gt=0, description="How often the service asks a remote store which release it holds, in seconds."
    )
    store_user: SecretStr = Field(default=SecretStr(""), description="User at the remote store (basic or digest).")
    store_password: SecretStr = Field(default=SecretStr(""), description="The user's password.")
    store_token: SecretStr = Field(default=SecretStr(""), description="Bearer token for the remote store.")

    @field_validator("store_token")
    @classmethod
    def _one_way_in(cls, token: SecretStr, info: ValidationInfo) -> SecretStr:
        """Refuse a token beside a user: one of them would be left out without a word."""
        user = info.data.get("store_user")
        if token.get_secret_value() and user is not None and user.get_secret_value():
            raise ValueError("stands beside IPGRAPH_STORE_USER; allowed is one of them")
        return token

    @property
    def store_dir(self) -> Path:
        """The directory of the embedded store.

        Raises:
            StoreError: the store is a remote one.

        """
        if isinstance(self.store, StoreUrl):
            raise StoreError(f"{self.store}: this needs the embedded store; give its directory as --store")
        return self.store
