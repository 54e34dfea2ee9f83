"""The exceptions of akkoord: one tree, a class for each family of codes."""

from __future__ import annotations

from typing import Any


class AkkoordError(ValueError):
    """What is wrong with an input: its code, where it is, and what to do.

    Never holds a patient id or text of a document. The codes are those of every surface of akkoord (Rust, the program, C,
    JavaScript): codes are added, never changed or used again.

    Attributes:
        code: The stable name, such as ``"unknown_field"``.
        number: The stable number of the code, such as ``4``.
        path: Where: field names and indices, such as ``"choices[3].scope.options[0]"``; ``""`` for the whole document.
        line: The line of the document, from 1, on which reading stopped; 0 for a value that was not read from text.
        message: What is wrong and what to do, in English.

    >>> import akkoord
    >>> try:
    ...     akkoord.Engine().read_profile('{"patient": {}, "choices": []}')
    ... except akkoord.AkkoordError as error:
    ...     print(error.code, error.number, error.path, error.line)
    missing_field 6 patient.id 1

    It can be matched, by name or in this order:

    >>> match akkoord.Engine().check_profile('{"patient": {}, "choices": []}'):
    ...     case [akkoord.FormatError("missing_field", _, path)]:
    ...         print(path)
    patient.id
    """

    __match_args__ = ("code", "number", "path", "line", "message")

    code: str
    number: int
    path: str
    line: int
    message: str

    def __init__(self, code: str, number: int, path: str, line: int, message: str) -> None:
        super().__init__(code, number, path, line, message)
        self.code = code
        self.number = number
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        place = f" at `{self.path}`" if self.path else ""
        line = f", line {self.line}" if self.line else ""
        return f"{self.code}{place}{line}: {self.message}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args

    def __hash__(self) -> int:
        return hash((type(self), self.args))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args


class FormatError(AkkoordError):
    """The text or the value itself is not what the format says (numbers 1 to 19): an unknown field, a naive datetime."""


class ProfileError(AkkoordError):
    """The parts of a profile do not fit together (numbers 20 to 39): two choices with one id, an unknown option."""


class CatalogueError(AkkoordError):
    """The rows of a catalogue do not fit together (numbers 40 to 59)."""


class RuleSetError(AkkoordError):
    """A parameter of a rule set that this version cannot take (numbers 60 to 69)."""


class PopulationError(AkkoordError):
    """A population that cannot take more (numbers 70 to 79)."""


class RefusedError(AkkoordError):
    """A channel refuses to record this (rules R34 to R40, numbers 80 to 99)."""


class QuestionError(AkkoordError):
    """A question that cannot be asked so (numbers 100 to 119): an empty window, an unknown choice; or one that costs more than the
    `Limits` of its engine (``too_much_work``, ``answer_too_large``), or was stopped (``cancelled``)."""


class NotAnsweredError(AkkoordError):
    """What was prepared does not answer this question (numbers from 200): compile for the instant that is asked about.

    Whoever enforces takes it as no.
    """


class TableError(AkkoordError):
    """A table or a stream that cannot be used so (numbers from 220).

    ``incomplete_profile``, ``conflicting_patient``, ``unattributed_row``, ``already_read``, ``source_failed``; what the source raised is
    the cause.
    """


_FAMILIES: tuple[tuple[int, type[AkkoordError]], ...] = (
    (1, FormatError),
    (20, ProfileError),
    (40, CatalogueError),
    (60, RuleSetError),
    (70, PopulationError),
    (80, RefusedError),
    (100, QuestionError),
    (120, AkkoordError),
    (200, NotAnsweredError),
    (220, TableError),
)


def error_of(code: str, number: int, path: str, line: int, message: str) -> AkkoordError:
    """The exception for a code; called by the engine."""
    family = AkkoordError
    for first, one in _FAMILIES:
        if number >= first:
            family = one
    return family(code, number, path, line, message)
