"""Hooks of schemathesis: text of our scripts instead of any text, callers with rights, and refusals that are right.

By itself the tool draws from all of Unicode and meets a tsheg once in a million characters: it did not find a planted
fault at U+0F0B. Here half of all free texts are drawn from alphabets that our code treats specially.
"""

import atexit
import json
import os
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import schemathesis
from hypothesis import strategies as st

ALPHABETS = {
    # Letters, subjoined letters, vowels, tsheg, shad, digits, head marks.
    "tibetan": [chr(c) for c in [*range(0x0F00, 0x0F48), *range(0x0F71, 0x0F85), *range(0x0F90, 0x0FBD)]],
    # Everyday words of courts, traditional forms, extension B beyond the first plane, compatibility forms.
    "han": list("法院审判取保候審訴訟执行漢藏民刑一二〇") + ["\U00020000", "\U0002A6D6", "\uF900", "\uFA0E"],
    # Marks without a letter, also those that reorder under normalisation.
    "combining": ["\u0301", "\u0327", "\u0F71", "\u0F72", "\u0F74", "\u0F80", "\u0F39", "\u20DD", "\u0F90", "a"],
    # Controls of direction, zero-width characters, the end of a line by other names.
    "bidi": ["\u202E", "\u202A", "\u2066", "\u2069", "\u200F", "\u200B", "\u200D", "\uFEFF", "\u2028", "x"],
    # What ends a string elsewhere, non-characters, what CSV and HTML read.
    "nul": ["\x00", "\x01", "\x1B", "\r", "\n", "\t", "\uFFFE", "\uFFFF", "\U0010FFFF", "<", "'", '"', "=", "%"],
}
# How long a text may grow: beyond what a query is cut at.
TEXT_LENGTH_MAX = 300

# Refusals of requests that the document allows: what no schema can say, each with the reason.
RIGHT_REFUSALS = {
    "bad-cursor": "a cursor is opaque: what was not handed out is no cursor",
    "cursor-gone": "a cursor is bound to a position of the index",
    "changes-gone": "there are no changes after the last one, nor before those that are kept",
    "empty-query": "a text of blanks alone asks nothing",
    "revision-needed": "a write without the revision it is based on is refused before anything else of it is read",
    "stale-revision": "which revision is the newest is not in the document",
    "idempotency-key-used": "what a key was used for is not in the document",
    "bad-idempotency-key": "a header has no null: the tool sends one as an empty text, which is no key",
    "imports-full": "how many imports wait is not in the document",
    "merged": "where a concept went is told by a redirect, which has a status of its own",
    "record-merged": "where a person went is told by a redirect, which has a status of its own",
}
# The same of single members: all issues of a refusal have to stand here.
RIGHT_ISSUES = {
    "empty": "a text of blanks alone is none",
    "missing": "an empty text counts as left out, also where one is needed",
    "bad_name": "what a name may hold is said by Unicode properties, which a pattern of the document cannot name",
    "login_name_empty": "a name of blanks or marks alone is none",
    "login_name_too_long": "its length counts after normalisation",
    "login_name_character": "as bad_name, and no two letters that look alike",
    "login_name_reserved": "which names the audit uses is not in the document",
    "bad_court_code": "which courts there are is not in the document",
    "bad_display_name": "its length counts after normalisation",
    "bad_token_name": "its length counts after normalisation",
    "bad_address": "a network range is more than a pattern can say",
    "bad_time": "a date has to be one of the calendar",
    "bad_token_end": "how long a token may live counts from now",
    "no_scope": "a token has to be good for something",
    "no_such_court": "which courts there are is not in the document",
    "court_needed": "which roles belong to a court is a rule of roles",
    "roles_conflict": "which roles are never in one hand is a rule of roles",
    "role_not_by_one": "which roles two people have to give is a rule of roles",
    "taken": "which names are taken is not in the document",
    "too_many_of_name": "which tokens there are is not in the document",
    "no_term": "what is replaced is a term, whose length counts after normalisation",
    "no_syllables": "what is replaced is made of Tibetan syllables, which a pattern of the document cannot name",
    "same_text": "a text is not replaced by itself, however it is written",
    "no_such_parent": "which fields of law there are is not in the document",
    "below_itself": "which field stands below which is not in the document",
    "has_children": "which field stands below which is not in the document",
    "contradicts": "that a body repeats its path and the revision is more than a schema says",
    "not_together": "that two parameters exclude each other is more than a schema of parameters says",
    "into_itself": "a concept is not joined into itself, whichever it is",
    "bad_day": "a date has to be one of the calendar",
    "too_long": "its length counts in characters of the text as it is kept",
    # A filter is a small language of its own, explained in the guide of the formats.
    "filter_no_colon": "a filter is tokens of key and value",
    "filter_unknown_key": "which keys a filter has is said in words",
    "filter_quotes": "quotation marks of a filter are closed",
    "filter_name": "collections and fields of a filter are names",
    "filter_workflow": "the states of a filter are those of entries",
    "filter_day": "a date has to be one of the calendar",
    "filter_nothing": "a filter looks for something",
    "filter_part": "what an entry can have or lack is said in words",
    "filter_too_many_tokens": "a filter has at most 32 tokens",
    "scan_unknown_kind": "what a scan is is seen by its first bytes",
    "bad_option": "which columns there are, and that one stands once, is a rule of the reader of files",
    # What a concept may hold is read by the reader of files, whose rules stand in the guide of the formats.
    "bad_value": "statuses, languages, regions and names of a concept are read as those of a file",
    "unknown_member": "the members of terms and sources are those of the answer, which the body names as objects",
    "empty_term": "a concept needs a term, and a term more than punctuation",
    "tibetan_cell_with_chinese": "a Tibetan term holds no Chinese",
    "chinese_cell_with_tibetan": "a Chinese term holds no Tibetan",
    "no_chinese_character": "a Chinese term holds a Chinese character or a letter",
    "no_tibetan_letter": "a Tibetan term holds a Tibetan letter",
    "looks_like_legacy_tibetan_font": "text of a font from before Unicode is told and not guessed at",
    "control_character": "a term holds nothing that turns or ends the text",
    "questions_open": "what has to be answered of a sheet is not in the document",
    "rows_faulty": "what is wrong with a sheet is not in the document",
    "sheet_unreadable": "what is wrong with a sheet is not in the document",
    "not_staged": "how far an import has come is not in the document",
    "not_applied": "how far an import has come is not in the document",
    "undo_too_late": "when an import was applied is not in the document",
    "no_such_question": "what is asked of a sheet is not in the document",
    "no_such_answer": "what is asked of a sheet is not in the document",
    "unreadable_file": "a sheet is a workbook or a text, which a schema of bytes cannot say",
    "bad_template": "a template is a workbook with placeholders, which a schema of bytes cannot say",
    # The registry: its rules need other records to be seen, and days to be compared.
    "bad_member": "lists of a person or a training are read by the types of the rules, which the body names as objects",
    "bad_identity_number": "an identity number has a check character",
    "bad_phone": "a telephone number is more than a pattern can say",
    "above_itself": "a rule of the registry",
    "above_the_plan": "a rule of the registry",
    "attempt_out_of_order": "a rule of the registry",
    "bad_percent": "a rule of the registry",
    "birth_contradicts_identity_number": "a rule of the registry",
    "border_moved": "a rule of the registry",
    "both_enrolled": "a rule of the registry",
    "completed_without_passing": "a rule of the registry",
    "day_in_future": "a rule of the registry",
    "decision_missing": "a rule of the registry",
    "elsewhere_then": "a rule of the registry",
    "enrolled_already": "a rule of the registry",
    "enrolments_overlap": "a rule of the registry",
    "erased": "a rule of the registry",
    "expires_before_assessed": "a rule of the registry",
    "guest_unnamed": "a rule of the registry",
    "half_day_twice": "a rule of the registry",
    "hours_rule_missing": "a rule of the registry",
    "hours_rules_overlap": "a rule of the registry",
    "identity_number_taken": "a rule of the registry",
    "lesson_with_attendance": "a rule of the registry",
    "lessons_collide": "a rule of the registry",
    "let_go": "a rule of the registry",
    "more_persons_than_times": "a rule of the registry",
    "name_missing": "a rule of the registry",
    "name_not_its_own": "a rule of the registry",
    "never_there": "a rule of the registry",
    "no_post_then": "a rule of the registry",
    "no_seat": "a rule of the registry",
    "no_such_lecturer": "a rule of the registry",
    "no_such_programme": "a rule of the registry",
    "not_of_the_training": "a rule of the registry",
    "not_on_the_roster": "a rule of the registry",
    "not_over_yet": "a rule of the registry",
    "nothing_to_replace": "a rule of the registry",
    "number_zero": "a rule of the registry",
    "numbers_overlap": "a rule of the registry",
    "one_person": "a rule of the registry",
    "out_of_order": "a rule of the registry",
    "outside_training": "a rule of the registry",
    "period_reversed": "a rule of the registry",
    "pools_overlap": "a rule of the registry",
    "post_outside": "a rule of the registry",
    "posts_overlap": "a rule of the registry",
    "quota_of_no_judge": "a rule of the registry",
    "rank_of_no_judge": "a rule of the registry",
    "roster_contradicts": "a rule of the registry",
    "said_twice": "a rule of the registry",
    "score_too_high": "a rule of the registry",
    "seats_taken": "a rule of the registry",
    "sex_contradicts_identity_number": "a rule of the registry",
    "skill_without_level": "a rule of the registry",
    "source_missing": "a rule of the registry",
    "test_too_early": "a rule of the registry",
    "title_missing": "a rule of the registry",
    "training_over": "a rule of the registry",
    "two_identity_numbers": "a rule of the registry",
    "two_people": "a rule of the registry",
    "venue_full": "a rule of the registry",
    "waits_for_a_seat": "a rule of the registry",
    "waits_longer": "a rule of the registry",
    "text_missing": "a text of blanks alone says nothing",
    "text_too_long": "its length counts in characters of the text as it is kept",
    "too_many_open": "how many wishes of somebody wait is not in the document",
    "already_decided": "whether somebody has decided is not in the document",
    "unavailable": "a rule of the registry",
    "unfinished": "a rule of the registry",
    "same_term_twice": "a rule of the glossary",
    "two_preferred": "a rule of the glossary",
}
# An empty parameter and a null member count as left out, so that forms and generous clients need not leave them out.
# The document cannot say so of each: what a failure names has to be one of them.
# It names one, `lang`, or several, `lang`, `min_seq`.
LEFT_OUT = re.compile(r"(?:parameters? |, )`(\w+)`(?=(?:, `\w+`)* in query)|in body - (\w+):|in body - violates `\w+` at /properties/(\w+) ")
NOT_YET_INDEXED = "not-yet-indexed"

# How `after_call` knows the letters again: those that ASCII text does not hold, as `json` writes them.
_WRITTEN = {
    name: [json.dumps(letter, ensure_ascii=False)[1:-1] for letter in letters if not 0x20 <= ord(letter) < 0x7F]
    for name, letters in ALPHABETS.items()
}
_lock = threading.Lock()
_tally = {
    "statuses": Counter(),
    "operations": Counter(),
    "callers": Counter(),
    "alphabets": Counter({name: 0 for name in ALPHABETS}),
    "not_yet_indexed": 0,
}


def _texts(schema):
    shortest = schema.get("minLength", 0)
    longest = min(schema.get("maxLength", TEXT_LENGTH_MAX), TEXT_LENGTH_MAX)
    if longest < shortest:
        return st.nothing()
    everything = [letter for letters in ALPHABETS.values() for letter in letters]
    scripts = [*ALPHABETS.values(), everything]
    return st.one_of(*(st.text(st.sampled_from(s), min_size=shortest, max_size=longest) for s in scripts))


def _is_free_text(schema, value):
    """Whether any text of the same bounds is as right as `value` is, so that the case keeps its meaning."""
    closed = {"enum", "const", "pattern", "format"} & schema.keys()
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    fits = isinstance(value, str) and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    return "string" in kinds and not closed and fits


def _resolved(schema, document):
    while isinstance(schema, dict) and "$ref" in schema:
        node = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            node = node[step]
        schema = node
    return schema if isinstance(schema, dict) else {}


def _ours(value, schema, document, depth=0):
    """Returns a strategy for `value` with half of its free texts drawn from our alphabets."""
    schema = _resolved(schema, document)
    if depth > 8:
        return st.just(value)
    if isinstance(value, dict):
        members = schema.get("properties", {})
        return st.fixed_dictionaries(
            {name: _ours(inner, members.get(name, {}), document, depth + 1) for name, inner in value.items()}
        )
    if isinstance(value, list) and len(value) <= 20:
        items = schema.get("items", {})
        return st.tuples(*[_ours(inner, items, document, depth + 1) for inner in value]).map(list)
    if _is_free_text(schema, value):
        return st.one_of(st.just(value), _texts(schema))
    return st.just(value)


@schemathesis.hook
def flatmap_query(context, query):
    if not isinstance(query, dict) or context.operation is None:
        return st.just(query)
    raw = context.operation.definition.raw
    document = context.operation.schema.raw_schema
    schemas = {p["name"]: p.get("schema", {}) for p in raw.get("parameters", []) if p.get("in") == "query"}
    return _ours(query, {"properties": schemas}, document)


@schemathesis.hook
def flatmap_body(context, body):
    if not isinstance(body, (dict, list)) or context.operation is None:
        return st.just(body)
    raw = context.operation.definition.raw
    content = raw.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _ours(body, content.get("schema", {}), context.operation.schema.raw_schema)


def _session_of(slip, base):
    """Sets a password with the code of a slip, logs in and returns the cookie, as a person with a slip does."""
    name, password = slip["login_name"], "generated requests 2026"
    first = {"login_name": name, "code": slip["code"], "password": password, "password_again": password}
    _send_form(base, "/login/first", first)
    answer = _send_form(base, "/login", {"login_name": name, "password": password, "next": "/"})
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies, f"{name} cannot log in: {answer.status}"
    return "; ".join(cookie.split(";")[0] for cookie in cookies)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def _send_form(base, path, fields):
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}
    request = urllib.request.Request(base + path, urllib.parse.urlencode(fields).encode(), headers)
    try:
        answer = urllib.request.build_opener(_Stay).open(request)
    except urllib.error.HTTPError as redirect:
        answer = redirect
    assert answer.status == 303, f"{path}: {answer.status}"
    return answer


def _callers():
    """Returns the headers of each caller by its name."""
    base = os.environ["SHANJAR_URL"]
    callers = {"anonymous": {}}
    path = os.path.join(os.environ["SHANJAR_SCRATCH"], "callers.jsonl")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for made in map(json.loads, file):
                _OWN_IDS.add(made["token"]["id"] if "secret" in made else made["account"])
                if "secret" in made:
                    callers["token"] = {"Authorization": f"Bearer {made['secret']}"}
                else:
                    cookie = _session_of(made, base)
                    callers[made["login_name"]] = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Origin": base}
    return callers


# What the callers are known by: a request about one of them could end what the others are asked with.
_OWN_IDS = set()
_CALLERS = _callers()
_turn = Counter()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Lets the callers take turns, an operation at a time, so that each operation is met by all of them."""
    label = case.operation.label
    if case.path_parameters and case.path_parameters.get("id") in _OWN_IDS and case.method != "GET":
        case.path_parameters["id"] = "nobody"
    with _lock:
        _turn[label] += 1
        name = list(_CALLERS)[_turn[label] % len(_CALLERS)]
        _tally["callers"][name] += 1
    if label == "GET /api/v1/changes/stream":
        # A stream has no end that the tool could wait for; one from a change that is to come is refused at once.
        last = case.headers.get("Last-Event-ID")
        if last is None or not str(last).strip() or str(last).strip().isdigit():
            case.headers["Last-Event-ID"] = str(2**63 - 1)
    for header, value in _CALLERS[name].items():
        case.headers.setdefault(header, value)


@schemathesis.hook
def after_call(context, case, response):
    body = case.body if isinstance(case.body, (dict, list)) else None
    sent = json.dumps([case.query, body], ensure_ascii=False, default=str)
    with _lock:
        _tally["statuses"][str(response.status_code)] += 1
        _tally["operations"][case.operation.label] += 1
        if _problem(response) == NOT_YET_INDEXED:
            _tally["not_yet_indexed"] += 1
        for name, letters in ALPHABETS.items():
            if any(letter in sent for letter in _WRITTEN[name]):
                _tally["alphabets"][name] += 1


def _problem(response):
    if "problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return None
    try:
        return response.json()["type"].removeprefix("/problems/")
    except (ValueError, KeyError, AttributeError):
        return None


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Returns whether a failure is one: not where the contract says that exactly this answer is right."""
    problem = _problem(response)
    if problem == NOT_YET_INDEXED and type(failure).__name__ == "ServerError":
        # The contract: whoever asks for a position that the index has not reached is told when to ask again.
        return "retry-after" not in response.headers
    if type(failure).__name__ == "RejectedPositiveData":
        if problem == "invalid-input":
            return any(issue["code"] not in RIGHT_ISSUES for issue in response.json()["issues"])
        return problem not in RIGHT_REFUSALS
    if type(failure).__name__ == "MissingHeaderNotRejected":
        # RFC 6585, 3: 428 is the answer to a write that does not say what it is based on.
        return problem != "revision-needed"
    if type(failure).__name__ == "AcceptedNegativeData":
        return not _counts_as_left_out(f"{failure.message} {failure}", case, response)
    return True


def _counts_as_left_out(message, case, response):
    query = urllib.parse.urlsplit(response.request.url).query
    sent = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    if isinstance(case.body, dict):
        sent |= case.body
    named = [name for pair in LEFT_OUT.findall(message) for name in pair if name]
    return bool(named) and all(sent.get(name) in (None, "") for name in named)


@atexit.register
def _write():
    with open(os.environ["SHANJAR_TALLY"], "w", encoding="utf-8") as file:
        json.dump(_tally, file)
