"""What the other questions ask and answer (rules R27 to R40): frozen, and made by the engine.

Instants are aware datetimes in UTC; every sequence is a tuple, in the order that its field names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from html import escape
from typing import Any

from akkoord._html import facts, shown, table
from akkoord._names import Answer, Audience, Cause, Channel, EffectName, Lang, Names, Outcome, Reason, Told
from akkoord._native import Choice, Consulter, Decision, Explanation, Holder, Profile, _Document


class _Answered:
    """An answer with a document of the wire format, which can be told in plain language."""

    __slots__ = ()

    _document: _Document

    def to_json(self) -> str:
        """The canonical form of the wire format, without an explanation: an object without white space."""
        return self._document.to_json()

    def to_dict(self) -> dict[str, Any]:
        """The same as a dict; instants are text."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    def explain(
        self, *, lang: Lang, audience: Audience, names: Names | None = None, time_zone: tzinfo | None = None
    ) -> Explanation:
        """Explains it in plain language (R24).

        Args:
            lang: `"nl"` (B1 level) or `"en"`.
            audience: Who reads it. A `"consulter"` is told what it may know; what is for the patient and the holder alone
                (`WhatIf`, `SmallestChange`, `Matrix`, `ChangeNotices`, `AccessRecord`) is withheld from it.
            names: Names of providers: a mapping from their ids, or a function; as of `Decision.explain`.
            time_zone: By whose clock dates and times are told; `None`: in UTC.

        Raises:
            RuntimeError: The answer was pickled: explain it before.
        """
        return self._document.explain(lang, audience, names, time_zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of the catalogue: its code, its name in Dutch and English, and the wider one that covers it (R3)."""

    __match_args__ = ("code",)

    code: str
    nl: str
    en: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderType:
    """A national provider type and the categories that it belongs to (R2)."""

    code: str
    nl: str
    en: str
    holder_category: str
    consulting_category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueOption:
    """An option (R1): holder category by data category by consulting categories; `since`: when it was added later (R5)."""

    id: str
    holder_category: str
    data: str
    consulting_categories: tuple[str, ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A holder says: this patient has a record here. `since`: from when (an aware datetime); always, if not known.

    >>> import akkoord
    >>> akkoord.Subscription(akkoord.Holder("ura:90000017", "Z3"))
    Subscription(holder=Holder(id='ura:90000017', type='Z3'), since=None)
    """

    holder: Holder
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """What if this choice were added (R30)?"""

    choice: Choice


@dataclass(frozen=True, slots=True)
class Withdraw:
    """What if the choice with this id were withdrawn, at the instant that is looked at (R30)?"""

    choice: str


@dataclass(frozen=True, slots=True)
class Expire:
    """What if the emergency choice with this id had expired, at the instant that is looked at (R10, R30)?"""

    choice: str


Change = Add | Withdraw | Expire
"""A single change of a profile (R30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsulterDecision:
    """A decision as a consulter may know it (R24): the data category and the outcome, and nothing else. No truth value."""

    __match_args__ = ("outcome", "data")

    data: str
    outcome: Outcome

    @property
    def is_permit(self) -> bool:
        """Whether the holder may disclose: `True` for a permit alone (R22)."""
        return self.outcome == "permit"

    def to_json(self) -> str:
        """The canonical form of the wire format: an object without white space."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
        return {"data": self.data, "decision": self.outcome}

    def _repr_html_(self) -> str:
        return facts("Decision, for the consulter", [("data", self.data), ("decision", self.outcome)])

    def __bool__(self) -> bool:
        raise TypeError(
            "a ConsulterDecision has no truth value, since a deny would count as true: ask is_permit, or compare its outcome"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosing:
    """One holder that may disclose, and what (R27). `valid_until`: when the permit no longer stands as it does."""

    __match_args__ = ("holder", "data", "valid_until")

    holder: Holder
    data: str
    valid_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer(_Answered):
    """Who may disclose, and nothing about who may not (R27).

    Attributes:
        holders: In byte order of the holders' ids, per holder in the order asked.
        reason: Why nobody was asked: what is wrong with the question itself (R11-R13).
    """

    __match_args__ = ("holders", "reason")

    holders: tuple[Disclosing, ...]
    reason: Reason | None
    _document: _Document = field(repr=False, compare=False)

    def for_consulter(self) -> ConsulterOpenAnswer:
        """What a consulter may know of it (R24): not until when, for that tells of the patient's choices.

        How long it took to answer is not hidden: it grows with the subscriptions and the choices. Where a consulter could measure it,
        let the answer leave at a fixed time.
        """
        holders = tuple(ConsulterDisclosing(holder=one.holder, data=one.data) for one in self.holders)
        return ConsulterOpenAnswer(holders=holders, reason=self.reason)

    def _repr_html_(self) -> str:
        headers = ("holder", "type", "data", "valid until")
        rows = [(one.holder.id, one.holder.type, one.data, one.valid_until) for one in self.holders]
        return table(_disclosing(len(rows), self.reason), headers, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsulterDisclosing:
    """One holder that may disclose, and what, as a consulter may know it (R24, R27)."""

    __match_args__ = ("holder", "data")

    holder: Holder
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsulterOpenAnswer:
    """Who may disclose what, as a consulter may know it (R24, R27); `reason`: what is wrong with the question itself."""

    __match_args__ = ("holders", "reason")

    holders: tuple[ConsulterDisclosing, ...]
    reason: Reason | None

    def to_json(self) -> str:
        """The canonical form of the wire format: an object without white space."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""
        holders = [{"holder": {"id": one.holder.id, "type": one.holder.type}, "data": one.data} for one in self.holders]
        return {"holders": holders, "reason": self.reason}

    def _repr_html_(self) -> str:
        rows = [(one.holder.id, one.holder.type, one.data) for one in self.holders]
        return table(_disclosing(len(rows), self.reason), ("holder", "type", "data"), rows)


def _disclosing(count: int, reason: Reason | None) -> str:
    return f"May disclose: {count}" + (f" (not asked: {reason})" if reason else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyCause:
    """One thing that stands in the way, and the decision behind it, where it needs one."""

    __match_args__ = ("cause", "decision")

    cause: Cause
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyEmpty(_Answered):
    """Why a holder gives no data of one category (R28).

    `causes` is empty where consent does not stand in the way: then look for a technical fault, or there is no such data.
    """

    __match_args__ = ("data", "causes")

    data: str
    causes: tuple[WhyCause, ...]
    _document: _Document = field(repr=False, compare=False)
    _consulter: ConsulterDecision = field(repr=False)

    def for_consulter(self) -> ConsulterDecision:
        """What a consulter may know of it (R24): the outcome of the closed query, and no cause."""
        return self._consulter

    def _repr_html_(self) -> str:
        rows = [
            (one.cause, None if one.decision is None else one.decision.reason, _ground(one.decision)) for one in self.causes
        ]
        return table(f"Why there is no {self.data}: {len(rows)} causes", ("cause", "reason", "decided by"), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One interval of a timeline: half-open, from `start` up to but not including `until`."""

    __match_args__ = ("start", "until", "decision")

    start: datetime
    until: datetime
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(_Answered):
    """What is decided over a window for one data category (R29): from early to late, without gaps."""

    __match_args__ = ("data", "spans")

    data: str
    spans: tuple[Span, ...]
    _document: _Document = field(repr=False, compare=False)
    _consulter: ConsulterDecision | None = field(repr=False)

    def for_consulter(self) -> ConsulterDecision | None:
        """What a consulter may know of it (R24): what is decided where the window begins, and no intervals."""
        return self._consulter

    def _repr_html_(self) -> str:
        headers = ("from", "until", "decision", "reason", "option", "decided by")
        rows = [
            (
                one.start,
                one.until,
                one.decision.outcome,
                one.decision.reason,
                one.decision.option,
                _ground(one.decision),
            )
            for one in self.spans
        ]
        return table(f"Timeline of {self.data}", headers, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One cell of the matrix: a closed decision.

    `consulter` is the id of one that a live emergency yes names (R19), or `None`: any provider of the consulting category.
    """

    __match_args__ = ("holder", "consulting_category", "consulter", "decision")

    holder: Holder
    consulting_category: str
    consulter: str | None
    decision: Decision

    @property
    def data(self) -> str:
        """The data category."""
        return self.decision.data


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(_Answered):
    """Who can see me (R31): every subscribed holder by who asks by data category, with grounds.

    The cells stand in byte order of the holders' ids, then by who asks (in the order of the catalogue, then named
    consulters), then by data (in the order of the catalogue).
    """

    __match_args__ = ("at", "cells")

    at: datetime
    cells: tuple[MatrixCell, ...]
    _document: _Document = field(repr=False, compare=False)

    def to_records(self) -> list[dict[str, str | datetime | None]]:
        """One dict for each cell, for a data frame: holder, holder_type, consulting_category, consulter, data, outcome,
        reason, option, decided_by, valid_until."""
        return [
            {
                "holder": one.holder.id,
                "holder_type": one.holder.type,
                "consulting_category": one.consulting_category,
                "consulter": one.consulter,
                "data": one.decision.data,
                "outcome": one.decision.outcome,
                "reason": one.decision.reason,
                "option": one.decision.option,
                "decided_by": _ground(one.decision),
                "valid_until": one.decision.valid_until,
            }
            for one in self.cells
        ]

    def _repr_html_(self) -> str:
        columns: dict[tuple[str, str | None], None] = {}
        rows: dict[tuple[str, str], dict[tuple[str, str | None], Decision]] = {}
        for cell in self.cells:
            column = (cell.consulting_category, cell.consulter)
            columns[column] = None
            rows.setdefault((cell.holder.id, cell.data), {})[column] = cell.decision
        head = "".join(
            f'<th scope="col">{escape(category)}{"" if consulter is None else f"<br>{escape(consulter)}"}</th>'
            for category, consulter in columns
        )
        body = []
        for (holder, data), decisions in rows.items():
            cells = "".join(
                f"<td>{escape(decisions[column].outcome)}<br><small>{escape(decisions[column].reason)}</small></td>"
                if column in decisions
                else "<td></td>"
                for column in columns
            )
            body.append(f'<tr><th scope="row">{escape(holder)}</th><th scope="row">{escape(data)}</th>{cells}</tr>')
        return (
            f"<table><caption>Who can see me, at {escape(shown(self.at))}</caption>"
            f'<thead><tr><th scope="col">holder</th><th scope="col">data</th>{head}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody></table>"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One decision that would change (R30)."""

    __match_args__ = ("holder", "consulting_category", "consulter", "before", "after")

    holder: Holder
    consulting_category: str
    consulter: str | None
    before: Decision
    after: Decision

    @property
    def data(self) -> str:
        """The data category."""
        return self.before.data


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf(_Answered):
    """The decisions that a change would change, in the order of the matrix (R30). Empty: nothing would."""

    __match_args__ = ("at", "changes")

    at: datetime
    changes: tuple[Changed, ...]
    _document: _Document = field(repr=False, compare=False)

    def _repr_html_(self) -> str:
        headers = ("holder", "consulting category", "consulter", "data", "before", "after")
        rows = [
            (
                one.holder.id,
                one.consulting_category,
                one.consulter,
                one.data,
                f"{one.before.outcome} ({one.before.reason})",
                f"{one.after.outcome} ({one.after.reason})",
            )
            for one in self.changes
        ]
        return table(f"What would change, at {shown(self.at)}", headers, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestChange(_Answered):
    """The smallest single change that would turn a deny into a permit (R30).

    Attributes:
        decision: What is decided now.
        change: The change; `None`: the decision is permit already, or no single choice could turn it.
        opens: How many cells of the matrix the change would open.
    """

    __match_args__ = ("decision", "change", "opens")

    decision: Decision
    change: Change | None
    opens: int
    _document: _Document = field(repr=False, compare=False)

    def _repr_html_(self) -> str:
        rows = [
            ("data", self.decision.data),
            ("decision now", f"{self.decision.outcome} ({self.decision.reason})"),
            ("change", _change(self.change)),
            ("cells that it opens", str(self.opens)),
        ]
        return facts("The smallest change that would permit", rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """For one data category of a holder: the consulting categories that may be given it, and those that may not (R32)."""

    __match_args__ = ("data", "permit", "non_permit")

    data: str
    permit: tuple[str, ...]
    non_permit: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderNotice:
    """What one subscribed holder is told: whether its groups differ, and its groups after the change (R32)."""

    __match_args__ = ("holder", "changed", "groups")

    holder: Holder
    changed: bool
    groups: tuple[Groups, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientNotice:
    """A notice to the patient of a change that another made (R32). `by` is hidden from `repr`."""

    __match_args__ = ("told", "choice", "answer", "channel")

    told: Told
    choice: str
    answer: Answer
    channel: Channel
    by: str | None = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNotices(_Answered):
    """Whom to tell of a change, and what (R32).

    Attributes:
        holders: Every subscribed holder, in byte order of its id.
        in_app: The notices to the patient, from early to late, then by id.
        new_options: The ids of the options that are new since the patient last looked.
        email_nl: The text of the e-mail in Dutch, if one is sent: that there is news, and nothing of what it is.
        email_en: The same in English.
    """

    holders: tuple[HolderNotice, ...]
    in_app: tuple[PatientNotice, ...]
    new_options: tuple[str, ...]
    email_nl: str | None
    email_en: str | None
    _document: _Document = field(repr=False, compare=False)

    def _repr_html_(self) -> str:
        holders = table(
            f"Holders: {sum(one.changed for one in self.holders)} of {len(self.holders)} are told of a change",
            ("holder", "type", "changed"),
            [(one.holder.id, one.holder.type, one.changed) for one in self.holders],
        )
        patient = table(
            f"Notices to the patient: {len(self.in_app)} in the app"
            f"{'' if self.email_nl is None else ', and an e-mail'}; new options: {', '.join(self.new_options) or 'none'}",
            ("choice", "told", "answer", "channel", "at"),
            [(one.choice, one.told, one.answer, one.channel, one.at) for one in self.in_app],
        )
        return holders + patient


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRecord(_Answered):
    """One query in the patient's own log (R33): nothing medical, nothing of consent. The patient is hidden from `repr`."""

    patient: str = field(repr=False)
    at: datetime
    consulter: Consulter
    holder: Holder
    outcomes: tuple[Outcome, ...]
    _document: _Document = field(repr=False, compare=False)

    def _repr_html_(self) -> str:
        rows = [
            ("at", shown(self.at)),
            ("consulter", f"{self.consulter.id} ({self.consulter.type})"),
            ("holder", f"{self.holder.id} ({self.holder.type})"),
            ("outcomes", ", ".join(self.outcomes)),
        ]
        return facts("Access record (patient hidden)", rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What came of a command."""

    __match_args__ = ("effect", "choice")

    effect: EffectName
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(_Answered):
    """A new profile, and what came of the command, in order (R34-R40)."""

    __match_args__ = ("profile", "effects")

    profile: Profile
    effects: tuple[Effect, ...]
    _document: _Document = field(repr=False, compare=False)

    def _repr_html_(self) -> str:
        effects = table("What came of the command", ("choice", "effect"), [(one.choice, one.effect) for one in self.effects])
        return effects + self.profile._repr_html_()


def _ground(decision: Decision | None) -> str | None:
    """The id of the choice that decided."""
    ground = None if decision is None else decision.decided_by
    return None if ground is None else ground.choice


def _change(change: Change | None) -> str:
    match change:
        case None:
            return "none"
        case Add(choice):
            return f"add {choice.answer}, {choice.scope.level}"
        case Withdraw(choice):
            return f"withdraw {choice}"
        case Expire(choice):
            return f"expire {choice}"
