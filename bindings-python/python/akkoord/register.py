"""Commands of the register (R34 to R40): what a channel is asked to record.

Each is a class, so that a type checker finds a wrong field; `Engine.register` takes them, and the mappings of the wire format too.

>>> from datetime import datetime, timezone
>>> import akkoord
>>> from akkoord.register import MijnMitz, NewChoice
>>> now = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)
>>> yes = MijnMitz(choice=NewChoice(id="c1", answer="yes", decided_at=now), scope=akkoord.Scope.blanket())
>>> nobody = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[])
>>> registered = akkoord.Engine().register(nobody, yes, now=now)
>>> registered.effects
(Effect(effect='recorded', choice='c1'),)
>>> [choice.id for choice in registered.profile.choices]
['c1']
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, Literal, NotRequired, TypeAlias, TypedDict

from akkoord._documents import instant
from akkoord._documents import written as _written
from akkoord._names import Answer, ConfirmationAnswer, Level
from akkoord._native import Consulter, Holder, Scope

__all__ = [
    "Command",
    "CommandDocument",
    "Confirm",
    "Dossierhoudersknop",
    "Identity",
    "Migration",
    "MijnMitz",
    "NewChoice",
    "Raadplegersknop",
    "SamenNaarMijnMitz",
    "Withdraw",
]

Identity: TypeAlias = Literal["in_person", "telephone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChoice:
    """What a person decided: a choice before a channel has recorded it.

    Attributes:
        id: Its id, new in the profile: the same id with the same content is a repeat (R39).
        answer: `"yes"` or `"no"`.
        decided_at: When the patient decided; an aware `datetime`.
    """

    id: str
    answer: Answer
    decided_at: datetime


class _Command:
    """What the commands share."""

    __slots__ = ()

    # The key of the wire format.
    _name: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """The command as the wire format has it: a dict with one key; instants are text."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))  # type: ignore[arg-type]
        return {self._name: {name: _document(value) for name, value in values if value is not None}}

    def to_json(self) -> str:
        """The command as a document of the wire format, without white space."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MijnMitz(_Command):
    """R34: a choice on MijnMitz.nl.

    Attributes:
        choice: What the patient decided.
        scope: What it is about; every level but `"emergency"`.
        guardian: The id of the guardian who is at the account, for a child; `None`: the patient is. Hidden from `repr`.
    """

    _name: ClassVar[str] = "mijn_mitz"

    choice: NewChoice
    scope: Scope
    guardian: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SamenNaarMijnMitz(_Command):
    """R35: a choice recorded by a care worker together with the patient.

    Attributes:
        choice: What the patient decided.
        scope: What it is about; every level but `"emergency"`.
        care_worker: The id of who records it. Hidden from `repr`.
        guardian: The id of the guardian it is done with; `None`: with the patient. Hidden from `repr`.
    """

    _name: ClassVar[str] = "samen_naar_mijn_mitz"

    choice: NewChoice
    scope: Scope
    care_worker: str = field(repr=False)
    guardian: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossierhoudersknop(_Command):
    """R36: a choice recorded by a holder, for itself alone.

    Attributes:
        choice: What the patient decided.
        holder: The holder.
    """

    _name: ClassVar[str] = "dossierhoudersknop"

    choice: NewChoice
    holder: Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Raadplegersknop(_Command):
    """R37: a choice recorded by a consulter, for one or more holders.

    Attributes:
        choice: What the patient decided.
        consulter: Who records it.
        holders: The holders that it is about; at least one. Kept as a tuple.
        emergency: Whether it is an emergency, which lasts 72 hours (R10).
        enrolled: Whether the patient is enrolled with the consulter.
        identity: How the identity of the patient was established; `None`: it was not.
    """

    _name: ClassVar[str] = "raadplegersknop"

    choice: NewChoice
    consulter: Consulter
    holders: Sequence[Holder]
    emergency: bool = False
    enrolled: bool = False
    identity: Identity | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "holders", tuple(self.holders))


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration(_Command):
    """R38: a consent given earlier, carried over by the holder.

    Attributes:
        choice: What the patient decided.
        holder: The holder.
        options: Ids of the options that it is limited to; `None`: all of the holder's. Kept as a tuple.
    """

    _name: ClassVar[str] = "migration"

    choice: NewChoice
    holder: Holder
    options: Sequence[str] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.options, str):
            raise TypeError("options: expected a list of str, not str")
        if self.options is not None:
            object.__setattr__(self, "options", tuple(self.options))


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(_Command):
    """R40: a guardian's answer to a proposal of a minor.

    Attributes:
        choice: The id of the proposal.
        answer: `"approved"` or `"rejected"`.
        guardian: The id of the guardian. Hidden from `repr`.
    """

    _name: ClassVar[str] = "confirm"

    choice: str
    answer: ConfirmationAnswer
    guardian: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(_Command):
    """R9: the end of a choice. (What *would* change is asked with `akkoord.Withdraw`.)

    Attributes:
        choice: The id of the choice.
        guardian: The id of the guardian who is at the account; `None`: the patient is. Hidden from `repr`.
    """

    _name: ClassVar[str] = "withdraw"

    choice: str
    guardian: str | None = field(default=None, repr=False)


class _Provider(TypedDict):
    id: str
    type: str


class _NewChoice(TypedDict):
    id: str
    answer: Answer
    decided_at: datetime | str


class _Scope(TypedDict):
    level: Level
    holder_category: NotRequired[str]
    holders: NotRequired[Sequence[str]]
    options: NotRequired[Sequence[str]]
    consulter: NotRequired[_Provider]


class _MijnMitz(TypedDict):
    choice: _NewChoice
    scope: _Scope
    guardian: NotRequired[str]


class _SamenNaarMijnMitz(TypedDict):
    choice: _NewChoice
    scope: _Scope
    care_worker: str
    guardian: NotRequired[str]


class _Dossierhoudersknop(TypedDict):
    choice: _NewChoice
    holder: _Provider


class _Raadplegersknop(TypedDict):
    choice: _NewChoice
    consulter: _Provider
    holders: Sequence[_Provider]
    emergency: NotRequired[bool]
    enrolled: NotRequired[bool]
    identity: NotRequired[Identity]


class _Migration(TypedDict):
    choice: _NewChoice
    holder: _Provider
    options: NotRequired[Sequence[str]]


class _Confirm(TypedDict):
    choice: str
    answer: ConfirmationAnswer
    guardian: str


class _Withdraw(TypedDict):
    choice: str
    guardian: NotRequired[str]


class _OfMijnMitz(TypedDict):
    mijn_mitz: _MijnMitz


class _OfSamenNaarMijnMitz(TypedDict):
    samen_naar_mijn_mitz: _SamenNaarMijnMitz


class _OfDossierhoudersknop(TypedDict):
    dossierhoudersknop: _Dossierhoudersknop


class _OfRaadplegersknop(TypedDict):
    raadplegersknop: _Raadplegersknop


class _OfMigration(TypedDict):
    migration: _Migration


class _OfConfirm(TypedDict):
    confirm: _Confirm


class _OfWithdraw(TypedDict):
    withdraw: _Withdraw


CommandDocument: TypeAlias = (
    _OfMijnMitz
    | _OfSamenNaarMijnMitz
    | _OfDossierhoudersknop
    | _OfRaadplegersknop
    | _OfMigration
    | _OfConfirm
    | _OfWithdraw
)
"""A command as the wire format has it: a mapping with one key; an instant is an aware datetime, or text."""

Command: TypeAlias = (
    MijnMitz
    | SamenNaarMijnMitz
    | Dossierhoudersknop
    | Raadplegersknop
    | Migration
    | Confirm
    | Withdraw
    | CommandDocument
)
"""One command: one of the classes of `akkoord.register`, or a mapping of the wire format."""


def _document(value: object) -> object:
    """A field of a command as the wire format has it."""
    match value:
        case NewChoice():
            return {"id": value.id, "answer": value.answer, "decided_at": instant(value.decided_at)}
        case Holder() | Consulter():
            return {"id": value.id, "type": value.type}
        case Scope():
            scope: dict[str, object] = {"level": value.level}
            if value.holder_category is not None:
                scope["holder_category"] = value.holder_category
            if value.holders:
                scope["holders"] = list(value.holders)
            if value.options is not None:
                scope["options"] = list(value.options)
            if value.consulter is not None:
                scope["consulter"] = _document(value.consulter)
            return scope
        case tuple():
            return [_document(one) for one in value]
        case _:
            return value


def written(command: object) -> str:
    """The command as JSON; called by the engine."""
    if isinstance(command, _Command):
        return _written(command.to_dict(), "command")
    if isinstance(command, Mapping):
        return _written(command, "command")
    raise TypeError(f"command: expected a command of akkoord.register or a mapping, not {type(command).__name__}")
