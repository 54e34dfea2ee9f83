"""Pictures for people who would rather look: coverage of consent, the timeline of a patient, the effect of a rule-set change.

On matplotlib (`pip install akkoord[plot]`). Every function draws on the axes that it is given, or on new ones, and returns
them; `axes.figure.savefig("coverage.png")` writes a file. Labels are Dutch or English. Colour never stands alone: each cell and
bar has its number or its outcome in writing, and a hatch where two could be confused.

The numbers are apart from the drawing: `Coverage` and `RuleChange` are plain tables, which `to_records` gives to a data frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from akkoord._answers import Category, Timeline
from akkoord._names import Lang, Outcome
from akkoord._native import Catalogue, Consulter, Engine, Holder, Profile, Query

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Coverage", "RuleChange", "draw_coverage", "draw_rule_change", "draw_timeline"]

# The colours of Okabe and Ito, which people with a colour vision deficiency can tell apart.
_COLOURS: dict[str, str] = {
    "permit": "#009e73",
    "deny": "#d55e00",
    "not_applicable": "#cccccc",
    "indeterminate": "#f0e442",
}
_HATCHES: dict[str, str] = {"permit": "", "deny": "//", "not_applicable": "..", "indeterminate": "xx"}

_WORDS: dict[str, dict[Lang, str]] = {
    "permit": {"nl": "mag", "en": "permit"},
    "deny": {"nl": "mag niet", "en": "deny"},
    "not_applicable": {"nl": "niet van toepassing", "en": "not applicable"},
    "indeterminate": {"nl": "niet te bepalen", "en": "indeterminate"},
    "holders": {"nl": "dossierhouder", "en": "holder"},
    "consulters": {"nl": "raadpleger", "en": "consulting category"},
    "data": {"nl": "gegevens", "en": "data"},
    "time": {"nl": "tijd (UTC)", "en": "time (UTC)"},
    "coverage": {"nl": "Waarvoor is toestemming?", "en": "Coverage of consent"},
    "share": {"nl": "aandeel dat mag (%)", "en": "share with a permit (%)"},
    "no_option": {"nl": "– : de catalogus kent deze vraag niet", "en": "– : the catalogue has no such question"},
    "timeline": {"nl": "Wat geldt wanneer?", "en": "What holds when?"},
    "change": {"nl": "Gevolg van een andere regelset", "en": "Effect of a rule-set change"},
    "opened": {"nl": "wordt mag", "en": "becomes permit"},
    "closed": {"nl": "wordt mag niet", "en": "is no longer permit"},
    "decisions": {"nl": "beslissingen", "en": "decisions"},
}


def _word(word: str, lang: Lang) -> str:
    words = _WORDS[word]
    if lang not in words:
        raise ValueError("lang: use one of nl, en")
    return words[lang]


def _name(category: Category, lang: Lang) -> str:
    return category.nl if lang == "nl" else category.en


class _Columns(Protocol):
    """A table by its columns: a dict of lists, a data frame of pandas or Polars, an Arrow table."""

    def __getitem__(self, column: str, /) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """For each holder category (row) and consulting category (column): how many decisions there are, and how many permit.

    Attributes:
        holders: The rows, in the order of the catalogue.
        consulters: The columns, in the order of the catalogue.
        permits: `permits[row][column]`, a count.
        totals: `totals[row][column]`, a count; 0 where nothing was asked, or the catalogue has no such question.
    """

    holders: tuple[Category, ...]
    consulters: tuple[Category, ...]
    permits: tuple[tuple[int, ...], ...]
    totals: tuple[tuple[int, ...], ...]

    @staticmethod
    def of_profiles(engine: Engine, profiles: Iterable[Profile], *, at: datetime) -> Coverage:
        """Asks, for each profile, every option of the catalogue at an instant: a holder and a consulter that no choice names.

        Args:
            engine: What decides.
            profiles: One for each patient.
            at: The instant that the answers are for; an aware datetime.
        """
        catalogue = engine.catalogue
        counts = _Counts(catalogue)
        questions = _questions(catalogue, at)
        for profile in profiles:
            compiled = engine.compile(profile, at)
            for row, column, query in questions:
                counts.add(row, column, compiled.permits(query))
        return counts.coverage()

    @staticmethod
    def of_table(table: _Columns, *, catalogue: Catalogue | None = None) -> Coverage:
        """Counts decisions that were made elsewhere, such as those of a population.

        Args:
            table: A dict of lists, a data frame or an Arrow table with the columns `holder_type` and `consulter_type` (codes of
                provider types) and `decision`; one row for each decision.
            catalogue: Where the codes come from; the Mitz catalogue if it is left out.

        Raises:
            ValueError: A provider type that the catalogue does not have, or columns of different lengths.
        """
        catalogue = catalogue or Catalogue()
        counts = _Counts(catalogue)
        types = {one.code: one for one in catalogue.provider_types}
        columns = (_texts(table["holder_type"]), _texts(table["consulter_type"]), _texts(table["decision"]))
        for number, (holder, consulter, decision) in enumerate(zip(*columns, strict=True)):
            if holder not in types or consulter not in types:
                raise ValueError(f"row {number}: the catalogue has no such provider type")
            row, column = types[holder].holder_category, types[consulter].consulting_category
            counts.add(row, column, decision == "permit")
        return counts.coverage()

    def share(self, row: int, column: int) -> float | None:
        """The share of permits, from 0 to 1; `None` where nothing was asked."""
        total = self.totals[row][column]
        return self.permits[row][column] / total if total else None

    def to_records(self) -> list[dict[str, str | int]]:
        """One dict for each cell: holder_category, consulting_category, permits, total."""
        return [
            {
                "holder_category": holder.code,
                "consulting_category": consulter.code,
                "permits": self.permits[row][column],
                "total": self.totals[row][column],
            }
            for row, holder in enumerate(self.holders)
            for column, consulter in enumerate(self.consulters)
        ]


def _texts(column: Iterable[Any]) -> list[str]:
    """A column as texts, whatever keeps it."""
    return [str(one.as_py() if hasattr(one, "as_py") else one) for one in column]


class _Counts:
    """Permits and totals while they are counted."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._holders = catalogue.holder_categories
        # A category that no provider can belong to asks nothing.
        asking = {one.consulting_category for one in catalogue.provider_types}
        self._consulters = tuple(one for one in catalogue.consulting_categories if one.code in asking)
        self._permits: dict[tuple[str, str], int] = {}
        self._totals: dict[tuple[str, str], int] = {}

    def add(self, holder: str, consulter: str, permit: bool) -> None:
        cell = (holder, consulter)
        self._totals[cell] = self._totals.get(cell, 0) + 1
        self._permits[cell] = self._permits.get(cell, 0) + permit

    def _table(self, counts: Mapping[tuple[str, str], int]) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(counts.get((holder.code, consulter.code), 0) for consulter in self._consulters)
            for holder in self._holders
        )

    def coverage(self) -> Coverage:
        return Coverage(
            holders=self._holders,
            consulters=self._consulters,
            permits=self._table(self._permits),
            totals=self._table(self._totals),
        )


def _questions(catalogue: Catalogue, at: datetime) -> list[tuple[str, str, Query]]:
    """A query for each option and each of its consulting categories, between providers that no choice names."""
    holder_types = {one.holder_category: one.code for one in reversed(catalogue.provider_types)}
    consulter_types = {one.consulting_category: one.code for one in reversed(catalogue.provider_types)}
    questions: list[tuple[str, str, Query]] = []
    for option in catalogue.options:
        for category in option.consulting_categories:
            if option.holder_category not in holder_types or category not in consulter_types:
                continue
            query = Query(
                holder=Holder("any holder", holder_types[option.holder_category]),
                consulter=Consulter("any consulter", consulter_types[category]),
                data=option.data,
                at=at,
                treatment_relationship=True,
            )
            questions.append((option.holder_category, category, query))
    return questions


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What another rule set changes, for each holder category.

    Attributes:
        holders: The holder categories, in the order of the catalogue.
        opened: For each, how many decisions become permit.
        closed: For each, how many are no longer permit.
        total: How many decisions were compared, of all holder categories together.
        before: The name of the rule set before.
        after: The name of the rule set after.
    """

    holders: tuple[Category, ...]
    opened: tuple[int, ...]
    closed: tuple[int, ...]
    total: int
    before: str
    after: str

    @staticmethod
    def of_profiles(
        before: Engine,
        after: Engine,
        profiles: Iterable[Profile],
        *,
        holders: Iterable[Holder],
        consulters: Iterable[Consulter],
        at: datetime,
    ) -> RuleChange:
        """Decides twice, by the rule set before and by the one after: for each profile, every option of each holder that each
        consulter can use.

        Args:
            before: The engine with the rule set before.
            after: The engine with the rule set after, of the same catalogue.
            profiles: One for each patient.
            holders: Who keeps records, such as the providers of a town.
            consulters: Who may ask.
            at: The instant that the answers are for; an aware datetime.

        Raises:
            ValueError: Engines of two catalogues, or a provider type that the catalogue does not have.
        """
        if before.catalogue != after.catalogue:
            raise ValueError("the engines have different catalogues: compare two rule sets over one")
        catalogue = before.catalogue
        questions = _questions_between(catalogue, list(holders), list(consulters), at)
        opened = {one.code: 0 for one in catalogue.holder_categories}
        closed = dict(opened)
        total = 0
        for profile in profiles:
            compiled = before.compile(profile, at), after.compile(profile, at)
            for category, query in questions:
                was, becomes = (one.permits(query) for one in compiled)
                total += 1
                opened[category] += becomes and not was
                closed[category] += was and not becomes
        return RuleChange(
            holders=catalogue.holder_categories,
            opened=tuple(opened.values()),
            closed=tuple(closed.values()),
            total=total,
            before=before.rule_set.name,
            after=after.rule_set.name,
        )

    def to_records(self) -> list[dict[str, str | int]]:
        """One dict for each holder category: holder_category, opened, closed."""
        rows = zip(self.holders, self.opened, self.closed, strict=True)
        return [{"holder_category": one.code, "opened": opened, "closed": closed} for one, opened, closed in rows]


def _questions_between(
    catalogue: Catalogue, holders: Sequence[Holder], consulters: Sequence[Consulter], at: datetime
) -> list[tuple[str, Query]]:
    """A query for each holder, each of its options, and each consulter that can use it; with the category of the holder."""
    types = {one.code: one for one in catalogue.provider_types}
    for one in (*holders, *consulters):
        if one.type not in types:
            raise ValueError(f"{one!r}: the catalogue has no such provider type")
    return [
        (
            option.holder_category,
            Query(holder=holder, consulter=consulter, data=option.data, at=at, treatment_relationship=True),
        )
        for holder in holders
        for option in catalogue.options
        if option.holder_category == types[holder.type].holder_category
        for consulter in consulters
        if types[consulter.type].consulting_category in option.consulting_categories
    ]


def _axes(axes: Axes | None, width: float, height: float) -> Axes:
    if axes is not None:
        return axes
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("akkoord.plot draws with matplotlib: pip install akkoord[plot]") from error
    _, made = pyplot.subplots(figsize=(width, height), layout="constrained")
    return made


def draw_coverage(coverage: Coverage, *, lang: Lang = "en", axes: Axes | None = None) -> Axes:
    """Draws the share of permits as a heat map: holder category by consulting category, each cell with its percentage.

    A cell without any question has a hatch and a dash.
    """
    rows, columns = len(coverage.holders), len(coverage.consulters)
    axes = _axes(axes, 3.2 + 1.45 * columns, 1.8 + 0.6 * rows)
    shares = [[coverage.share(row, column) for column in range(columns)] for row in range(rows)]
    image = axes.imshow(
        [[float("nan") if share is None else 100 * share for share in row] for row in shares],
        cmap="cividis",
        vmin=0,
        vmax=100,
        aspect="auto",
    )
    for row in range(rows):
        for column in range(columns):
            share = shares[row][column]
            if share is None:
                _hatched(axes, row, column)
                axes.text(column, row, "–", ha="center", va="center", color="black")
            else:
                # Dark on the light end of the colours, light on the dark end.
                colour = "black" if share > 0.5 else "white"
                axes.text(column, row, f"{100 * share:.0f}%", ha="center", va="center", color=colour)
    axes.set_xticks(range(columns), [_wrapped(_name(one, lang), 17) for one in coverage.consulters], fontsize=9)
    axes.set_yticks(range(rows), [_name(one, lang) for one in coverage.holders])
    empty = any(share is None for row in shares for share in row)
    note = f"\n{_word('no_option', lang)}" if empty else ""
    axes.set_xlabel(_word("consulters", lang) + note)
    axes.set_ylabel(_word("holders", lang))
    axes.set_title(_word("coverage", lang))
    axes.figure.colorbar(image, ax=axes, label=_word("share", lang))
    return axes


def _hatched(axes: Axes, row: int, column: int) -> None:
    from matplotlib.patches import Rectangle

    place = (column - 0.5, row - 0.5)
    axes.add_patch(Rectangle(place, 1, 1, facecolor="white", edgecolor="#999999", hatch="///", linewidth=0))
    axes.add_patch(Rectangle((column - 0.2, row - 0.3), 0.4, 0.6, facecolor="white", linewidth=0))


def _wrapped(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, width, break_long_words=False)


def draw_timeline(timelines: Sequence[Timeline], *, lang: Lang = "en", axes: Axes | None = None) -> Axes:
    """Draws what is decided over a window (R29), a row for each data category: `Engine.timeline` gives them.

    Each interval has its outcome as colour and hatch, and its reason code in writing where there is room.
    """
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
    from matplotlib.patches import Patch

    axes = _axes(axes, 10, 1.6 + 0.7 * len(timelines))
    spans = [(row, span) for row, timeline in enumerate(timelines) for span in timeline.spans]
    if not spans:
        raise ValueError("timelines: there is nothing to draw")
    first = min(date2num(span.start) for _, span in spans)
    last = max(date2num(span.until) for _, span in spans)
    seen: dict[Outcome, None] = {}
    for row, span in spans:
        outcome = span.decision.outcome
        seen[outcome] = None
        start, end = date2num(span.start), date2num(span.until)
        axes.barh(
            row,
            end - start,
            left=start,
            height=0.62,
            color=_COLOURS[outcome],
            hatch=_HATCHES[outcome],
            edgecolor="white",
        )
        # About as many letters as fit between the ends.
        room = 105 * (end - start) / (last - first)
        text = span.decision.reason
        if len(text) <= room:
            axes.text(
                (start + end) / 2,
                row,
                text,
                ha="center",
                va="center",
                fontsize=8,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )
    axes.set_yticks(range(len(timelines)), [one.data for one in timelines])
    axes.set_ylim(len(timelines) - 0.5, -0.5)
    axes.set_xlim(first, last)
    locator = AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.set_xlabel(_word("time", lang))
    axes.set_ylabel(_word("data", lang))
    axes.set_title(_word("timeline", lang))
    patches = [
        Patch(facecolor=_COLOURS[one], hatch=_HATCHES[one], edgecolor="white", label=_word(one, lang)) for one in seen
    ]
    axes.legend(handles=patches, loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return axes


def draw_rule_change(change: RuleChange, *, lang: Lang = "en", axes: Axes | None = None) -> Axes:
    """Draws how many decisions become permit (to the right) and how many no longer are (to the left), by holder category."""
    rows = len(change.holders)
    axes = _axes(axes, 9, 1.8 + 0.5 * rows)
    bars = (
        (change.opened, 1, "permit", "opened"),
        (change.closed, -1, "deny", "closed"),
    )
    most = max((*change.opened, *change.closed, 1))
    for counts, side, look, word in bars:
        axes.barh(
            range(rows),
            [side * count for count in counts],
            height=0.62,
            color=_COLOURS[look],
            hatch=_HATCHES[look],
            edgecolor="white",
            label=_word(word, lang),
        )
        for row, count in enumerate(counts):
            if count:
                place = side * (count + 0.02 * most)
                axes.text(place, row, str(count), va="center", ha="left" if side > 0 else "right")
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlim(-1.15 * most, 1.15 * most)
    axes.set_yticks(range(rows), [_name(one, lang) for one in change.holders])
    axes.invert_yaxis()
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.set_xlabel(f"{_word('decisions', lang)} (n = {change.total})")
    axes.set_ylabel(_word("holders", lang))
    axes.set_title(f"{_word('change', lang)}: {change.before} → {change.after}")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return axes
