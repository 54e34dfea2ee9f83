"""The recipes run, each gives the table of one process, and none writes an id."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import invented
import pytest

RECIPES = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["Polars", "DuckDB", "Dask"])
def test_a_recipe_gives_the_table_of_one_process(name: str) -> None:
    command = [sys.executable, str(RECIPES / f"recipe_{name.lower()}.py")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stderr
    assert f"{name}: 50,000 decisions as one process gives them: deny " in done.stdout
    assert "9999" not in done.stdout + done.stderr


def test_the_comparison_sees_one_other_decision() -> None:
    choices, queries = invented.tables(100, 50)
    one = invented.expected(choices, queries)
    other = one.set_column(1, "decision", [["permit" if row == "deny" else "deny" for row in one["decision"].to_pylist()]])
    assert re.fullmatch(r"deny|permit", other["decision"][0].as_py())
    with pytest.raises(SystemExit, match="not the answer of one process"):
        invented.compare("other", other, one)
