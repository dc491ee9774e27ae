"""The JSON shapes of the service's answers, as they stand in the OpenAPI description."""

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """What all shapes share: they cannot be changed, and a member without a value is left out of the JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457); some kinds have further members, such as `line` and `column`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "https://w3id.org/ipgraph/problem/query-syntax",
                "title": "The query is not SPARQL 1.1",
                "status": 400,
                "detail": "line 1, column 10: expected a variable",
                "instance": "/sparql",
                "request_id": "5f1d0c3a9be27446",
                "line": 1,
                "column": 10,
            }
        },
    )

    type: str = Field(description="IRI of the kind of problem.")
    title: str = Field(description="What the kind of problem is, in one line.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened, where, and what is allowed.")
    instance: str = Field(description="Path of the request.")
    request_id: str = Field(description="The request in the service's log; as in the header X-Request-ID.")


class Health(Shape):
    """Whether the service can answer."""

    status: str = Field(description="`ok`.", examples=["ok"])
    release: str | None = Field(description="Id of the release that is served; null where a remote store has none.")
    quads: int | None = Field(description="Number of quads in the release; null likewise.", examples=[123456])
    workers: int = Field(description="Number of query worker processes, or queries at a remote store.", examples=[2])


class Links(Shape):
    """Where to go from here."""

    self: str = Field(description="This thing's own page in the API.")
    iri: str = Field(description="The thing's IRI in the graph.")
    graph: str | None = Field(default=None, description="IRI of the named graph that holds the document's statements.")
    text: str | None = Field(default=None, description="The document's source text, to which all offsets refer.")
    original: str | None = Field(default=None, description="The file in which the document came.")


class Evidence(Shape):
    """Where a statement stands: the source text at start:end is the quote."""

    start: int = Field(description="First code point of the range in the source text, counted from 0.", examples=[2086])
    end: int = Field(description="Code point after the last of the range.", examples=[2115])
    quote: str = Field(description="The text of the range, as it stands in the source.")


class Fact(Shape):
    """One thing that a document states; names are the canonical ones as of the document's date."""

    iri: str = Field(description="IRI of the statement.")
    doc: str = Field(description="Id of the document that states it.")
    predicate: str = Field(description="Kind of the fact.", examples=["takes_part_in", "assigned_to", "has_party"])
    subject: str = Field(description="Name of the subject; a task's number for `assigned_to`.", examples=["商务部"])
    subject_iri: str | None = Field(default=None, description="IRI of the subject.")
    object: str = Field(description="Name of the object, or a literal.", examples=["中美知识产权工作组"])
    object_iri: str | None = Field(default=None, description="IRI of the object, where it is a thing.")
    qualifier: str | None = Field(default=None, description="Role or kind of act.", examples=["lead", "signs"])
    year: int | None = Field(default=None, description="Year in which it is so.", examples=[2014])
    ordinal: int | None = Field(default=None, description="Number of the meeting or round.", examples=[25])
    value: float | None = Field(default=None, description="The figure, for `reports`.")
    unit: str | None = Field(default=None, description="Unit of the figure, for `reports`.", examples=["件"])
    modality: str | None = Field(
        default=None, description="How the text speaks of it.", examples=["reported", "inProgress", "planned"]
    )
    task: str | None = Field(default=None, description="Number of the plan's task that announces it.", examples=["3b"])
    rule: str | None = Field(default=None, description="Id of the extraction rule that read it.")
    evidence: Evidence


class Page(Shape):
    """A stretch of a longer list."""

    total: int = Field(description="Length of the whole list.")
    limit: int = Field(description="Most entries that this answer may hold.")
    offset: int = Field(description="Entries left out before the first.")
    next: str | None = Field(default=None, description="Address of the next stretch, where there is one.")


class DocumentSummary(Shape):
    """A source document in short."""

    id: str = Field(description="Id of the document: the source file's name without its extension.")
    title_zh: str | None = Field(default=None, description="Title in Chinese.")
    title_en: str | None = Field(default=None, description="Title in English.")
    issuers: list[str] = Field(description="Issuers that the document itself states.", examples=[["商务部"]])
    year: int | None = Field(default=None, description="Year that the document is about.", examples=[2014])
    genre: str | None = Field(default=None, description="Genre.", examples=["report"])
    statements: int = Field(description="Number of statements read from it.")
    links: Links


class DocumentList(Shape):
    """The documents of the release, by id."""

    page: Page = Field(description="Which stretch of the documents this is.")
    documents: list[DocumentSummary]


class DocumentDetail(DocumentSummary):
    """A document: what is known of it, and a stretch of its facts in the order of the text."""

    date: str | None = Field(default=None, description="Date of issue, as the corpus manifest has it.")
    source: str | None = Field(default=None, description="Where the text comes from.")
    rights: str | None = Field(default=None, description="Under which terms it may be used.")
    media_type: str | None = Field(default=None, description="Media type of the original.", examples=["text/plain"])
    sha256: str | None = Field(default=None, description="Digest of the source text's bytes, as they are stored.")
    original_sha256: str | None = Field(
        default=None, description="Digest of the original's bytes, where the text was extracted from it."
    )
    encoding: str | None = Field(default=None, description="Encoding in which the source text is stored.")
    characters: int | None = Field(default=None, description="Length of the source text in code points.")
    page: Page = Field(description="Which stretch of the facts this is.")
    facts: list[Fact]


class Name(Shape):
    """A name that a thing bears or bore."""

    text: str = Field(description="The name.", examples=["国家林业局"])
    lang: str | None = Field(default=None, description="Language tag.", examples=["zh"])
    kind: str | None = Field(default=None, description="Which kind of name it is.", examples=["official", "short"])
    valid_from: str | None = Field(default=None, description="First day of the name, where known.")
    valid_to: str | None = Field(default=None, description="Last day of the name, where it ended.")


class EntitySummary(Shape):
    """A thing by its label."""

    kind: str = Field(description="Kind of the thing.", examples=["agency"])
    slug: str = Field(description="Last part of its IRI.", examples=["cnipa"])
    label_zh: str | None = Field(default=None, description="Label in Chinese.")
    label_en: str | None = Field(default=None, description="Label in English.")
    links: Links


class EntityList(Shape):
    """The things of one kind, by IRI."""

    page: Page = Field(description="Which stretch of the things this is.")
    entities: list[EntitySummary]


class ActsOfYear(Shape):
    """What the documents say of a thing for one year; `year` is absent where they give none."""

    year: int | None = Field(default=None, description="The year.")
    acts: list[Fact]


class Entity(EntitySummary):
    """A thing: its classes, its names, and a stretch of the facts about it, by year."""

    classes: list[str] = Field(description="Local names of its classes.", examples=[["NationalAgency"]])
    names: list[Name] = Field(description="Its names with their validity.")
    page: Page = Field(description="Which stretch of the acts this is.")
    years: list[ActsOfYear] = Field(description="Its acts by year, those without a year last.")


class Texts(Shape):
    """A text in both languages."""

    zh: str = Field(description="In Chinese.")
    en: str = Field(description="In English.")


class QuestionParameter(Shape):
    """What a question can be told, as a parameter of its answer's address."""

    name: str = Field(description="Name of the parameter.", examples=["country"])
    type: str = Field(
        description="`string`, `integer`, `year`, `date`, `iri`; else a kind of thing, given by id, name or IRI.",
        examples=["jurisdiction"],
    )
    description: Texts
    default: str | None = Field(default=None, description="What counts where no value is given; absent for any.")


class QuestionColumn(Shape):
    """A column of a question's answer."""

    name: str = Field(description="Name of the variable.", examples=["agency"])
    description: Texts


class Question(Shape):
    """A stored question."""

    name: str = Field(description="Name of the question.", examples=["participations"])
    title: Texts
    description: Texts
    parameters: list[QuestionParameter]
    columns: list[QuestionColumn]
    topic: str | None = Field(default=None, description="Head under which it is listed.", examples=["cooperation"])
    examples: list[dict[str, str]] = Field(
        description="Arguments to try, by parameter.", examples=[[{"country": "US", "from": "2012"}]]
    )
    sparql: str = Field(description="The query, with its defaults.")
    answer: str = Field(description="Address of the answer.", examples=["/api/v1/questions/participations/answer"])


class QuestionList(Shape):
    """The stored questions, by name."""

    questions: list[Question]


class RunningQuery(Shape):
    """A query that runs or waits for a worker."""

    id: str = Field(description="Id under which it can be ended.")
    query: str = Field(description="Its text.")
    age_s: float = Field(description="Seconds since it came.", examples=[12.5])
    state: str = Field(description="`running` or `waiting`.", examples=["running"])


class RunningQueryList(Shape):
    """The queries that run or wait, the oldest first."""

    queries: list[RunningQuery]
