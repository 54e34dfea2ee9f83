"""A synthetic country as Arrow tables, from a seed: the mix of `examples/rust`, drawn anew. All people are invented.

Of every 1,000 patients 400 chose nothing, 320 yes for all, 70 no for all, 160 a mix of one to four groups, 50 a blanket yes and one
to three exceptions for single providers, one of them an emergency choice that is live.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

# Holder category, provider type, how many holders there are, and two data categories that such holders have.
HOLDERS = [
    ("huisartsen", "Z3", 5_000, ("GGC002", "GGC013")),
    ("apotheken", "J8", 2_000, ("GGC013", "GGC002")),
    ("ziekenhuizen", "V4", 110, ("GGC002", "GGC013")),
    ("verpleging_verzorging", "R5", 2_500, ("GGC002", "GGC013")),
    ("laboratoria", "L1", 60, ("GGC002", "GGC013")),
    ("ggz", "G5", 1_500, ("GGC002", "GGC013")),
    ("overige", "G3", 3_000, ("GGC002", "GGC013")),
]
POSTS = 120
CHUNK = 1 << 17


def texts(pattern: str, numbers: Any) -> pa.Array:
    """A text for each number."""
    return pa.array([pattern % number for number in numbers.tolist()], pa.string())


def patients(numbers: Any) -> pa.Array:
    return texts("9999%010d", numbers)


def holders(categories: Any, numbers: Any) -> pa.Array:
    return pa.array(
        [f"ura:9{category}{number:06d}" for category, number in zip(categories.tolist(), numbers.tolist(), strict=True)],
        pa.string(),
    )


def pick(values: list[str], places: Any, *, dictionary: bool = True) -> pa.Array:
    array = pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(values))
    return array if dictionary else array.cast(pa.string())


def some_holders(random: np.random.Generator, rows: int) -> tuple[Any, Any]:
    categories = random.integers(0, len(HOLDERS), rows)
    sizes = np.array([size for _, _, size, _ in HOLDERS])[categories]
    return categories, (random.random(rows) * sizes).astype(np.int64)


def choices(count: int, seed: int, at: datetime) -> pa.Table:
    """The choices of so many patients; rows of a patient stand together."""
    random = np.random.default_rng(seed)
    lot = random.integers(0, 1000, count)
    general = np.select([lot < 400, lot < 720, lot < 790, lot < 950], [0, 1, 2, 3], 1)
    groups = random.integers(1, 5, count)
    exceptions = np.where(lot >= 950, random.integers(1, 4, count), 0)
    of_general = np.select([general == 0, general == 3], [0, groups], 1)
    rows = np.maximum(of_general + exceptions, 1)
    patient = np.repeat(np.arange(count), rows)
    place = np.arange(len(patient)) - np.repeat(np.cumsum(rows) - rows, rows)
    kind = np.where(place < of_general[patient], general[patient], 4)
    kind = np.where((of_general + exceptions)[patient] == 0, 0, kind)
    kind = np.where((lot[patient] == 999) & (kind == 4), 5, kind)
    categories, numbers = some_holders(random, len(patient))
    is_choice = kind > 0
    yes = np.select([kind == 1, kind == 2, kind == 3], [True, False, random.random(len(patient)) < 0.75], random.random(len(patient)) < 0.5)
    yes = yes | (kind == 5)
    hours = np.where(kind == 5, random.integers(0, 48, len(patient)), random.integers(100, 35_000, len(patient)))
    micros = np.datetime64(at.replace(tzinfo=None), "us") - hours * np.timedelta64(3_600_000_000, "us")
    decided = pa.array(micros, pa.timestamp("us"), mask=~is_choice).cast(pa.timestamp("us", "UTC"))
    named = kind >= 4
    lists = pa.ListArray.from_arrays(
        pa.array(np.concatenate([[0], np.cumsum(named)]), pa.int32()),
        holders(categories[named], numbers[named]),
        mask=pa.array(~named),
    )

    def or_null(array: pa.Array, there: Any) -> pa.Array:
        return pa.compute.if_else(pa.array(there), array, pa.nulls(len(array), array.type))

    def few(values: list[str], places: Any, there: Any) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(places, pa.int16(), mask=~there), pa.array(values))

    return pa.table(
        {
            "patient": patients(patient),
            "id": few(["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"], place, is_choice),
            "answer": few(["no", "yes"], yes.astype(np.int16), is_choice),
            "scope.level": few(
                ["blanket", "categorical", "individual", "emergency"],
                np.select([kind <= 2, kind == 3, kind == 4], [0, 1, 2], 3),
                is_choice,
            ),
            "scope.holder_category": few([name for name, *_ in HOLDERS], categories, kind == 3),
            "scope.holders": lists,
            "scope.consulter.id": or_null(texts("ura:98%06d", random.integers(0, POSTS, len(patient))), kind == 5),
            "scope.consulter.type": few(["N6"], np.zeros(len(patient)), kind == 5),
            "channel": few(
                ["mijn_mitz", "dossierhoudersknop", "raadplegersknop"],
                np.select([kind <= 3, kind == 4], [0, 1], 2),
                is_choice,
            ),
            "decided_at": decided,
            "recorded_at": decided,
        }
    )


def queries(count: int, patients_there: int, seed: int, *, dictionary: bool = False) -> pa.Table:
    """So many questions of out-of-hours posts about random patients and holders, in chunks."""
    random = np.random.default_rng(seed + 1)
    chunks = []
    all_holders = [f"ura:9{category}{number:06d}" for category, (_, _, size, _) in enumerate(HOLDERS) for number in range(size)]
    first = np.concatenate([[0], np.cumsum([size for _, _, size, _ in HOLDERS])])
    posts = [f"ura:98{number:06d}" for number in range(POSTS)]
    for begin in range(0, count, CHUNK):
        rows = min(CHUNK, count - begin)
        categories, numbers = some_holders(random, rows)
        chunk = {
            "patient": patients(random.integers(0, patients_there, rows)),
            "holder.id": pick(all_holders, first[categories] + numbers, dictionary=dictionary),
            "holder.type": pick([kind for _, kind, _, _ in HOLDERS], categories, dictionary=dictionary),
            "consulter.id": pick(posts, random.integers(0, POSTS, rows), dictionary=dictionary),
            "consulter.type": pick(["N6"], np.zeros(rows), dictionary=dictionary),
            "data": pick(["GGC002", "GGC013"], random.integers(0, 2, rows), dictionary=dictionary),
            "treatment_relationship": pa.array(np.ones(rows, bool)),
        }
        chunks.append(pa.table(chunk).to_batches()[0])
    return pa.Table.from_batches(chunks)

