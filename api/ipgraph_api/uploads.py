"""Documents that clients send: read, mapped, checked and published like those of a build."""

import re
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Annotated, Literal

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, Field, StringConstraints, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from ipgraph.model.document import DocumentMeta
from ipgraph.text.formats import SUFFIXES
from ipgraph_api.bodies import receive_form, save, temporary_folder
from ipgraph_api.links import api_path
from ipgraph_api.media_types import parse_media_type
from ipgraph_api.models import Shape
from ipgraph_api.openapi import WRITE_RESPONSES
from ipgraph_api.outcomes import outcome_response
from ipgraph_api.problems import RequestProblem
from ipgraph_api.tokens import require_scope
from ipgraph_api.write_access import perform

router = APIRouter(prefix="/api/v1/documents", tags=["Documents"])

_MULTIPART = "multipart/form-data"
_FILE = "file"
# Ids are names of files in a release: no separator, no control character, nothing hidden, and room for an ending.
_DOC_ID = r"^[^\x00-\x20\x7f/\\.~][^\x00-\x1f\x7f/\\]*$"
_MAX_ID_BYTES = 200
_DATE = re.compile(r"(1[89]|2[01])\d\d-\d\d-\d\d")


def _require_day(text: str) -> str:
    """Return `text`, which is a day of the calendar."""
    if not _DATE.fullmatch(text):
        raise ValueError("is not a day such as 2017-05-16")
    date.fromisoformat(text)
    return text


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class DocumentForm(Shape):
    """What is known of a document from outside its text, as in a corpus's manifest."""

    id: Annotated[str, StringConstraints(pattern=_DOC_ID)] = Field(description="Id; without one, the file's stem.")
    title_zh: _Text | None = Field(default=None, description="Title in Chinese.")
    title_en: _Text | None = Field(default=None, description="Title in English.")
    issuer: _Text | None = Field(default=None, description="Name of the issuer.")
    date: Annotated[str, AfterValidator(_require_day)] | None = Field(
        default=None, description="Day of issue, such as 2017-05-16."
    )
    year: int | None = Field(default=None, ge=1800, le=2199, description="Year that it is about.")
    genre: (
        Literal["chronicle", "notice", "opinions", "other", "plan", "press-release", "report", "white-paper"] | None
    ) = Field(default=None, description="Genre.")
    origin: _Text | None = Field(default=None, description="Where the text comes from.")
    licence: _Text | None = Field(default=None, description="Under which terms it may be used.")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        default=None, description="Digest of the file; another one is refused."
    )
    encoding: Literal["utf-8", "utf-16", "utf-16-be", "utf-16-le", "gb18030"] | None = Field(
        default=None, description="Encoding of a text file, where it should not be guessed."
    )

    def to_meta(self) -> DocumentMeta:
        """Return the same as the model has it."""
        return DocumentMeta(doc_id=self.id, **self.model_dump(exclude={"id"}))


def _describe_form() -> dict[str, object]:
    """Return the OpenAPI description of the body."""
    schema = DocumentForm.model_json_schema()
    schema["properties"][_FILE] = {
        "type": "string",
        "format": "binary",
        "description": f"A file: {', '.join(SUFFIXES)}.",
    }
    schema["required"] = [_FILE]
    return {"requestBody": {"required": True, "content": {_MULTIPART: {"schema": schema}}}}


@router.post(
    "",
    response_class=Response,
    status_code=201,
    responses=WRITE_RESPONSES,
    openapi_extra=_describe_form(),
)
async def post_document(request: Request) -> Response:
    """Put a document into the graph, in the place of one that has its id. Needs a token of the scope 'write'."""
    require_scope(request, "write")
    _require_form(request)
    with temporary_folder() as folder:
        async with receive_form(request) as form:
            upload = _get_file(form)
            described, suffix = _read_form(form, upload.filename or "")
            file = folder / f"{described.id}{suffix}"
            await save(upload, file)
        await anyio.to_thread.run_sync(_require_digest, file, described.sha256)
        written = await perform(request, lambda writer: writer.put_document(file, described.to_meta()))
    return outcome_response(written, {"Location": api_path(request, "documents", described.id)})


def _require_form(request: Request) -> None:
    media_type = parse_media_type(request.headers.get("content-type", ""))
    if media_type is None or media_type.name != _MULTIPART:
        raise RequestProblem(415, f"a document is posted as {_MULTIPART}", headers={"Accept-Post": _MULTIPART})


def _get_file(form: FormData) -> UploadFile:
    """Return the one file of a form."""
    files = form.getlist(_FILE)
    if len(files) != 1 or not isinstance(files[0], UploadFile):
        raise RequestProblem(
            400, f"the form has {len(files)} files; allowed is one, in the field '{_FILE}', with its name"
        )
    return files[0]


def _read_form(form: FormData, name: str) -> tuple[DocumentForm, str]:
    """Return what the form says, and the ending of the file's name; nothing else of that name is used."""
    stem, dot, ending = re.split(r"[/\\]", name)[-1].rpartition(".")
    suffix = f"{dot}{ending.lower()}"
    if suffix not in SUFFIXES:
        detail = f"a file of the kind '{suffix[:20]}' is not read; allowed are {', '.join(SUFFIXES)}"
        raise RequestProblem(415, detail, {"accepted": list(SUFFIXES)})
    fields = {"id": stem, **{key: value for key, value in form.multi_items() if key != _FILE}}
    try:
        described = DocumentForm.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("form", *fault["loc"])} for fault in error.errors()]) from error
    if len(described.id.encode()) > _MAX_ID_BYTES:
        raise RequestProblem(422, f"the id has more than {_MAX_ID_BYTES} bytes in UTF-8; give a shorter 'id'")
    return described, suffix


def _require_digest(file: Path, wanted: str | None) -> None:
    """Refuse a file that is not the one that was announced."""
    if wanted is None:
        return
    with file.open("rb") as data:
        actual = file_digest(data, "sha256").hexdigest()
    if actual != wanted:
        raise RequestProblem(422, f"the file has the sha256 {actual}, not the one given")
