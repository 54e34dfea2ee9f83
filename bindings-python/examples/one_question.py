"""One question with its explanation, and what would change if the patient withdrew a choice. All people are invented."""

from datetime import datetime
from zoneinfo import ZoneInfo

import akkoord

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

engine = akkoord.Engine()
gp = akkoord.Holder("ura:90000017", "Z3")
out_of_hours_post = akkoord.Consulter("ura:90000033", "N6")
decided_at = datetime(2026, 1, 2, 11, tzinfo=AMSTERDAM)
profile = akkoord.Profile(
    patient=akkoord.Patient("999990019"),
    choices=[
        akkoord.Choice(
            id="c1",
            answer="yes",
            scope=akkoord.Scope.blanket(),
            channel="mijn_mitz",
            decided_at=decided_at,
            recorded_at=decided_at,
        ),
        akkoord.Choice(
            id="c2",
            answer="no",
            scope=akkoord.Scope.individual([gp.id], options=["1.1"]),
            channel="dossierhoudersknop",
            decided_at=decided_at,
            recorded_at=decided_at,
        ),
    ],
)
query = akkoord.Query(
    holder=gp,
    consulter=out_of_hours_post,
    data=["GGC002", "GGC013"],
    at=datetime(2026, 1, 5, 13, tzinfo=AMSTERDAM),
    treatment_relationship=True,
)

for decision in engine.decide(profile, query):
    print(decision.data, decision.outcome, decision.reason)
    print(" ", decision.explain(lang="en", audience="patient"))

changed = engine.what_if(profile, akkoord.Withdraw("c2"), subscriptions=[gp], at=query.at)
for change in changed.changes:
    print(change.consulting_category, change.before.data, change.before.outcome, "->", change.after.outcome)
