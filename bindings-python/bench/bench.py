"""Batches, single calls, and cedarpy: what they cost, beside each other, in one run.

    python bench.py --rust target/release/examples/batch --seed 1

`--rust` is `cargo build --release -p akkoord-arrow --example batch`: the same tables, as many threads, no Python. Every time is the
best of three; what is compared is compared in this run. All people are invented.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import akkoord
import cedarpy
import country
import pyarrow as pa

AT = datetime(2026, 11, 22, 20, tzinfo=timezone.utc)
TIMES = 3
BUDGET = 1.3


def best(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def write(table: pa.Table, path: Path) -> str:
    with pa.ipc.new_file(path, table.schema) as file:
        file.write_table(table)
    return str(path)


def batch(options: argparse.Namespace, told: dict[str, Any]) -> akkoord.Population:
    print(f"making {options.patients:,} patients and {options.queries:,} queries from seed {options.seed} …", flush=True)
    choices = country.choices(options.patients, options.seed, AT)
    people: list[akkoord.Population] = []

    def load() -> None:
        people[:] = [akkoord.Population.from_arrow(choices, at=AT, threads=options.threads)]

    told["loading"] = best(load)
    told["choices"] = choices.num_rows
    told["memory"] = people[0].memory()["total"]
    told["kinds"] = {}
    for kind in ["plain", "dictionary"]:
        queries = country.queries(options.queries, options.patients, options.seed, dictionary=kind == "dictionary")
        kept: list[akkoord.Decisions] = []

        def decide(queries: pa.Table = queries, kept: list[akkoord.Decisions] = kept) -> None:
            kept[:] = []
            kept[:] = [people[0].decide(queries, threads=options.threads)]

        python = best(decide)
        progress: list[int] = []
        people[0].decide(queries, progress=lambda done, total, progress=progress: progress.append(done), threads=options.threads)
        assert progress[-1] == options.queries
        with tempfile.TemporaryDirectory() as folder:
            files = [write(choices, Path(folder) / "choices.arrow"), write(queries, Path(folder) / "queries.arrow")]
            command = [options.rust, *files, AT.isoformat().replace("+00:00", "Z"), str(options.threads), str(TIMES)]
            rust = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        again = best(decide)
        assert rust["permits"] == kept[0].counts["permit"], "both decide alike"
        told["kinds"][kind] = {
            "python": min(python, again),
            "rust": min(rust["deciding"]),
            "permits": kept[0].counts["permit"],
            "told": len(progress),
        }
        told["rust_loading"] = rust["loading"]
        kept.clear()
    return people[0]


def stream(options: argparse.Namespace, people: akkoord.Population, told: dict[str, Any]) -> None:
    """The queries once more, as a stream that is made as it is read: what memory does it take?"""
    part = country.queries(country.CHUNK, options.patients, options.seed)

    def each() -> Iterator[pa.RecordBatch]:
        for _ in range(options.queries // country.CHUNK):
            yield from part.to_batches()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reader = pa.RecordBatchReader.from_batches(part.schema, each())
    start = time.perf_counter()
    rows = sum(batch.num_rows for batch in pa.RecordBatchReader.from_stream(people.decide_stream(reader, threads=options.threads)))
    told["stream"] = {
        "rows": rows,
        "seconds": time.perf_counter() - start,
        "grown": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024,
    }


POLICIES = """
permit (principal, action == Action::"disclose", resource)
when { resource has yes && resource.yes.contains(context.option) };

permit (principal, action == Action::"disclose", resource)
when {
    context.patient.yes.contains(context.option) &&
    !(resource has yes && (resource.yes.contains(context.option) || resource.no.contains(context.option)))
};
"""


def one_patient(engine: akkoord.Engine) -> tuple[akkoord.Profile, list[dict[str, Any]]]:
    """Twenty choices: yes for all, and nineteen holders who may or may not. As a profile, and as entities of Cedar."""
    day = AT - timedelta(days=100)

    def choice(place: int, answer: akkoord.Answer, scope: akkoord.Scope, channel: akkoord.Channel) -> akkoord.Choice:
        return akkoord.Choice(id=f"c{place}", answer=answer, scope=scope, channel=channel, decided_at=day, recorded_at=day)

    options = [option.id for option in engine.catalogue.options]
    all_of = [choice(0, "yes", akkoord.Scope.blanket(), "mijn_mitz")]
    entities: list[dict[str, Any]] = [
        {"uid": {"type": "Patient", "id": "999990019"}, "attrs": {"yes": options, "no": []}, "parents": []}
    ]
    for place in range(1, 20):
        answer: akkoord.Answer = "no" if place % 2 else "yes"
        holder = f"ura:90{place:06d}"
        all_of.append(choice(place, answer, akkoord.Scope.individual([holder]), "dossierhoudersknop"))
        sets = {"yes": options if answer == "yes" else [], "no": options if answer == "no" else []}
        entities.append({"uid": {"type": "Record", "id": holder}, "attrs": sets, "parents": []})
    return akkoord.Profile(patient=akkoord.Patient("999990019"), choices=all_of), entities


def single(told: dict[str, Any]) -> None:
    """One question at a time, to akkoord and to cedarpy; they must agree first."""
    engine = akkoord.Engine()
    profile, entities = one_patient(engine)
    compiled = engine.compile(profile, at=AT)
    policies = cedarpy.PolicySet.from_str(POLICIES)
    graph = cedarpy.Entities.from_json_str(json.dumps(entities))
    questions = []
    for place in range(40):
        query = akkoord.Query(
            holder=akkoord.Holder(f"ura:90{place:06d}", "Z3"),
            consulter=akkoord.Consulter("ura:98000033", "N6"),
            data="GGC002",
            at=AT,
            treatment_relationship=True,
        )
        [decision] = engine.decide(profile, query)
        request = {
            "principal": 'Provider::"ura:98000033"',
            "action": 'Action::"disclose"',
            "resource": {"type": "Record", "id": query.holder.id},
            "context": {"option": decision.option, "patient": {"__entity": {"type": "Patient", "id": "999990019"}}},
        }
        questions.append((query, request))
        allowed = cedarpy.is_authorized(request, policies, graph).allowed
        assert decision.is_permit == allowed == compiled.decide(query).is_permit, f"question {place}: they do not agree"
    rounds = 2_000

    def per_call(work: Callable[[akkoord.Query, dict[str, Any]], Any]) -> float:
        def all_questions() -> None:
            for query, request in questions:
                work(query, request)

        return min(timeit.repeat(all_questions, number=rounds // 40, repeat=TIMES)) / rounds

    requests = [request for _, request in questions]
    told["single"] = {
        "compiled.decide(query)": per_call(lambda query, request: compiled.decide(query)),
        "engine.decide(profile, query)": per_call(lambda query, request: engine.decide(profile, query)),
        "cedarpy.is_authorized, all parsed before": per_call(
            lambda query, request: cedarpy.is_authorized(request, policies, graph)
        ),
        "cedarpy.is_authorized_batch, all parsed before": best(
            lambda: cedarpy.is_authorized_batch(requests * 50, policies, graph)
        )
        / (len(requests) * 50),
    }
    people = akkoord.Population(at=AT, threads=1)
    people.put(profile)
    rows = [
        {
            "patient": "999990019",
            "holder.id": query.holder.id,
            "holder.type": "Z3",
            "consulter.id": "ura:98000033",
            "consulter.type": "N6",
            "data": "GGC002",
            "treatment_relationship": True,
        }
        for query, _ in questions
    ] * 2_500
    table = pa.Table.from_pylist(rows)
    told["single"]["population.decide(100,000 queries), one thread"] = best(lambda: people.decide(table)) / len(rows)


def report(options: argparse.Namespace, told: dict[str, Any]) -> str:
    lines = [
        f"{options.patients:,} patients with {told['choices']:,} rows of choices; {options.queries:,} queries; "
        f"{options.threads} threads; seed {options.seed}. "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, pyarrow {pa.__version__}, "
        f"cedarpy {cedarpy_version()}.",
        "",
        "| batch | Python | Rust | ratio | budget |",
        "|---|---|---|---|---|",
        f"| load the choices | {told['loading']:.2f} s | {told['rust_loading']:.2f} s | {told['loading'] / told['rust_loading']:.2f} | |",
    ]
    for kind, row in told["kinds"].items():
        ratio = row["python"] / row["rust"]
        per = row["python"] / options.queries * 1e9
        lines.append(
            f"| decide, {kind} columns | {row['python']:.2f} s ({per:.0f} ns each) | {row['rust']:.2f} s | {ratio:.2f} | {BUDGET} |"
        )
    stream = told["stream"]
    lines += [
        "",
        f"The population takes {told['memory'] / 2**20:.0f} MiB. A stream of {stream['rows']:,} queries, made as it is read, took "
        f"{stream['seconds']:.2f} s, and {stream['grown'] / 2**20:.0f} MiB more than was in use before. The progress was told "
        f"{told['kinds']['plain']['told']} times.",
        "",
        "| one question | each | x the compiled call |",
        "|---|---|---|",
    ]
    first = told["single"]["compiled.decide(query)"]
    lines += [f"| `{name}` | {each * 1e9:,.0f} ns | {each / first:.2f} |" for name, each in told["single"].items()]
    return "\n".join(lines)


def cedarpy_version() -> str:
    from importlib.metadata import version

    return version("cedarpy")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rust", required=True, help="the program that `cargo build --release -p akkoord-arrow --example batch` makes")
    parser.add_argument("--patients", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    told: dict[str, Any] = {}
    people = batch(options, told)
    stream(options, people, told)
    single(told)
    print(report(options, told))
    worst = max(row["python"] / row["rust"] for row in told["kinds"].values())
    if worst > BUDGET:
        print(f"\nthe batch is {worst:.2f} x the Rust batch: above the budget of {BUDGET}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
