"""The three pictures, of an invented town: `python pictures.py FOLDER`. Nobody in it exists."""

import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from matplotlib.figure import Figure

import akkoord
from akkoord import plot

AT = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
GP = akkoord.Holder("ura:90000017", "Z3")
HOLDERS = [
    GP,
    akkoord.Holder("ura:90000025", "Z3"),
    akkoord.Holder("ura:90000058", "J8"),
    akkoord.Holder("ura:90000066", "V4"),
]
POST = akkoord.Consulter("ura:90000033", "N6")
CONSULTERS = [POST, akkoord.Consulter("ura:90000074", "J8"), akkoord.Consulter("ura:90000082", "V4")]


def invented_id(number: int) -> str:
    """The first id from 9999… and the number on that passes the 11-test, as no real id does."""
    for last in range(10):
        id = f"9999{number:04}{last}"
        weighted = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), id, strict=True))
        if weighted % 11 == 0:
            return id
    return invented_id(number + 5_000)


def invented(number: int, dice: random.Random) -> akkoord.Profile:
    """A person of this town: most say yes to all, some to one group, some no, some have not chosen."""
    begin = AT - timedelta(hours=dice.randrange(200, 8_000))
    choices: list[akkoord.Choice] = []

    def chose(answer: akkoord.Answer, scope: akkoord.Scope, channel: akkoord.Channel, decided_at: datetime) -> None:
        choice = akkoord.Choice(
            id=f"c{len(choices)}",
            answer=answer,
            scope=scope,
            channel=channel,
            decided_at=decided_at,
            recorded_at=decided_at,
        )
        choices.append(choice)

    mood = dice.random()
    holder = dice.choice(HOLDERS)
    if mood < 0.15:
        chose("no", akkoord.Scope.individual([holder.id]), "dossierhoudersknop", begin)
    later = begin + timedelta(hours=1)
    if mood < 0.55:
        chose("yes", akkoord.Scope.blanket(), "mijn_mitz", later)
    elif mood < 0.65:
        chose("no", akkoord.Scope.blanket(), "mijn_mitz", later)
    elif mood < 0.8:
        group = dice.choice(["huisartsen", "apotheken", "ziekenhuizen"])
        chose("yes", akkoord.Scope.categorical(group), "mijn_mitz", later)
    if mood < 0.55 and dice.random() < 0.25:
        group = dice.choice(["ggz", "overige"])
        chose("no", akkoord.Scope.categorical(group), "mijn_mitz", later + timedelta(hours=1))
    if not choices and dice.random() < 0.7:
        pressed = AT - timedelta(hours=dice.randrange(1, 72))
        chose("yes", akkoord.Scope.emergency([holder.id], consulter=POST), "raadplegersknop", pressed)
    return akkoord.Profile(patient=akkoord.Patient(invented_id(number)), choices=choices)


def one_patient() -> akkoord.Profile:
    """Yes to all, a no for this GP, later withdrawn: four months of one patient."""
    begin = AT - timedelta(days=120)
    yes = akkoord.Choice(
        id="c1",
        answer="yes",
        scope=akkoord.Scope.blanket(),
        channel="mijn_mitz",
        decided_at=begin + timedelta(days=20),
        recorded_at=begin + timedelta(days=20),
    )
    no = akkoord.Choice(
        id="c2",
        answer="no",
        scope=akkoord.Scope.individual([GP.id], options=["1.1"]),
        channel="dossierhoudersknop",
        decided_at=begin + timedelta(days=50),
        recorded_at=begin + timedelta(days=50),
        withdrawn_at=begin + timedelta(days=90),
    )
    return akkoord.Profile(patient=akkoord.Patient("999990019"), choices=[yes, no])


def main(folder: Path) -> None:
    """Draws all three."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = akkoord.Engine()
    trial = akkoord.Engine.from_json(
        rule_set="""{"name": "trial", "version": "1", "date": "2026-11-22",
                     "parameters": {"emergency_hours": 24, "blanket_yes_lifts_individual_no": true}}"""
    )
    dice = random.Random(2026)
    town = [invented(number, dice) for number in range(300)]
    query = akkoord.Query(
        holder=GP,
        consulter=POST,
        data=["GGC002", "GGC013", "GGC012"],
        at=AT - timedelta(days=120),
        treatment_relationship=True,
    )
    change = plot.RuleChange.of_profiles(engine, trial, town, holders=HOLDERS, consulters=CONSULTERS, at=AT)
    pictures = {
        "coverage": plot.draw_coverage(plot.Coverage.of_profiles(engine, town, at=AT)),
        "dekking": plot.draw_coverage(plot.Coverage.of_profiles(engine, town, at=AT), lang="nl"),
        "timeline": plot.draw_timeline(engine.timeline(one_patient(), query, until=AT)),
        "rule-change": plot.draw_rule_change(change),
    }
    for name, axes in pictures.items():
        figure = axes.figure
        assert isinstance(figure, Figure)
        figure.savefig(folder / f"{name}.png", dpi=110)
        print(folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
