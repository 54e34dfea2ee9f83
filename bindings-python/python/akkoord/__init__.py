"""Consent evaluation: may this holder disclose this patient's data to this consulter, now, and on what ground?"""

from akkoord._errors import (
    AkkoordError,
    CatalogueError,
    FormatError,
    NotAnsweredError,
    PopulationError,
    ProfileError,
    QuestionError,
    RefusedError,
    RuleSetError,
)
from akkoord._native import Engine

__all__ = [
    "AkkoordError",
    "CatalogueError",
    "Engine",
    "FormatError",
    "NotAnsweredError",
    "PopulationError",
    "ProfileError",
    "QuestionError",
    "RefusedError",
    "RuleSetError",
]
