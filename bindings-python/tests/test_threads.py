"""Threads, interpreters, and what the module says of itself."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import AT, choice, profile, query

import akkoord
from akkoord import _native


def test_eight_threads_ask_one_engine(engine: akkoord.Engine) -> None:
    one, asked = profile(choice()), query(["GGC002", "GGC013"])
    line = f'{{"profile": {one.to_json()}, "query": {asked.to_json()}}}'
    expected = engine.evaluate_json(line)
    compiled = engine.compile(one, AT)
    together = threading.Barrier(8)

    def ask(_: int) -> set[tuple[str, bool, bool]]:
        together.wait()
        return {
            (engine.evaluate_json(line), engine.permits(one, asked), compiled.permits(asked)) for _ in range(500)
        }

    with ThreadPoolExecutor(8) as pool:
        answers = set().union(*pool.map(ask, range(8)))
    assert answers == {(expected, True, True)}


def test_the_lock_is_released_while_a_long_line_is_read(engine: akkoord.Engine) -> None:
    # A profile of 10,000 choices takes long enough to see others at work.
    many = profile(*(choice(f"c{number}") for number in range(10_000))).to_json()
    line = f'{{"profile": {many}, "query": {query().to_json()}}}'
    running = threading.Event()
    steps = 0

    def count() -> None:
        nonlocal steps
        while running.is_set():
            steps += 1

    old = sys.getswitchinterval()
    # Longer than the whole test: only who gives the lock away lets the other thread run.
    sys.setswitchinterval(60)
    try:
        running.set()
        other = threading.Thread(target=count)
        before = None
        seen = 0
        for _ in range(5):
            if before is None:
                other.start()
                before = steps
            answer = engine.evaluate_json(line)
            seen = steps
            if seen > before:
                break
        running.clear()
        other.join()
    finally:
        sys.setswitchinterval(old)
    assert answer.startswith("[{")
    assert before is not None and seen > before


CODE = """
import _xxsubinterpreters as interpreters
one = interpreters.create()
try:
    interpreters.run_string(one, "import akkoord")
except interpreters.RunFailedError as error:
    print(error)
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the module of interpreters has another name there")
def test_a_second_interpreter_is_refused_honestly() -> None:
    program = [sys.executable, "-P", "-c", f"import akkoord\n{CODE}"]
    told = subprocess.run(program, capture_output=True, text=True, check=True)
    assert "ImportError" in told.stdout and "does not support subinterpreters" in told.stdout, told


def test_the_module_is_one_of_the_stable_abi() -> None:
    assert _native.__file__ is not None and _native.__file__.endswith("_native.abi3.so")
    # Interpreters without the lock do not load modules of this abi: nothing is promised there that was not tested.
    assert not sysconfig.get_config_var("Py_GIL_DISABLED")
