"""The conformance vectors: the same bytes as the native engine and the program, and the same answers as values."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import akkoord


def test_every_vector_gives_the_bytes_of_the_native_engine(
    engine: akkoord.Engine, answers: list[dict[str, Any]]
) -> None:
    assert len(answers) > 500
    for one in answers:
        ask = engine.evaluate_json if one["entry"] == "evaluate" else engine.answer_json
        assert ask(one["line"]) == one["answer"], one["id"]
        assert ask(one["line"].encode()) == one["answer"], one["id"]


def test_a_batch_gives_the_bytes_of_the_program(
    engine: akkoord.Engine, answers: list[dict[str, Any]], tmp_path: Path
) -> None:
    # The program leaves out empty lines.
    lines = [one["line"] for one in answers if one["entry"] == "evaluate" and one["line"]]
    batch = tmp_path / "batch.ndjson"
    batch.write_bytes("".join(f"{line}\n" for line in lines).encode())
    told = subprocess.run(
        [os.environ["AKKOORD_PROGRAM"], "evaluate", str(batch)], stdout=subprocess.PIPE, check=False
    )
    mine = "".join(f"{engine.evaluate_json(line, number=number)}\n" for number, line in enumerate(lines, 1))
    assert told.stdout == mine.encode()
    assert told.returncode == 1, "there are errors among the vectors"


def test_the_objects_decide_as_the_line_does(engine: akkoord.Engine, answers: list[dict[str, Any]]) -> None:
    compared = 0
    for one in answers:
        expected = json.loads(one["answer"])
        if one["entry"] != "evaluate" or not isinstance(expected, list) or '"audience"' in one["line"]:
            continue
        line = json.loads(one["line"])
        line["query"].pop("explain", None)
        profile = engine.read_profile(json.dumps(line["profile"]))
        query = engine.read_query(json.dumps(line["query"]))
        # Written by the objects, read again: nothing is lost on the way.
        assert engine.read_profile(profile.to_json()) == profile
        assert engine.read_query(query.to_json()) == query
        decisions = engine.decide(profile, query)
        for decision, document in zip(decisions, expected, strict=True):
            document.pop("explanation", None)
            assert json.loads(decision.to_json()) == document, one["id"]
            assert as_document(decision) == document, one["id"]
        compiled = engine.compile(profile, query.at)
        verdicts = compiled.decide(query)
        assert [in_short(verdict) for verdict in verdicts] == [in_short(decision) for decision in decisions]
        permits = all(decision.outcome == "permit" for decision in decisions)
        assert engine.permits(profile, query) is compiled.permits(query) is permits
        compared += len(decisions)
    assert compared > 300


def in_short(one: akkoord.Decision | akkoord.Verdict) -> tuple[object, ...]:
    by = one.decided_by
    decided_by = by.choice if isinstance(by, akkoord.Ground) else by
    return one.outcome, one.is_permit, one.reason, one.option, decided_by, one.valid_until


def instant(at: datetime | None) -> str | None:
    if at is None:
        return None
    assert at.tzinfo is timezone.utc
    fraction = f".{at.microsecond:06}".rstrip("0") if at.microsecond else ""
    return f"{at:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def as_document(decision: akkoord.Decision) -> dict[str, object]:
    """The wire format of a decision, put together from its attributes."""
    return {
        "data": decision.data,
        "decision": decision.outcome,
        "reason": decision.reason,
        "option": decision.option,
        "decided_by": decision.decided_by.choice if decision.decided_by else None,
        "outweighed": [{"choice": one.choice, "rule": one.rule} for one in decision.outweighed],
        "valid_until": instant(decision.valid_until),
        "rules": list(decision.rules),
        "ruleset": decision.ruleset,
        "catalogue": decision.catalogue,
    }


def test_the_explanation_of_a_line_is_that_of_the_holder(
    engine: akkoord.Engine, answers: list[dict[str, Any]]
) -> None:
    compared = 0
    for one in answers:
        if one["entry"] != "evaluate" or '"error"' in one["answer"] or '"audience"' in one["line"]:
            continue
        line = json.loads(one["line"])
        line["query"]["explain"] = "nl"
        told = json.loads(engine.evaluate_json(json.dumps(line)))
        profile = engine.read_profile(json.dumps(line["profile"]))
        for document, decision in zip(
            told, engine.decide(profile, engine.read_query(json.dumps(line["query"]))), strict=True
        ):
            assert str(decision.explain(lang="nl", audience="holder")) == document["explanation"]
            compared += 1
    assert compared > 100


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def holder(document: dict[str, Any]) -> akkoord.Holder:
    return akkoord.Holder(document["id"], document["type"], connected=document.get("connected", True))


def subscriptions(document: dict[str, Any]) -> list[akkoord.Subscription]:
    return [
        akkoord.Subscription(holder(one["holder"]), since=at(one["since"]) if "since" in one else None)
        for one in document["subscriptions"]
    ]


def short(decision: akkoord.Decision) -> dict[str, object]:
    document = as_document(decision)
    return {name: document[name] for name in ("decision", "reason", "option", "decided_by")}


def party(one: akkoord.Holder | akkoord.Consulter) -> dict[str, str]:
    return {"id": one.id, "type": one.type}


def answered(
    engine: akkoord.Engine, profile: akkoord.Profile, kind: str, asked: dict[str, Any], written: list[str]
) -> dict[str, Any] | None:
    """The answer by the objects, as the wire format writes it; none for a kind that is compared elsewhere.

    What the objects write themselves is added to `written`.
    """
    if kind == "matrix":
        matrix = engine.matrix(profile, subscriptions=subscriptions(asked), at=at(asked["at"]))
        written.append(matrix.to_json())
        cells = [
            {
                "holder": party(cell.holder),
                "consulting_category": cell.consulting_category,
                "consulter": cell.consulter,
                "data": cell.data,
                **short(cell.decision),
                "valid_until": instant(cell.decision.valid_until),
            }
            for cell in matrix.cells
        ]
        return {"at": instant(matrix.at), "cells": cells}
    if kind == "open_query":
        found = engine.open_query(
            profile,
            subscriptions=subscriptions(asked),
            consulter=akkoord.Consulter(asked["consulter"]["id"], asked["consulter"]["type"]),
            at=at(asked["at"]),
            data=asked.get("data"),
            purpose=asked.get("purpose", "TREAT"),
            treatment_relationship=asked.get("treatment_relationship"),
        )
        written.append(found.to_json())
        holders = [
            {"holder": party(one.holder), "data": one.data, "valid_until": instant(one.valid_until)}
            for one in found.holders
        ]
        named = {"ruleset": engine.rule_set.name, "catalogue": engine.catalogue.id}
        return {"holders": holders, "reason": found.reason, **named}
    if kind == "timeline":
        asked = dict(asked)
        until, asked["at"] = at(asked.pop("until")), asked.pop("from")
        found_timelines = engine.timeline(profile, engine.read_query(json.dumps(asked)), until=until)
        written.extend(one.to_json() for one in found_timelines)
        timelines = [
            {
                "data": one.data,
                "intervals": [
                    {"from": instant(span.start), "until": instant(span.until), **short(span.decision)}
                    for span in one.spans
                ],
            }
            for one in found_timelines
        ]
        return {"timelines": timelines}
    if kind == "why_empty":
        closed = {name: value for name, value in asked.items() if name != "subscriptions"}
        found_empty = engine.why_empty(
            profile, engine.read_query(json.dumps(closed)), subscriptions=subscriptions(asked)
        )
        written.extend(one.to_json() for one in found_empty)
        causes = [
            {
                "data": one.data,
                "causes": [
                    {
                        "cause": cause.cause,
                        "reason": cause.decision.reason if cause.decision is not None else None,
                        "decided_by": short(cause.decision)["decided_by"] if cause.decision is not None else None,
                    }
                    for cause in one.causes
                ],
            }
            for one in found_empty
        ]
        return {"answers": causes}
    if kind == "smallest_change":
        closed = {name: value for name, value in asked.items() if name != "subscriptions"}
        query = engine.read_query(json.dumps(closed))
        changes = []
        for found_change in engine.smallest_change(profile, query, subscriptions=subscriptions(asked)):
            change = found_change.change
            written.append(found_change.to_json())
            document: dict[str, Any] | None = None
            if isinstance(change, akkoord.Add):
                with_it = akkoord.Profile(patient=profile.patient, choices=[change.choice])
                document = {"add": json.loads(with_it.to_json())["choices"][0]}
            elif isinstance(change, akkoord.Withdraw):
                document = {"withdraw": change.choice}
            decision = as_document(found_change.decision)
            decided = {name: decision[name] for name in ("data", "decision", "reason")}
            changes.append({**decided, "change": document, "opens": found_change.opens})
        return {"answers": changes}
    if kind == "what_if":
        [(what, about)] = asked["change"].items()
        if what == "add":
            document = {"patient": {"id": "999990019"}, "choices": [about]}
            change = akkoord.Add(engine.read_profile(json.dumps(document)).choices[0])
        else:
            change = akkoord.Withdraw(about) if what == "withdraw" else akkoord.Expire(about)
        what_if = engine.what_if(profile, change, subscriptions=subscriptions(asked), at=at(asked["at"]))
        written.append(what_if.to_json())
        told = [
            {
                "holder": party(one.holder),
                "consulting_category": one.consulting_category,
                "consulter": one.consulter,
                "data": one.before.data,
                "before": short(one.before),
                "after": short(one.after),
            }
            for one in what_if.changes
        ]
        return {"at": instant(what_if.at), "changes": told}
    if kind == "notices":
        after = engine.read_profile(json.dumps(asked["after"]))
        notices = engine.change_notices(
            profile,
            after,
            subscriptions=subscriptions(asked),
            at=at(asked["at"]),
            in_app=asked.get("in_app", True),
            email=asked.get("email", False),
            last_seen=at(asked["last_seen"]) if "last_seen" in asked else None,
        )
        written.append(notices.to_json())
        email = {"nl": notices.email_nl, "en": notices.email_en} if notices.email_nl else None
        holders_told = [
            {
                "holder": party(one.holder),
                "changed": one.changed,
                "groups": [
                    {"data": each.data, "permit": list(each.permit), "non_permit": list(each.non_permit)}
                    for each in one.groups
                ],
            }
            for one in notices.holders
        ]
        in_app = [
            {
                "told": one.told,
                "choice": one.choice,
                "answer": one.answer,
                "channel": one.channel,
                "by": one.by,
                "at": instant(one.at),
            }
            for one in notices.in_app
        ]
        return {"holders": holders_told, "in_app": in_app, "new_options": list(notices.new_options), "email": email}
    if kind == "register":
        registered = engine.register(profile, asked["command"], now=at(asked["now"]))
        written.append(registered.to_json())
        effects = [{"effect": one.effect, "choice": one.choice} for one in registered.effects]
        return {"effects": effects, "profile": json.loads(registered.profile.to_json())}
    if kind == "record":
        if "query" in asked:
            records = [engine.access_record(profile, engine.read_query(json.dumps(asked["query"])))]
        else:
            open_query = asked["open_query"]
            records = engine.access_records(
                profile,
                subscriptions=subscriptions(open_query),
                consulter=akkoord.Consulter(open_query["consulter"]["id"], open_query["consulter"]["type"]),
                at=at(open_query["at"]),
                data=open_query.get("data"),
                purpose=open_query.get("purpose", "TREAT"),
                treatment_relationship=open_query.get("treatment_relationship"),
            )
        assert {one.patient for one in records} <= {profile.patient.id}
        written.extend(one.to_json() for one in records)
        told_records = [
            {
                "at": instant(one.at),
                "consulter": party(one.consulter),
                "holder": party(one.holder),
                "outcomes": list(one.outcomes),
            }
            for one in records
        ]
        shown = {"patient": profile.patient.id} if asked.get("show_patient") else {}
        return {**shown, "records": told_records}
    return None


def test_the_objects_answer_every_other_question_as_the_line_does(
    engine: akkoord.Engine, answers: list[dict[str, Any]]
) -> None:
    compared: dict[str, int] = {}
    documents = 0
    for one in answers:
        try:
            line = json.loads(one["line"])
            expected = json.loads(one["answer"])
        except json.JSONDecodeError:
            continue
        kinds = [kind for kind in line if kind != "profile"] if isinstance(line, dict) else []
        if one["entry"] != "answer" or len(kinds) != 1 or '"audience"' in one["line"]:
            continue
        [kind] = kinds
        try:
            profile = engine.read_profile(json.dumps(line["profile"]))
            written: list[str] = []
            told = answered(engine, profile, kind, line[kind], written)
        except akkoord.AkkoordError as error:
            assert "error" in expected, (one["id"], error)
            assert error.code == expected["error"]["code"], one["id"]
            compared["error"] = compared.get("error", 0) + 1
        except (AttributeError, KeyError, TypeError, ValueError):
            # What is no value of Python's at all: the document is refused, too.
            assert "error" in expected, one["id"]
        else:
            if told is not None and "error" not in expected:
                expected[kind].pop("explanation", None)
                assert told == expected[kind], one["id"]
                # Each object writes its own part, byte for byte.
                assert all(document in one["answer"] for document in written), one["id"]
                documents += len(written)
                compared[kind] = compared.get(kind, 0) + 1
    kinds_compared = {
        "error",
        "matrix",
        "notices",
        "open_query",
        "record",
        "register",
        "smallest_change",
        "timeline",
        "what_if",
        "why_empty",
    }
    assert set(compared) == kinds_compared
    assert sum(compared.values()) > 150, compared
    assert documents > 150
