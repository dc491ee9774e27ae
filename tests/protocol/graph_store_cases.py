"""The cases of the graph store: requests in order, each with what must come back.

The first two groups are the standard's own cases (W3C SPARQL 1.1 test suite: `graph-store-protocol`, and
`http-rdf-update` where it asks for more), told anew. In targets and bodies `{g}` is an IRI that only this case uses,
percent-encoded in targets; `{own}` is the path of a graph of its own behind the store's; `{base}` is the address of the
service; `{location}` the last Location.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field

FOAF = "http://xmlns.com/foaf/0.1/"
TURTLE = "text/turtle; charset=utf-8"
NT = "application/n-triples"
BOUNDARY = "a6fe4cd636164618814be9f8d3d1a0de"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"

JOHN = f'<urn:john> <{FOAF}name> "John Doe" .\n'
JANE = f'<urn:john> <{FOAF}name> "Jane Doe" .\n'
CHINESE = '<urn:知识产权> <urn:名> "国家知识产权局"@zh .\n'
CARD = f'@prefix foaf: <{FOAF}> . [] a foaf:Person ; <urn:card> [ foaf:name "Alice" ] .'
CARD_NT = f"""\
_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{FOAF}Person> .
_:a <urn:card> _:b .
_:b <{FOAF}name> "Alice" .
"""
RDF_XML = f"""\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="{FOAF}">
  <rdf:Description rdf:about="urn:john"><foaf:name>John Doe</foaf:name></rdf:Description>
</rdf:RDF>"""
JSON_LD = f'{{"@id": "urn:john", "{FOAF}name": "John Doe"}}'


@dataclass(frozen=True)
class Step:
    """A request and its answer: `graph` is what an answer holds, as N-Triples; `says` stands in the answer's text."""

    method: str
    target: str
    status: int
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    graph: str | None = None
    gives: Mapping[str, str] = field(default_factory=dict)
    says: str = ""


def get(target: str, graph: str | None = None, status: int = 200, **more: str) -> Step:
    """Return a step that reads; keyword arguments are headers with `_` for `-`."""
    return Step("GET", target, status, headers=_headers({"accept": "text/turtle", **more}), graph=graph)


def send(method: str, target: str, status: int, body: str | bytes = JOHN, says: str = "", **more: str) -> Step:
    """Return a step that writes Turtle, unless `content_type` says otherwise; an empty one sends no Content-Type."""
    headers = _headers({"content_type": TURTLE, **more})
    return Step(method, target, status, body, {name: value for name, value in headers.items() if value}, says=says)


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in given.items()}


def parts(*files: tuple[str, str], filename: str = '; filename="f"') -> str:
    """Return a multipart body of files, each a media type and a text."""
    heads = [f'Content-Disposition: form-data; name="f{n}"{filename}' for n in range(len(files))]
    bodies = [
        f"--{BOUNDARY}\r\n{head}\r\nContent-Type: {media_type}\r\n\r\n{text}\r\n"
        for head, (media_type, text) in zip(heads, files, strict=True)
    ]
    return "".join(bodies) + f"--{BOUNDARY}--\r\n"


G = "?graph={g}"
NAMES = f'<urn:john> <{FOAF}familyName> "Doe" .\n', f'<urn:john> <{FOAF}givenName> "Jane" .\n'

STANDARD: dict[str, list[Step]] = {
    "put_get_repeat_direct": [
        send("PUT", "{own}", 201, CARD),
        get("{own}", CARD_NT),
        send("PUT", "{own}", 204, JANE),
        get("{own}", JANE),
    ],
    "put_delete_get_delete_direct": [
        send("PUT", "{own}", 201, CARD),
        Step("DELETE", "{own}", 204),
        get("{own}", status=404),
        Step("DELETE", "{own}", 404),
    ],
    "post_get_post_get_direct": [
        send("POST", "{own}", 201, JANE),
        get("{own}", JANE),
        send("POST", "{own}", 204, parts((TURTLE, NAMES[0]), (TURTLE, NAMES[1])), content_type=MULTIPART),
        get("{own}", JANE + "".join(NAMES)),
    ],
    "head_existing_direct": [
        send("PUT", "{own}", 201),
        Step("HEAD", "{own}", 200, headers={"Accept": TURTLE}, gives={"content-type": TURTLE}),
    ],
    "head_non_existing_direct": [Step("HEAD", "{own}", 404, headers={"Accept": TURTLE})],
    "put_get_repeat_indirect": [
        send("PUT", G, 201, CARD),
        get(G, CARD_NT),
        send("PUT", G, 204, JANE),
        get(G, JANE),
    ],
    "put_get_default": [send("PUT", "?default", 204, CARD), get("?default", CARD_NT)],
    "put_delete_get_delete_indirect": [
        send("PUT", G, 201, CARD),
        Step("DELETE", G, 204),
        get(G, status=404),
        Step("DELETE", G, 404),
    ],
    "post_get_post_get_indirect": [
        send("POST", G, 201, JANE),
        get(G, JANE),
        send("POST", G, 204, parts((TURTLE, NAMES[0]), (TURTLE, NAMES[1])), content_type=MULTIPART),
        get(G, JANE + "".join(NAMES)),
    ],
    "post_get_new_graph": [
        Step("POST", "", 201, CARD, {"Content-Type": TURTLE}, gives={"location": "http://"}),
        get("?graph={location}", CARD_NT),
    ],
    "head_existing_indirect": [
        send("PUT", G, 201),
        Step("HEAD", G, 200, headers={"Accept": TURTLE}, gives={"content-type": TURTLE}),
    ],
    "head_non_existing_indirect": [Step("HEAD", G, 404, headers={"Accept": TURTLE})],
    "put_get_uri_pct_encoded_indirect": [send("PUT", G, 201), get("?graph={plain}", JOHN)],
    "put_get_uri_pct_encoded_twice": [
        send("PUT", "?graph={plain}%2F%31", 201),
        send("PUT", "?graph={plain}%2F%2531", 201, JANE),
        get("?graph={plain}/1", JOHN),
        get("?graph={plain}/%2531", JANE),
    ],
}

UPDATE_SUITE: dict[str, list[Step]] = {
    "put__initial_state_then_get_by_the_graphs_iri": [
        send("PUT", "{own}", 201),
        get("?graph={base}/rdf-graph-store{own}", JOHN),
    ],
    "put_by_the_graphs_iri_then_get_it_directly": [
        send("PUT", "?graph={base}/rdf-graph-store{own}", 201),
        get("{own}", JOHN),
    ],
    "put__default_graph": [send("PUT", "?default", 204, JOHN), get("?default", JOHN)],
    "post__existing_graph": [send("PUT", "{own}", 201), send("POST", "{own}", 204, JANE), get("{own}", JOHN + JANE)],
    "post__multipart_formdata": [
        send("POST", "{own}", 201, parts((TURTLE, NAMES[0]), (NT, NAMES[1])), content_type=MULTIPART),
        get("{own}", "".join(NAMES)),
    ],
    "post__create__new_graph": [send("POST", "", 201, CARD), Step("GET", "{location_path}", 200, graph=CARD_NT)],
    "get_of_post__after_noop": [send("PUT", "{own}", 201), send("POST", "{own}", 204, ""), get("{own}", JOHN)],
    "delete__nonexistent_graph": [Step("DELETE", "{own}", 404)],
    "get__nonexistent_graph": [get("{own}", status=404)],
}

NAMING: dict[str, list[Step]] = {
    "no_graph_is_named": [get("", status=400), send("PUT", "", 400), Step("DELETE", "", 400)],
    "both_graph_and_default": [get(f"{G}&default", status=400), send("PUT", f"{G}&default", 400)],
    "two_graphs": [get(f"{G}&graph=urn:x", status=400)],
    "a_path_and_a_name": [get("{own}?graph=urn:x", status=400), get("{own}?default", status=400)],
    "an_empty_name": [get("?graph=", status=400), send("PUT", "?graph=", 400)],
    "a_relative_name": [get("?graph=person/1", status=400), send("PUT", "?graph=//a/b", 400)],
    "a_name_that_ends_the_iri": [get("?graph=urn:a%3E%20%7B%7D", status=400)],
    "a_name_with_a_line_break": [get("?graph=urn:a%0Ab", status=400)],
    "a_name_with_broken_percent_signs": [get("?graph=http://a/%25zz", status=400)],
    "a_name_that_is_not_utf8": [get("?graph=urn:%ff", status=400)],
    "default_with_a_value": [get("?default=x", status=400)],
    "default_with_an_equals_sign": [send("PUT", "?default=", 204), get("?default=", JOHN)],
    "an_unknown_parameter": [get(f"{G}&graphs=x", status=400)],
    "a_chinese_name": [
        send("PUT", "?graph=http://a.example/%E7%9F%A5%E8%AF%86/{n}", 201, CHINESE),
        get("?graph=http://a.example/%E7%9F%A5%E8%AF%86/{n}", CHINESE),
    ],
    "a_chinese_path_is_the_address_as_it_was_sent": [
        send("PUT", "{own}/%E7%9F%A5", 201, CHINESE),
        get("{own}/%E7%9F%A5", CHINESE),
        get("?graph={base}/rdf-graph-store{own}/%25E7%259F%25A5", CHINESE),
    ],
    "a_long_path": [send("PUT", "{own}/" + "a/" * 400, 201), get("{own}/" + "a/" * 400, JOHN)],
    "dots_in_a_path_lead_nowhere_else": [get("{own}/%2e%2e/%2e%2e/etc/passwd", status=404)],
    "the_union_does_not_hold_the_default_graph": [
        send("PUT", "?default", 204, "<urn:only> <urn:in> <urn:default> ."),
        send("PUT", G, 201, JOHN),
        get("?default", "<urn:only> <urn:in> <urn:default> ."),
    ],
    "a_deleted_default_graph_is_empty": [
        send("PUT", "?default", 204),
        Step("DELETE", "?default", 204),
        get("?default", ""),
    ],
    "data_is_relative_to_the_graph": [
        send("PUT", "?graph=http://a.example/{n}/x", 201, "<y> <#z> <> ."),
        get(
            "?graph=http://a.example/{n}/x",
            "<http://a.example/{n}/y> <http://a.example/{n}/x#z> <http://a.example/{n}/x> .",
        ),
    ],
}

FORMATS: dict[str, list[Step]] = {
    "put_n_triples": [send("PUT", G, 201, content_type=NT), get(G, JOHN)],
    "put_rdf_xml": [send("PUT", G, 201, RDF_XML, content_type="application/rdf+xml"), get(G, JOHN)],
    "put_json_ld": [send("PUT", G, 201, JSON_LD, content_type="application/ld+json"), get(G, JOHN)],
    "no_content_type_is_rdf_xml": [send("PUT", G, 201, RDF_XML, content_type=""), get(G, JOHN)],
    "no_content_type_and_turtle": [send("PUT", G, 400, JOHN, content_type="")],
    "an_upper_case_content_type": [send("PUT", G, 201, content_type='Text/Turtle; Charset="UTF-8"'), get(G, JOHN)],
    "unread_media_types": [
        send("PUT", G, 415, says="text/turtle", content_type="application/octet-stream"),
        send("POST", G, 415, content_type="text/html"),
        send("PUT", G, 415, content_type="turtle"),
        send("PUT", G, 415, content_type="application/x-www-form-urlencoded"),
    ],
    "data_sets_are_no_graphs": [send("PUT", G, 415, content_type="application/n-quads"), get(G, status=404)],
    "named_graphs_in_json_ld": [
        send(
            "PUT",
            G,
            400,
            '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": "c"}]}',
            content_type="application/ld+json",
        )
    ],
    "another_charset": [
        send("PUT", G, 415, JOHN.encode("utf-16"), says="UTF-8", content_type="text/turtle; charset=utf-16")
    ],
    "latin_1_without_saying_so": [send("PUT", G, 400, '<urn:a> <urn:b> "é" .'.encode("latin-1"), says="not UTF-8")],
    "invalid_utf8_in_a_comment": [send("PUT", G, 400, b"\n# \xff\xfe\n" + JOHN.encode(), says='"line": 2')],
    "utf8_that_ends_too_early": [send("PUT", G, 400, JOHN.encode() + b"# \xe7\x9f", says="not UTF-8")],
    "a_byte_order_mark": [send("PUT", G, 201, b"\xef\xbb\xbf" + JOHN.encode()), get(G, JOHN)],
    "malformed_turtle": [send("PUT", G, 400, JOHN + "<urn:a> <urn:b> .", says='"line": 2'), get(G, status=404)],
    "malformed_turtle_leaves_the_graph": [
        send("PUT", G, 201),
        send("PUT", G, 400, JANE + "<urn:a>"),
        send("POST", G, 400, JANE + "<urn:a>"),
        get(G, JOHN),
    ],
    "malformed_rdf_xml": [send("PUT", G, 400, RDF_XML[:-5], content_type="application/rdf+xml")],
    "malformed_json_ld": [send("PUT", G, 400, JSON_LD[:-1], content_type="application/ld+json")],
    "malformed_n_triples": [send("PUT", G, 400, "<urn:a> <urn:b>", content_type=NT)],
    "a_relative_iri_in_n_triples": [send("PUT", G, 400, "<a> <b> <c> .", content_type=NT)],
    "ten_thousand_brackets": [send("PUT", G, 400, "<urn:a> <urn:b> " + "[ <urn:c> " * 10_000), get(G, status=404)],
    "gzip": [send("PUT", G, 201, gzip.compress(JOHN.encode()), content_encoding="gzip"), get(G, JOHN)],
    "gzip_in_two_members": [
        send("PUT", G, 201, gzip.compress(JOHN.encode()) + gzip.compress(JANE.encode()), content_encoding="gzip"),
        get(G, JOHN + JANE),
    ],
    "gzip_that_is_none": [send("PUT", G, 400, content_encoding="gzip")],
    "gzip_that_ends_too_early": [send("PUT", G, 400, gzip.compress(JOHN.encode())[:-9], content_encoding="gzip")],
    "a_packing_that_is_not_read": [send("PUT", G, 415, content_encoding="br", says="gzip")],
    "a_body_that_is_too_long": [send("PUT", G, 413, "#" * 300_001), get(G, status=404)],
    "a_body_that_is_too_long_when_unpacked": [
        send("PUT", G, 413, gzip.compress(b"#" * 20_000_000), content_encoding="gzip")
    ],
    "an_empty_body_makes_an_empty_graph": [send("PUT", G, 201, ""), get(G, "")],
    "chinese_comes_back_as_it_was": [send("PUT", G, 201, CHINESE), get(G, CHINESE, accept=NT)],
    "blank_nodes_of_two_posts_stay_apart": [
        send("POST", G, 201, "_:a <urn:p> 1 ."),
        send("POST", G, 204, "_:a <urn:p> 2 ."),
        get(G, "_:a <urn:p> 1 . _:b <urn:p> 2 ."),
    ],
}

MULTIPARTS: dict[str, list[Step]] = {
    "one_file": [send("POST", G, 201, parts((TURTLE, JOHN)), content_type=MULTIPART), get(G, JOHN)],
    "files_of_different_kinds": [
        send("POST", G, 201, parts((TURTLE, NAMES[0]), ("application/rdf+xml", RDF_XML)), content_type=MULTIPART),
        get(G, JOHN + NAMES[0]),
    ],
    "put_of_several_files": [
        send("PUT", G, 201),
        send("PUT", G, 204, parts((TURTLE, NAMES[0]), (TURTLE, NAMES[1])), content_type=MULTIPART),
        get(G, "".join(NAMES)),
    ],
    "blank_nodes_of_two_files_stay_apart": [
        send("POST", G, 201, parts((NT, '_:a <urn:p> "1" .'), (NT, '_:a <urn:p> "2" .')), content_type=MULTIPART),
        get(G, '_:a <urn:p> "1" . _:b <urn:p> "2" .'),
    ],
    "a_fault_in_the_second_file": [
        send("POST", G, 400, parts((TURTLE, JOHN), (TURTLE, "\n<urn:a> .")), says="part 2", content_type=MULTIPART),
        get(G, status=404),
    ],
    "a_file_of_an_unread_kind": [send("POST", G, 415, parts(("text/csv", JOHN)), content_type=MULTIPART)],
    "a_field_that_is_no_file": [send("POST", G, 400, parts((TURTLE, JOHN), filename=""), content_type=MULTIPART)],
    "no_file": [send("POST", G, 400, f"--{BOUNDARY}--\r\n", content_type=MULTIPART)],
    "no_boundary": [send("POST", G, 400, parts((TURTLE, JOHN)), content_type="multipart/form-data")],
    "another_boundary": [send("POST", G, 400, parts((TURTLE, JOHN)), content_type="multipart/form-data; boundary=x")],
    "a_file_name_that_leads_elsewhere": [
        send("POST", G, 201, parts((TURTLE, JOHN), filename='; filename="../../etc/passwd"'), content_type=MULTIPART),
        get(G, JOHN),
    ],
    "too_long_a_file": [send("POST", G, 413, parts((TURTLE, "#" * 300_000)), content_type=MULTIPART)],
    "a_new_graph_of_several_files": [
        send("POST", "", 201, parts((TURTLE, NAMES[0]), (TURTLE, NAMES[1])), content_type=MULTIPART),
        get("?graph={location}", "".join(NAMES)),
    ],
}


# A graph that the store has from the beginning.
FIRST = "?graph=urn:graph:first"


def _read_as(accept: str, content_type: str) -> list[Step]:
    gives = {"content-type": content_type, "vary": "Accept"}
    return [Step("GET", FIRST, 200, headers={"Accept": accept}, graph=JOHN, gives=gives)]


READING: dict[str, list[Step]] = {
    "anything_is_turtle": _read_as("*/*", TURTLE),
    "n_triples": _read_as(NT, NT),
    "rdf_xml": _read_as("application/rdf+xml", "application/rdf+xml"),
    "json_ld": _read_as("application/ld+json", "application/ld+json"),
    "trig": _read_as("application/trig", "application/trig"),
    "n_quads": _read_as("application/n-quads", "application/n-quads"),
    "q_values": _read_as("text/turtle;q=0.3, application/n-triples;q=0.7, */*;q=0.1", NT),
    "q_of_zero": _read_as("text/turtle;q=0, application/n-triples;q=0.1", NT),
    "not_acceptable": [Step("GET", FIRST, 406, headers={"Accept": "image/png"}, says="offered")],
    "by_format": [Step("GET", f"{FIRST}&format=nt", 200, graph=JOHN, gives={"content-type": NT})],
    "head_is_get_without_a_body": [
        Step(
            "HEAD", FIRST, 200, headers={"Accept": NT}, gives={"content-type": NT, "content-length": f"^{len(JOHN)}$"}
        ),
    ],
    "reading_needs_no_token": [get(FIRST, JOHN, authorization="Basic eDp5")],
    "a_conditional_read": [
        send("PUT", G, 201),
        Step("GET", G, 200, headers={"Accept": NT}, gives={"etag": '"'}),
        Step("GET", G, 304, headers={"Accept": NT, "If-None-Match": "{etag}"}),
        Step("GET", G, 200, headers={"Accept": "text/turtle", "If-None-Match": "{etag}"}, graph=JOHN),
        send("POST", G, 204, JANE),
        Step("GET", G, 200, headers={"Accept": NT, "If-None-Match": "{etag}"}, graph=JOHN + JANE),
    ],
}

CONDITIONS: dict[str, list[Step]] = {
    "only_where_there_is_none": [
        send("PUT", G, 201, if_none_match="*"),
        send("PUT", G, 412, JANE, if_none_match="*"),
        get(G, JOHN),
    ],
    "only_where_there_is_one": [
        send("PUT", G, 412, if_match="*"),
        Step("DELETE", G, 412, headers={"If-Match": "*"}),
        get(G, status=404),
    ],
    "only_as_it_was_read": [
        send("PUT", G, 201),
        Step("GET", G, 200, gives={"etag": '"'}),
        send("PUT", G, 204, JANE, if_match="{etag}"),
        send("PUT", G, 412, JOHN, if_match="{etag}"),
        Step("DELETE", G, 412, headers={"If-Match": "{etag}"}),
        get(G, JANE),
    ],
    "a_tag_that_is_none": [send("PUT", G, 201), send("PUT", G, 412, if_match='"x"')],
}

METHODS: dict[str, list[Step]] = {
    "options": [
        Step(
            "OPTIONS",
            G,
            204,
            gives={"allow": "DELETE", "accept-put": "text/turtle", "accept-post": "multipart/form-data"},
        )
    ],
    "options_of_a_path": [Step("OPTIONS", "{own}", 204, gives={"allow": "PUT"})],
    "patch_is_not_offered": [
        Step("PATCH", G, 405, "CLEAR ALL", {"Content-Type": "application/sparql-update"}, gives={"allow": "PUT"})
    ],
    "preflight": [
        Step(
            "OPTIONS",
            G,
            204,
            headers={
                "Origin": "https://other.example",
                "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": "authorization, content-type",
            },
            gives={"access-control-allow-methods": method, "access-control-allow-headers": "Authorization"},
        )
        for method in ("PUT", "DELETE")
    ],
    "a_refusal_can_be_read_by_a_page": [
        Step(
            "PUT",
            G,
            401,
            JOHN,
            {"Authorization": "", "Origin": "https://other.example"},
            gives={"access-control-allow-origin": r"\*"},
        )
    ],
    "a_write_tells_its_release": [
        Step(
            "PUT",
            G,
            201,
            JOHN,
            {"Content-Type": TURTLE},
            gives={"ipgraph-release": "[0-9a-f]{16}"},
            says='"created":true',
        )
    ],
}


def _refused(status: int, challenge: str, authorization: str | None) -> list[Step]:
    headers = {"Content-Type": TURTLE, "Authorization": authorization or ""}
    gives = {"www-authenticate": challenge}
    return [
        Step(method, G, status, "" if method == "DELETE" else JOHN, headers, gives=gives)
        for method in ("PUT", "POST", "DELETE")
    ]


TOKENS: dict[str, list[Step]] = {
    "no_token": [*_refused(401, '^Bearer realm="ipgraph"$', None), get(G, status=404)],
    "an_unknown_token": _refused(401, 'error="invalid_token"', "Bearer unknown"),
    "a_token_that_may_only_read": _refused(403, 'error="insufficient_scope", scope="write"', "Bearer reader-token"),
    "a_malformed_token": _refused(400, 'error="invalid_request"', "Bearer a b"),
    "a_token_of_nothing": _refused(400, 'error="invalid_request"', "Bearer"),
    "another_scheme": _refused(401, "^Bearer", "Basic d3JpdGVyOnRva2Vu"),
    "a_lower_case_scheme": [send("PUT", G, 201, authorization="bearer writer-token")],
}

GROUPS = {
    "standard": STANDARD,
    "http-rdf-update": UPDATE_SUITE,
    "naming": NAMING,
    "formats": FORMATS,
    "multipart": MULTIPARTS,
    "reading": READING,
    "conditions": CONDITIONS,
    "methods": METHODS,
    "tokens": TOKENS,
}
CASES = {f"{group}-{name}": steps for group, cases in GROUPS.items() for name, steps in cases.items()}
