"""Five reports of the seed article's kind, in our own words: one attack as the news, five recalled, and escalation.

Other days, places, counts and actors each. `events` lists what a careful reader finds, the news first: role, type, date,
a word of the place's name, country, and the lower ends of killed and injured (None: not said; 0: said to be none).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One event that the text tells."""

    role: str
    type: str
    date: str
    place: str
    country: str
    killed: int | None = None
    injured: int | None = None
    weapon_min: int | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One report with all that it says."""

    name: str
    published: str
    title: str
    text: str
    events: tuple[Expected, ...]
    escalation: frozenset[str]


VARIANTS = (
    Variant(
        name="erbil",
        published="2026-02-05T07:00:00Z",  # a Thursday
        title="Rockets hit Erbil airport on Wednesday",
        text="""At least five rockets hit Erbil's airport, where American troops are based, late on Wednesday, Kurdish security officials said.

The attack came a day after another one on an airbase to the west that houses coalition trainers.

It was the third such attack in ten days.

There were no immediate reports of casualties at the airport, three Kurdish security officials said.

The previous evening, rockets struck the Ain al-Asad base in western Iraq, the army said. No group claimed responsibility for it.

Last Friday, more than a dozen rockets struck Camp Taji, north of Baghdad, killing two coalition soldiers, one Dutch and one Italian.

It was the deadliest attack on coalition troops since a late November rocket attack on an Iraqi base, which killed a Polish contractor.

Friday's barrage was followed by another attack, on Sunday at the same site, which wounded four soldiers — two coalition members and two Iraqi soldiers.

The first attack prompted American airstrikes on Monday against weapons stores of Kataib Hezbollah in Jurf al-Sakhar, which US officials blame for it.

Iraq's military said those airstrikes killed four policemen and a farmer, and wounded six fighters.

Militia leaders vowed to take revenge, and analysts said that the country stood on the brink of war.""",
        events=(
            Expected(role="news", type="shelling", date="2026-02-04", place="Erbil", country="IQ", killed=0, weapon_min=5),
            Expected(role="background", type="shelling", date="2026-02-03", place="Asad", country="IQ", basis="unclaimed"),
            Expected(role="background", type="shelling", date="2026-01-30", place="Taji", country="IQ", killed=2, weapon_min=13),
            Expected(role="background", type="shelling", date="2026-02-01", place="Taji", country="IQ", injured=4),
            Expected(role="background", type="shelling", date="2025-11", place="Iraq", country="IQ", killed=1),
            Expected(role="background", type="air_drone_strike", date="2026-02-02", place="Jurf", country="IQ", killed=5, injured=6),
        ),
        escalation=frozenset({"attack_series", "record_toll", "brink_of_war", "retaliation_threat"}),
    ),
    Variant(
        name="maiduguri",
        published="2025-08-12T05:30:00Z",  # a Tuesday
        title="Bomb blast hits Maiduguri market on Monday",
        text="""A bomb exploded at a crowded market in Maiduguri in north-eastern Nigeria on Monday, killing at least nine people and injuring 21, hospital officials said.

It was the second such attack in a month.

The blast came two days after gunmen attacked a village near Chibok.

On Saturday, gunmen on motorcycles opened fire on worshippers in the village near Chibok, killing six people, a local chief said.

Last Wednesday, a suicide bomber killed four soldiers at a checkpoint in Gwoza and wounded eight others, the army said. Boko Haram claimed responsibility for that bombing.

It was the deadliest attack on the army in the region since a late May ambush near Damboa, in which 15 soldiers were killed.

Wednesday's bombing was followed by another attack on Thursday at the same checkpoint, in which two policemen were wounded.

The army answered on Friday with airstrikes on camps of the group in the Sambisa forest, which it said killed 30 fighters.

The governor said that the state would avenge the dead.""",
        events=(
            Expected(role="news", type="bombing", date="2025-08-11", place="Maiduguri", country="NG", killed=9, injured=21),
            Expected(role="background", type="shooting", date="2025-08-09", place="Chibok", country="NG", killed=6),
            Expected(role="background", type="suicide_bombing", date="2025-08-06", place="Gwoza", country="NG", killed=4, injured=8, basis="claimed"),
            Expected(role="background", type="armed_clash", date="2025-05", place="Damboa", country="NG", killed=15),
            Expected(role="background", type="attack", date="2025-08-07", place="Gwoza", country="NG", injured=2),
            Expected(role="background", type="air_drone_strike", date="2025-08-08", place="Sambisa", country="NG"),
        ),
        escalation=frozenset({"attack_series", "record_toll", "retaliation_threat"}),
    ),
    Variant(
        name="kharkiv",
        published="2026-01-14T08:00:00Z",  # a Wednesday
        title="Missiles strike Kharkiv overnight, killing three",
        text="""Three people were killed and 14 wounded when two Russian missiles struck an apartment block in Kharkiv overnight, the regional governor said.

The strike came a day after a drone attack on a hospital in Sumy.

On Tuesday, a Russian drone hit a hospital in Sumy, wounding five patients, city officials said.

Last Thursday, Russian shelling killed two people at a bus stop in Kherson, prosecutors said.

It was the deadliest strike on Kharkiv since a late October attack on a market in the city, which killed 11 people.

Ukraine struck back on Saturday with a drone attack on an oil depot in Belgorod, which the Russian governor said injured one worker.

On Sunday, two guards were hurt in another drone attack on the same depot, he said.

Moscow vowed retaliation for the attacks on Belgorod.""",
        events=(
            Expected(role="news", type="shelling", date="2026-01-14", place="Kharkiv", country="UA", killed=3, injured=14, weapon_min=2),
            Expected(role="background", type="air_drone_strike", date="2026-01-13", place="Sumy", country="UA", injured=5),
            Expected(role="background", type="shelling", date="2026-01-08", place="Kherson", country="UA", killed=2),
            Expected(role="background", type="attack", date="2025-10", place="Kharkiv", country="UA", killed=11),
            Expected(role="background", type="air_drone_strike", date="2026-01-10", place="Belgorod", country="RU", injured=1),
            Expected(role="background", type="air_drone_strike", date="2026-01-11", place="Belgorod", country="RU", injured=2),
        ),
        escalation=frozenset({"record_toll", "retaliation_threat"}),
    ),
    Variant(
        name="quetta",
        published="2025-11-20T06:00:00Z",  # a Thursday
        title="Gunmen kill seven passengers on bus near Quetta",
        text="""Gunmen stopped a bus near Quetta in south-western Pakistan and shot dead seven passengers on Wednesday, police said. The Baloch Liberation Army claimed responsibility for the attack.

It was the fourth such attack in a month.

A day earlier, a roadside bomb wounded three policemen in Turbat, officials said. Nobody has claimed it.

Last Friday, a suicide bomber attacked a police station in Peshawar, killing five officers and wounding 12.

It was the deadliest attack on the police since a mid-September bombing in Bannu, which killed nine policemen.

On Saturday, security forces killed eight militants in a gun battle in Khuzdar, the army said.

On Sunday, gunmen abducted four engineers from a dam site in Kech, police said.

The interior minister vowed to avenge every victim, and gave the separatists two weeks to lay down their arms or be wiped out.""",
        events=(
            Expected(role="news", type="shooting", date="2025-11-19", place="Quetta", country="PK", killed=7, basis="claimed"),
            Expected(role="background", type="bombing", date="2025-11-18", place="Turbat", country="PK", injured=3, basis="unclaimed"),
            Expected(role="background", type="suicide_bombing", date="2025-11-14", place="Peshawar", country="PK", killed=5, injured=12),
            Expected(role="background", type="bombing", date="2025-09", place="Bannu", country="PK", killed=9),
            Expected(role="background", type="armed_clash", date="2025-11-15", place="Khuzdar", country="PK", killed=8),
            Expected(role="background", type="abduction", date="2025-11-16", place="Kech", country="PK"),
        ),
        escalation=frozenset({"attack_series", "record_toll", "retaliation_threat", "ultimatum"}),
    ),
    Variant(
        name="tyre",
        published="2025-10-22T09:00:00Z",  # a Wednesday
        title="Israeli airstrike kills four in Tyre",
        text="""An Israeli airstrike on a car in the southern Lebanese city of Tyre killed four people and wounded two on Tuesday evening, Lebanon's health ministry said.

The strike came a day after rockets were fired at northern Israel.

On Monday, at least six rockets were fired from Lebanon at the Israeli town of Kiryat Shmona, the Israeli army said. There were no casualties.

Last Saturday, an Israeli drone strike killed two men on a motorcycle in Nabatieh, state media said.

It was the deadliest strike in Lebanon since a late August air raid on Baalbek, which killed seven people.

Saturday's strike was followed by another one on Sunday in the same city, which wounded three people.

Two days earlier, on Friday, gunmen in Beirut shot and wounded a politician, police said.

Hezbollah vowed revenge, and diplomats warned that the ceasefire had collapsed.""",
        events=(
            Expected(role="news", type="air_drone_strike", date="2025-10-21", place="Tyre", country="LB", killed=4, injured=2),
            Expected(role="background", type="shelling", date="2025-10-20", place="Kiryat", country="IL", killed=0, weapon_min=6),
            Expected(role="background", type="air_drone_strike", date="2025-10-18", place="Nabati", country="LB", killed=2),
            Expected(role="background", type="air_drone_strike", date="2025-08", place="Baalbek", country="LB", killed=7),
            Expected(role="background", type="air_drone_strike", date="2025-10-19", place="Nabati", country="LB", injured=3),
            Expected(role="background", type="shooting", date="2025-10-17", place="Beirut", country="LB", injured=1),
        ),
        escalation=frozenset({"record_toll", "retaliation_threat", "ceasefire_collapse"}),
    ),
)
