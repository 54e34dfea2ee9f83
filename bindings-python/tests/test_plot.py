"""The pictures: rendered without a display, and looked at by what they say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import matplotlib
import pytest
from conftest import AT, CONSULTER, DECIDED, HOLDER, choice, profile, query

import akkoord
from akkoord import plot

matplotlib.use("agg")

from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

PNG = b"\x89PNG\r\n\x1a\n"


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def rendered(axes: Axes, folder: Path) -> bytes:
    file = folder / "picture.png"
    figure = axes.figure
    assert isinstance(figure, Figure)
    figure.savefig(file)
    pyplot.close(figure)
    return file.read_bytes()


def people() -> list[akkoord.Profile]:
    """Ten people: six say yes to all, one of them no to pharmacies, four have not chosen."""
    yes = choice()
    no = choice("c2", "no", akkoord.Scope.categorical("apotheken"))
    return [profile(yes)] * 5 + [profile(yes, no)] + [profile()] * 4


def test_coverage_counts_every_option_once_for_each_patient(engine: akkoord.Engine) -> None:
    coverage = plot.Coverage.of_profiles(engine, people(), at=AT)
    cells = {(row["holder_category"], row["consulting_category"]): row for row in coverage.to_records()}
    pairs = [
        (option.holder_category, category)
        for option in engine.catalogue.options
        for category in option.consulting_categories
    ]
    asking = {one.consulting_category for one in engine.catalogue.provider_types}
    for pair, row in cells.items():
        assert row["total"] == 10 * pairs.count(pair)
        share = 0.5 if pair[0] == "apotheken" else 0.6
        assert row["permits"] == share * int(row["total"])
    assert sum(int(row["total"]) for row in cells.values()) == 10 * sum(pair[1] in asking for pair in pairs)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_heat_map_says_every_share_in_writing(
    engine: akkoord.Engine, tmp_path: Path, lang: akkoord.Lang
) -> None:
    coverage = plot.Coverage.of_profiles(engine, people(), at=AT)
    axes = plot.draw_coverage(coverage, lang=lang)
    rows, columns = len(coverage.holders), len(coverage.consulters)
    assert len(texts(axes)) == rows * columns
    assert set(texts(axes)) == {"50%", "60%"}
    assert [label.get_text() for label in axes.get_yticklabels()] == [getattr(one, lang) for one in coverage.holders]
    assert axes.get_ylabel() == {"en": "holder", "nl": "dossierhouder"}[lang]
    assert rendered(axes, tmp_path).startswith(PNG)


def test_a_table_of_decisions_gives_the_same_picture(engine: akkoord.Engine) -> None:
    table = {
        "holder_type": ["Z3", "Z3", "Z3", "J8"],
        "consulter_type": ["N6", "N6", "N6", "Z3"],
        "decision": ["permit", "deny", "indeterminate", "permit"],
    }
    coverage = plot.Coverage.of_table(table)
    counted = {
        (row["holder_category"], row["consulting_category"]): (row["permits"], row["total"])
        for row in coverage.to_records()
        if row["total"]
    }
    types = {one.code: one for one in engine.catalogue.provider_types}
    assert counted == {
        (types["Z3"].holder_category, types["N6"].consulting_category): (1, 3),
        (types["J8"].holder_category, types["Z3"].consulting_category): (1, 1),
    }
    axes = plot.draw_coverage(coverage, lang="en")
    assert sorted(set(texts(axes))) == ["100%", "33%", "–"]
    assert "no such question" in axes.get_xlabel(), "what the dash means"
    assert any(patch.get_hatch() for patch in axes.patches)
    pyplot.close("all")
    with pytest.raises(ValueError, match="row 1: the catalogue has no such provider type"):
        plot.Coverage.of_table({**table, "holder_type": ["Z3", "??", "Z3", "J8"]})
    with pytest.raises(ValueError, match="shorter|longer"):
        plot.Coverage.of_table({**table, "decision": ["permit"]})


def emergency() -> akkoord.Choice:
    return akkoord.Choice(
        id="e",
        answer="yes",
        scope=akkoord.Scope.emergency([HOLDER.id], consulter=CONSULTER),
        channel="raadplegersknop",
        decided_at=AT,
        recorded_at=AT,
    )


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_timeline_says_each_reason(engine: akkoord.Engine, tmp_path: Path, lang: akkoord.Lang) -> None:
    begin = query(["GGC002", "GGC013"], at=AT - timedelta(days=3))
    timelines = engine.timeline(profile(emergency()), begin, until=AT + timedelta(days=6))
    axes = plot.draw_timeline(timelines, lang=lang)
    assert texts(axes) == ["no_choice", "emergency_yes", "no_choice"] * 2
    assert [label.get_text() for label in axes.get_yticklabels()] == ["GGC002", "GGC013"]
    legend = axes.get_legend()
    assert legend is not None
    words = {"en": ["deny", "permit"], "nl": ["mag niet", "mag"]}[lang]
    assert [text.get_text() for text in legend.get_texts()] == words
    assert len({patch.get_hatch() for patch in axes.patches}) == 2, "colour does not stand alone"
    assert rendered(axes, tmp_path).startswith(PNG)
    with pytest.raises(ValueError, match="nothing to draw"):
        plot.draw_timeline([])


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_rule_change_counts_what_it_opens_and_closes(
    engine: akkoord.Engine, tmp_path: Path, lang: akkoord.Lang
) -> None:
    longer = akkoord.Engine.from_json(
        rule_set='{"name": "trial-96", "version": "1", "date": "2026-11-22", "parameters": {"emergency_hours": 96}}'
    )
    at = AT + timedelta(hours=80)
    pharmacy = akkoord.Holder("ura:90000025", "J8")
    others = [CONSULTER, akkoord.Consulter("ura:90000041", "N6")]

    def compared(before: akkoord.Engine, after: akkoord.Engine) -> plot.RuleChange:
        return plot.RuleChange.of_profiles(
            before, after, [profile(emergency()), profile()], holders=[HOLDER, pharmacy], consulters=others, at=at
        )

    change = compared(engine, longer)
    opened = {str(row["holder_category"]): int(row["opened"]) for row in change.to_records() if row["opened"]}
    # The emergency yes is for one holder and one consulter: each option of that holder once.
    own = [one for one in engine.catalogue.options if one.holder_category == "huisartsen"]
    assert opened == {"huisartsen": sum("RPZAC001" in one.consulting_categories for one in own)}
    assert sum(change.closed) == 0
    back = compared(longer, engine)
    assert (back.closed, back.opened, back.total) == (change.opened, change.closed, change.total)
    axes = plot.draw_rule_change(change, lang=lang)
    assert texts(axes) == [str(count) for count in change.opened if count]
    assert "mitz-2026-11 → trial-96" in axes.get_title()
    assert rendered(axes, tmp_path).startswith(PNG)


def test_a_picture_is_drawn_where_it_is_wanted(engine: akkoord.Engine) -> None:
    figure = Figure()
    axes = figure.subplots()
    coverage = plot.Coverage.of_profiles(engine, people(), at=DECIDED)
    assert plot.draw_coverage(coverage, axes=axes) is axes
    wrong: akkoord.Lang = "de"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="lang: use one of nl, en"):
        plot.draw_coverage(coverage, lang=wrong, axes=figure.subplots())
