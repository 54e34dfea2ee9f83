"""Every example of the documentation runs, and everything public is documented."""

from __future__ import annotations

import doctest
import inspect
import os
import re
from pathlib import Path
from types import ModuleType

import pytest

import akkoord
import akkoord.plot
from akkoord import _answers, _errors, _native


@pytest.mark.parametrize("module", [akkoord, _answers, _errors, akkoord.plot, akkoord.register], ids=lambda one: one.__name__)
def test_the_examples_of_the_docstrings_run(module: ModuleType) -> None:
    finder, runner = doctest.DocTestFinder(exclude_empty=True), doctest.DocTestRunner()
    for test in finder.find(module, module.__name__):
        runner.run(test)
    assert runner.failures == 0
    if module is akkoord:
        assert runner.tries > 40, "the examples of the native classes are among them"


def test_the_examples_of_the_readme_run(capsys: pytest.CaptureFixture[str]) -> None:
    readme = Path(os.environ["AKKOORD_README"]).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```(?:.*?```text\n(.*?)```)?", readme, re.DOTALL)
    assert len(blocks) >= 2
    names: dict[str, object] = {}
    for code, expected in blocks:
        exec(compile(code, "README.md", "exec"), names)
        told = capsys.readouterr().out
        if expected:
            assert told == expected


def test_everything_public_has_a_docstring() -> None:
    undocumented = []
    for name, one in inspect.getmembers(_native):
        if name.startswith("_") or not inspect.isclass(one):
            continue
        for member, value in [("", one), *vars(one).items()]:
            if not member.startswith("_") and not (getattr(value, "__doc__", None) or "").strip():
                undocumented.append(f"{name}.{member}")
    assert undocumented == []
    for name in akkoord.__all__:
        assert hasattr(akkoord, name)
