"""Two hundred sentences about casualties, and what each says of the killed, injured, abducted and missing."""

from __future__ import annotations

import pytest

from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import Figures, assign_figures
from monitor.detection.text import Text
from monitor.domain.detection import Figure
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

Count = tuple[int, int | None] | None
NONE: Count = (0, 0)

# sentence, killed, injured
ROWS: list[tuple[str, Count, Count]] = [
    # who tells of the victims is not one of them
    ("A bomber attacked the gate, killing four officers and wounding 16, a hospital spokesman said.", (4, 4), (16, 16)),
    ("Drones struck the block, killing two people and injuring nine, the regional governor said.", (2, 2), (9, 9)),
    ("The blast injured five, an army officer told reporters.", None, (5, 5)),
    ("Gunmen opened fire on worshippers, killing six people, a local chief said.", (6, 6), None),
    ("Killed were two men, a woman and a child, the mayor said.", (4, 4), None),
    # plain numbers, passive and active
    ("Three people were killed in the blast.", (3, 3), None),
    ("The blast killed three people.", (3, 3), None),
    ("The blast killed three.", (3, 3), None),
    ("A bomb went off near the market, killing three people.", (3, 3), None),
    ("A bomb went off near the market, killing 3.", (3, 3), None),
    ("Five soldiers were wounded.", None, (5, 5)),
    ("The rockets wounded five soldiers.", None, (5, 5)),
    ("The rockets injured 14 people.", None, (14, 14)),
    ("Twelve worshippers were injured.", None, (12, 12)),
    ("Twenty-one passengers were hurt.", None, (21, 21)),
    ("A hundred people were killed.", (100, 100), None),
    ("Two hundred and six people died.", (206, 206), None),
    ("1,204 people were killed.", (1204, 1204), None),
    ("Three people died and nine were injured.", (3, 3), (9, 9)),
    ("Three people were killed and nine others injured.", (3, 3), (9, 9)),
    ("Three were killed and nine wounded.", (3, 3), (9, 9)),
    ("The attack left nine dead.", (9, 9), None),
    ("The attack left nine dead and forty injured.", (9, 9), (40, 40)),
    ("The attack left four people dead and eleven others wounded.", (4, 4), (11, 11)),
    ("Nine people lost their lives.", (9, 9), None),
    ("Four labourers perished.", (4, 4), None),
    ("The raid claimed the lives of six villagers.", (6, 6), None),
    ("There were nine deaths.", (9, 9), None),
    ("Officials confirmed two fatalities.", (2, 2), None),
    ("Rescuers pulled out the bodies of seven miners.", (7, 7), None),
    ("Seven bodies were found.", (7, 7), None),
    ("Eight teachers have been killed.", (8, 8), None),
    ("Six miners were shot dead.", (6, 6), None),
    ("Six miners were shot and killed.", (6, 6), None),
    ("Two shepherds were stabbed to death.", (2, 2), None),
    ("Two shepherds were hacked to death.", (2, 2), None),
    ("Gunmen shot dead two guards.", (2, 2), None),
    ("The men were gunned down as they slept.", None, None),
    ("Four men were gunned down as they slept.", (4, 4), None),
    ("Ten captives were executed.", (10, 10), None),
    ("Four pilgrims died of their wounds.", (4, 4), None),
    ("Four pilgrims died from their injuries.", (4, 4), None),
    ("Four pilgrims later succumbed to their injuries.", (4, 4), None),
    ("Two officers were pronounced dead at the scene.", (2, 2), None),
    ("Two sisters were found dead.", (2, 2), None),
    ("The strike resulted in the deaths of two men.", (2, 2), None),
    ("Police are looking into the killing of two brothers.", (2, 2), None),
    ("He was charged over the murder of four students.", (4, 4), None),
    # vague numbers
    ("At least 12 people were killed.", (12, None), None),
    ("At least a dozen people were killed.", (12, None), None),
    ("A dozen people were killed.", (12, 12), None),
    ("Two dozen people were killed.", (24, 24), None),
    ("More than two dozen people were killed.", (25, None), None),
    ("More than 20 people were killed.", (21, None), None),
    ("Over 20 people were injured.", None, (21, None)),
    ("Dozens of people were killed.", (24, None), None),
    ("Dozens were hurt.", None, (24, None)),
    ("Scores of people were injured.", None, (40, None)),
    ("Scores were killed and hundreds wounded.", (40, None), (200, None)),
    ("Hundreds of people were killed.", (200, None), None),
    ("Thousands were wounded.", None, (2000, None)),
    ("Several people were injured.", None, (3, None)),
    ("Several were killed.", (3, None), None),
    ("Up to 40 people were killed.", (0, 40), None),
    ("As many as 40 people were killed.", (0, 40), None),
    ("No fewer than seven people died.", (7, None), None),
    ("Fewer than ten people were injured.", None, (0, 9)),
    ("About 30 people were injured.", None, (30, 30)),
    ("Some 30 people were injured.", None, (30, 30)),
    ("Nearly 30 people were injured.", None, (30, 30)),
    ("Between five and eight people were killed.", (5, 8), None),
    ("Five to eight people were killed.", (5, 8), None),
    ("Two or three guards were wounded.", None, (2, 3)),
    ("A couple of guards were wounded.", None, (2, 2)),
    ("Half a dozen guards were wounded.", None, (6, 6)),
    ("Both pilots were killed.", (2, 2), None),
    ("All three pilots were killed.", (3, 3), None),
    ("Multiple people were injured.", None, (2, None)),
    # one person
    ("A man was killed.", (1, 1), None),
    ("A woman was wounded.", None, (1, 1)),
    ("One person was killed.", (1, 1), None),
    ("One was killed.", (1, 1), None),
    ("A 19-year-old man was killed.", (1, 1), None),
    ("A 19-year-old was killed.", (1, 1), None),
    ("The bomb killed a policeman.", (1, 1), None),
    ("The bomb killed him.", (1, 1), None),
    ("A sniper shot him dead.", (1, 1), None),
    ("A man was found dead with gunshot wounds.", (1, 1), None),
    ("A man was shot to death outside a bar.", (1, 1), None),
    ("The victim was pronounced dead at the scene.", (1, 1), None),
    ("A guard was shot and later died.", (1, 1), None),
    ("A guard died after being shot.", (1, 1), None),
    ("A US contractor was killed.", (1, 1), None),
    ("A late-night rocket killed a US contractor.", (1, 1), None),
    ("A police officer, Tom Hale, 41, was killed.", (1, 1), None),
    ("Marta Kovel, 27, was killed in the fire.", (1, 1), None),
    ("A teenager is in critical condition.", None, (1, 1)),
    ("A teenager was shot in the leg.", None, (1, 1)),
    ("A cleric was stabbed outside his home.", None, (1, 1)),
    ("The shooting death of a teacher shocked the town.", (1, 1), None),
    ("The fatal shooting of a teacher shocked the town.", (1, 1), None),
    ("A mother of three was killed.", (1, 1), None),
    ("A father of two children was wounded.", None, (1, 1)),
    ("Ivan Petrov, a driver, was killed.", (1, 1), None),
    ("A couple was found dead.", (2, 2), None),
    # one killed and others hurt
    ("A 19-year-old man was killed and two other people were injured.", (1, 1), (2, 2)),
    ("The bomb killed him and wounded nine others.", (1, 1), (9, 9)),
    ("One person was killed and another wounded.", (1, 1), (1, 1)),
    ("One person was killed and another was critically injured.", (1, 1), (1, 1)),
    ("A boy was killed and his sister was wounded.", (1, 1), (1, 1)),
    ("Two men and a woman were killed and a child was injured.", (3, 3), (1, 1)),
    ("It killed one soldier and wounded two.", (1, 1), (2, 2)),
    ("One man died and a second was hurt.", (1, 1), (1, 1)),
    # lists
    ("Two men and a woman were killed.", (3, 3), None),
    ("Five policemen and a civilian were killed.", (6, 6), None),
    ("The mine killed five policemen and a civilian.", (6, 6), None),
    ("A teacher, a nurse and two pupils were injured.", None, (4, 4)),
    ("The raid killed two officers, four recruits and a cook.", (7, 7), None),
    ("Anna Berg, 30, and Lars Holm, 44, were killed.", (2, 2), None),
    # parts of the whole
    ("Ten people were killed, including three children.", (10, 10), None),
    ("Ten people, including three children, were killed.", (10, 10), None),
    ("Ten people were killed, among them three children.", (10, 10), None),
    ("Ten people were killed, three of them children.", (10, 10), None),
    ("The raid killed three servicemen, including one British and two American soldiers.", (3, 3), None),
    ("It wounded five soldiers - three Poles and two Czechs.", None, (5, 5)),
    ("Five people were shot, two of them fatally.", (2, 2), (3, 3)),
    ("Three people were shot, one fatally.", (1, 1), (2, 2)),
    ("Four people were shot and two of them died.", (2, 2), (2, 2)),
    # shot without saying more
    ("Four people were shot.", None, (4, 4)),
    ("Two students were stabbed.", None, (2, 2)),
    ("A gunman shot three people.", None, (3, 3)),
    ("Three people were shot and wounded.", None, (3, 3)),
    ("Six people were struck by gunfire.", None, (6, 6)),
    # tolls
    ("The death toll rose to 8.", (8, 8), None),
    ("The toll has risen to at least 8.", (8, None), None),
    ("The blast toll climbed from 5 to 8.", (8, 8), None),
    ("Two more died, raising the toll from 5 to 8.", (8, 8), None),
    ("The death toll stands at 41.", (41, 41), None),
    ("The number of dead has reached 41.", (41, 41), None),
    ("Another victim died, bringing the death toll to 12.", (12, 12), None),
    ("Officials put the death toll at 15.", (15, 15), None),
    # none at all
    ("There were no immediate reports of casualties.", NONE, NONE),
    ("No casualties were reported.", NONE, NONE),
    ("There were no casualties.", NONE, NONE),
    ("No one was hurt.", None, NONE),
    ("Nobody was hurt.", None, NONE),
    ("No injuries were reported.", None, NONE),
    ("No deaths were reported.", NONE, None),
    ("No one was killed.", NONE, None),
    ("No deaths or injuries were reported.", NONE, NONE),
    ("The rockets fell in a field without causing casualties.", NONE, NONE),
    ("The rockets did not cause casualties.", NONE, NONE),
    ("There was no word of casualties.", NONE, NONE),
    ("Two people were killed, but no injuries were reported.", (2, 2), NONE),
    ("Everyone aboard escaped unhurt.", None, NONE),
    # attackers kept apart
    ("The gunman killed three people before killing himself.", (3, 3), None),
    ("The bomber and four bystanders were killed.", (4, 4), None),
    ("The attacker was shot dead.", None, None),
    ("Four people were killed and the gunman was shot dead by police.", (4, 4), None),
    # not of this event, not real, not people
    ("More than 40,000 people have been killed since October 2023.", None, None),
    ("Thousands have been killed in the war.", None, None),
    ("Some 300 people were killed last year in such raids, which happened in 2019 and in 2018.", None, None),
    ("Hundreds have been killed over the past month.", None, None),
    ("The group threatened to kill ten hostages.", None, None),
    ("It could have killed dozens.", None, None),
    ("The blast did not kill anyone.", None, None),
    ("The blast was heard 20 miles away.", None, None),
    ("Police found 14 shell casings from a 9 mm pistol.", None, None),
    ("He was shot at, police said.", None, None),
    ("The army shot down two drones.", None, None),
    ("The fire killed 30 cows.", None, None),
    ("A court fined him $5,000 after he hit a dead end.", None, None),
    ("The 23-year-old suspect lives at 12 Mill Road.", None, None),
    ("The shop at 200 Hill Street closed at 9.", None, None),
    ("He fired one shot.", None, None),
    ("The strike hit three buildings.", None, None),
    ("The factory was killed by debt.", None, None),
    # headlines
    ("9 dead as bomb hits market", (9, 9), None),
    ("Gunman kills 3 in mall", (3, 3), None),
    ("Car bomb kills at least 20, wounds 50", (20, None), (50, 50)),
    ("3 shot, 1 fatally, in north side bar", (1, 1), (2, 2)),
    ("2 killed, 5 hurt in market blast", (2, 2), (5, 5)),
    ("Two dead, three injured after shooting", (2, 2), (3, 3)),
    ("Teen killed in drive-by shooting", (1, 1), None),
    ("Man stabbed to death on train", (1, 1), None),
    ("Mother and child killed in strike", (2, 2), None),
    ("Six killed in raid on village", (6, 6), None),
    ("Dozens feared trapped as shelling kills 4", (4, 4), None),
    ("Four wounded in drone strike", None, (4, 4)),
    ("UPDATE: Toll rises to 17 in bus bombing", (17, 17), None),
    ("Blast leaves 2 dead, 1 hurt", (2, 2), (1, 1)),
    ("Attack on convoy kills six soldiers", (6, 6), None),
    ("5 people hurt when grenade goes off", None, (5, 5)),
    # wire copy in capitals
    ("THREE POLICEMEN WERE KILLED AND FIVE WOUNDED IN THE AMBUSH.", (3, 3), (5, 5)),
    ("A BOMB KILLED TWO PEASANTS AND WOUNDED FOUR OTHERS.", (2, 2), (4, 4)),
    ("SIX SOLDIERS DIED IN THE CLASH.", (6, 6), None),
    # order and distance
    ("Also wounded were four guards.", None, (4, 4)),
    ("Killed were two guards and a driver.", (3, 3), None),
    ("Three people inside the car were killed.", (3, 3), None),
    ("Three people, police said, were killed.", (3, 3), None),
    ("Two passengers on the bus to the coast were injured.", None, (2, 2)),
    ("A guard who was wounded told his story.", None, (1, 1)),
    ("The fifth strike killed four fishermen.", (4, 4), None),
    ("On June 7, two farmers were killed.", (2, 2), None),
    ("In 2020, two farmers were killed.", None, None),
    ("Route 66 was closed after two drivers were hurt.", None, (2, 2)),
]

OTHER: list[tuple[str, Count, Count]] = [
    # sentence, abducted, missing
    ("Gunmen abducted 14 pupils.", (14, 14), None),
    ("Fourteen pupils were kidnapped.", (14, 14), None),
    ("At least 30 women were abducted.", (30, None), None),
    ("Six aid workers were taken hostage.", (6, 6), None),
    ("The kidnapping of two nuns was condemned.", (2, 2), None),
    ("A priest was kidnapped.", (1, 1), None),
    ("Dozens of villagers were kidnapped, ten of them since freed.", (24, None), None),
    ("Three sailors are missing.", None, (3, 3)),
    ("Three sailors remain unaccounted for.", None, (3, 3)),
    ("Two people died and five are missing.", None, (5, 5)),
    ("Five miners went missing.", None, (5, 5)),
    ("At least 20 remain missing.", None, (20, None)),
]


def read(sentence: str, kind: EventType = EventType.ATTACK) -> tuple[Text, Figures]:
    """The figures of the one event that the sentence tells."""
    text = Text(Document(id="t", text=sentence))
    anchor = Anchor(text.body_start, text.body_start + 1, 0, kind, "attack")
    draft = Draft(type=kind, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=(anchor,), sentences=(0,))
    return text, assign_figures(text, [draft])[0]


def bounds(figure: Figure | None) -> tuple[int | None, int | None] | None:
    """Least and most of a figure; None where there is none."""
    return None if figure is None else (figure.min, figure.max)


def test_the_tables_hold_two_hundred_sentences() -> None:
    """The tables are as long as their promise, and no sentence stands twice."""
    sentences = [row[0] for row in (*ROWS, *OTHER)]
    assert len(sentences) >= 200
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("sentence", "killed", "injured"), ROWS)
def test_a_sentence_gives_its_killed_and_injured(sentence: str, killed: Count, injured: Count) -> None:
    """Both counts are what the sentence says, or absent; each figure's evidence is the text's own words."""
    text, figures = read(sentence)
    assert (bounds(figures.killed), bounds(figures.injured)) == (killed, injured)
    for evidence in figures.evidence:
        assert text.full[evidence.start : evidence.end] == evidence.text
    for figure in (figures.killed, figures.injured):
        if figure is not None:
            assert figure.stated_none == (figure.max == 0)


@pytest.mark.parametrize(("sentence", "abducted", "missing"), OTHER)
def test_a_sentence_gives_its_abducted_and_missing(sentence: str, abducted: Count, missing: Count) -> None:
    """Everyone taken counts, also those freed since; the missing are counted apart."""
    _, figures = read(sentence)
    assert (bounds(figures.abducted), bounds(figures.missing)) == (abducted, missing)
