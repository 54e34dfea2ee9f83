"""The names of the wire format, as types: the one list of each, checked against the engine in the tests."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

Answer: TypeAlias = Literal["yes", "no"]
Audience: TypeAlias = Literal["patient", "holder", "consulter"]
Cause: TypeAlias = Literal[
    "question", "not_connected", "no_subscription", "objection", "no_choice", "outside_catalogue"
]
Channel: TypeAlias = Literal[
    "mijn_mitz", "samen_naar_mijn_mitz", "dossierhoudersknop", "raadplegersknop", "migration"
]
ConfirmationAnswer: TypeAlias = Literal["approved", "rejected"]
EffectName: TypeAlias = Literal[
    "recorded", "proposed", "approved", "rejected", "withdrawn", "repeated", "patient_is_told"
]
Lang: TypeAlias = Literal["nl", "en"]
Level: TypeAlias = Literal["blanket", "categorical", "individual", "emergency"]
Outcome: TypeAlias = Literal["permit", "deny", "not_applicable", "indeterminate"]
Reason: TypeAlias = Literal[
    "individual_yes",
    "categorical_yes",
    "blanket_yes",
    "emergency_yes",
    "individual_no",
    "categorical_no",
    "blanket_no",
    "emergency_no",
    "no_choice",
    "not_in_catalogue",
    "no_treatment_relationship",
    "holder_not_connected",
    "patient_deceased",
    "presumed_consent",
    "unknown_holder_type",
    "unknown_consulter_type",
    "unknown_data_category",
    "unknown_purpose",
    "treatment_relationship_not_asserted",
]
Names: TypeAlias = Mapping[str, str] | Callable[[str], str | None]
OnError: TypeAlias = Literal["raise", "indeterminate"]
OnLoadError: TypeAlias = Literal["raise", "collect"]
Reasons: TypeAlias = Literal["dictionary", "plain"] | None
Told: TypeAlias = Literal["recorded", "approved", "rejected", "withdrawn"]
Unattributed: TypeAlias = Literal["raise", "ignore"]
