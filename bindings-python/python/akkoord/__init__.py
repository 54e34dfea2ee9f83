"""Consent evaluation: *may this holder disclose this patient's data to this consulter, now, and on what ground?*

akkoord resolves precedence between individual, categorical, blanket and 72-hour emergency consents as the Dutch online consent
facility Mitz records them. It is a pure function of its arguments: no clock (`at` is an argument), no network, no global state.
The rule numbers (R1 to R40) are those of the rulebook.

>>> from datetime import datetime, timezone
>>> import akkoord
>>> engine = akkoord.Engine()
>>> yes = akkoord.Choice(id="c1", answer="yes", scope=akkoord.Scope.blanket(), channel="mijn_mitz",
...                      decided_at=datetime(2026, 1, 2, 10, tzinfo=timezone.utc),
...                      recorded_at=datetime(2026, 1, 2, 10, tzinfo=timezone.utc))
>>> profile = akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[yes])
>>> query = akkoord.Query(holder=akkoord.Holder("ura:90000017", "Z3"), consulter=akkoord.Consulter("ura:90000033", "N6"),
...                       data="GGC002", at=datetime(2026, 1, 5, 12, tzinfo=timezone.utc), treatment_relationship=True)
>>> [decision] = engine.decide(profile, query)
>>> decision.is_permit, decision.reason
(True, 'blanket_yes')
>>> engine.explain(decision, lang="en", audience="consulter").headline
'Yes, this provider (GP practice) may share the treatment data with you (out-of-hours GP post).'

Whoever enforces treats every outcome but `"permit"` as *no* (R22): ask `is_permit`, or `Engine.permits`.
"""

from akkoord._answers import (
    AccessRecord,
    Add,
    CatalogueOption,
    Category,
    Change,
    Changed,
    ChangeNotices,
    Disclosing,
    Effect,
    Expire,
    Groups,
    HolderNotice,
    Matrix,
    MatrixCell,
    OpenAnswer,
    PatientNotice,
    ProviderType,
    Registered,
    SmallestChange,
    Span,
    Subscription,
    Timeline,
    WhatIf,
    WhyCause,
    WhyEmpty,
    Withdraw,
)
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
from akkoord._names import (
    Answer,
    Audience,
    Cause,
    Channel,
    ConfirmationAnswer,
    EffectName,
    Lang,
    Level,
    Outcome,
    Reason,
    Told,
)
from akkoord._native import (
    Catalogue,
    Choice,
    Compiled,
    Confirmation,
    Consulter,
    Decision,
    Engine,
    Explanation,
    Ground,
    Holder,
    Outweighed,
    Patient,
    Profile,
    Query,
    RuleSet,
    Scope,
    Verdict,
)
from akkoord._register import Command

__all__ = [
    "AccessRecord",
    "Add",
    "AkkoordError",
    "Answer",
    "Audience",
    "Catalogue",
    "CatalogueError",
    "CatalogueOption",
    "Category",
    "Cause",
    "Change",
    "ChangeNotices",
    "Changed",
    "Channel",
    "Choice",
    "Command",
    "Compiled",
    "Confirmation",
    "ConfirmationAnswer",
    "Consulter",
    "Decision",
    "Disclosing",
    "Effect",
    "EffectName",
    "Engine",
    "Expire",
    "Explanation",
    "FormatError",
    "Ground",
    "Groups",
    "Holder",
    "HolderNotice",
    "Lang",
    "Level",
    "Matrix",
    "MatrixCell",
    "NotAnsweredError",
    "OpenAnswer",
    "Outcome",
    "Outweighed",
    "Patient",
    "PatientNotice",
    "PopulationError",
    "Profile",
    "ProfileError",
    "ProviderType",
    "Query",
    "QuestionError",
    "Reason",
    "RefusedError",
    "Registered",
    "RuleSet",
    "RuleSetError",
    "Scope",
    "SmallestChange",
    "Span",
    "Subscription",
    "Timeline",
    "Told",
    "Verdict",
    "WhatIf",
    "WhyCause",
    "WhyEmpty",
    "Withdraw",
]
