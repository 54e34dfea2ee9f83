"""The notebook runs, with a million patients, and what it finds is what the literal engine says. All people are invented."""

from __future__ import annotations

import json
import random
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import akkoord
import nbclient
import nbformat
import polars as pl
import pytest

NOTEBOOK = Path(__file__).resolve().parents[1] / "tonight.ipynb"
PATIENTS = 1_000_000
AT = datetime(2026, 11, 22, 21, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """The notebook as it ran, and the folder of its files."""
    folder = tmp_path_factory.mktemp("tonight")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}})
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AKKOORD_FOLDER", str(folder))
        environment.setenv("AKKOORD_PATIENTS", str(PATIENTS))
        environment.delenv("MPLBACKEND", raising=False)
        client.execute()
    return notebook, folder


def printed(notebook: Any) -> str:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stdout")


def profile_of(rows: list[dict[str, Any]], engine: akkoord.Engine) -> akkoord.Profile:
    """A profile of the rows of the file, by way of JSON."""
    choices = []
    for row in rows:
        if row["id"] is None:
            continue
        choice: dict[str, Any] = {"scope": {}}
        for name, value in row.items():
            if value is None or name == "patient":
                continue
            into, names = choice, name.split(".")
            for part in names[:-1]:
                into = into.setdefault(part, {})
            into[names[-1]] = value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
        choices.append(choice)
    return engine.read_profile(json.dumps({"patient": {"id": rows[0]["patient"]}, "choices": choices}))


def test_the_notebook_is_committed_without_outputs() -> None:
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_its_counts_are_those_of_its_records(run: tuple[Any, Path]) -> None:
    notebook, folder = run
    text = printed(notebook)
    answers = pl.read_parquet(folder / "answers.parquet")
    assert answers.height == PATIENTS
    counts = {(decision, reason): count for decision, reason, count in answers.group_by("decision", "reason").len().iter_rows()}
    told = re.findall(r"^(\w+) (\w+): ([\d,]+) records", text, re.MULTILINE)
    assert {(decision, reason): int(count.replace(",", "")) for decision, reason, count in told} == counts
    assert {"blanket_yes", "categorical_yes", "individual_yes", "blanket_no", "individual_no", "no_choice"} <= {reason for _, reason in counts}
    for name in ["make the file", "load", "put the questions", "decide", "explain", "together"]:
        assert re.search(rf"^ +{name} +\d+\.\d\d s", text, re.MULTILINE), f"it shows the time of: {name}"
    assert "9999" not in text


def test_its_records_are_decided_as_by_the_literal_engine(run: tuple[Any, Path]) -> None:
    _, folder = run
    engine = akkoord.Engine()
    answers = pl.scan_parquet(folder / "answers.parquet")
    some = random.Random(7).sample(range(PATIENTS), 2_000)
    rare = answers.filter(pl.col("reason").str.starts_with("individual")).head(300)
    sample = pl.concat([answers.with_row_index().filter(pl.col("index").is_in(some)).drop("index"), rare]).unique("patient").collect()
    choices = pl.scan_parquet(folder / "choices.parquet").filter(pl.col("patient").is_in(sample["patient"].implode())).collect()
    of: dict[str, list[dict[str, Any]]] = {}
    for row in choices.iter_rows(named=True):
        of.setdefault(row["patient"], []).append(row)
    for record in sample.iter_rows(named=True):
        query = akkoord.Query(
            holder=akkoord.Holder(record["holder.id"], "Z3"),
            consulter=akkoord.Consulter(record["consulter.id"], "N6"),
            data="GGC002",
            at=AT,
            treatment_relationship=True,
        )
        [decision] = engine.decide(profile_of(of[record["patient"]], engine), query)
        assert (decision.outcome, decision.reason) == (record["decision"], record["reason"])
    assert sample.height > 2_000


def test_it_draws_the_picture(run: tuple[Any, Path]) -> None:
    notebook, folder = run
    assert (folder / "reasons.png").read_bytes().startswith(b"\x89PNG")
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs)
