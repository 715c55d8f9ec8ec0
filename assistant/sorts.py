"""A phrase in; what sort of thing it names, by its head word, out. The word lists that phrases are told by."""

from __future__ import annotations

import re
from typing import Literal

Sort = Literal["person", "place", "agreement", "organisation", "project", "event", "work", "date", "name", "thing"]
"""What a mention is; `name` is a name of no known sort, `thing` a phrase of none."""

DETERMINERS = frozenset(
    "the a an this that these those his her its their my your our some any each every no another such all both "
    "which what whose many much more most other others few several".split()
)
PRONOUNS = frozenset(
    "i me you he him she it we us they them there here one ones someone anyone anything something everything "
    "nothing who whom mine yours hers theirs himself herself itself themselves myself".split()
)
BREAKS = frozenset(
    "and or but so also then than if because while when where why how as of in on at by to from for with without "
    "about into onto over under between among through during before after since until till against within inside "
    "outside across around near like per via off out up down above below behind upon toward towards except besides "
    "despite alongside is are was were be been being am do does did done has have had having will would can could "
    "shall should may might must not never ever even still yet already just only very too quite rather again "
    "once now well else yes okay ok please thanks hello hi etc don't doesn't didn't can't isn't wasn't aren't won't "
    "long large high far old big deep tall great worth earlier later soon many much there's ever else "
    "it's that's what's i'm i've i'd i'll he's she's they're ago same able due".split()
)
CLOSED = DETERMINERS | PRONOUNS | BREAKS
"""The words that name nothing."""
VERBS = frozenset(
    "give gave given get gets got take takes took taken make makes made go goes went gone come comes came become "
    "became say says said tell told know knew known think thought see saw seen find found use want need know mean "
    "put set sign ratify join leave left lead led win won lose lost hold held hold holds own owns cover covers cross "
    "crosses lie lies lay run runs ran begin began begun start stop end happen happens occur build built buy bought "
    "sell sold send sent pay paid meet met write wrote written speak spoke read keep kept let bring brought show "
    "shown grow grew grown rise rose fall fell fallen carry carries serve play plays appear work works live lives "
    "die dies call try ask help change move follow allow include includes provide receive apply qualify expect "
    "agree refuse accept reject oppose support approve decide seek fight fought record release perform tour attend "
    "study marry retire discover invent create describe explain define compare list name contain contains concern "
    "enter exist form settle represent deliver remain return visit look feel felt seem believe like love cost costs "
    "last lasts go cause affect influence inspire involve continue succeed fail "
    "produce export import operate finance host".split()
)
_BY_SORT: dict[Sort, frozenset[str]] = {
    "agreement": frozenset(
        "agreement treaty accord declaration convention charter protocol pact memorandum deal contract constitution "
        "statement communique act law resolution decree ceasefire armistice truce document".split()
    ),
    "organisation": frozenset(
        "organization organisation union council consortium company firm corporation bank party ministry agency "
        "commission committee parliament legislature assembly government administration court fund group band team "
        "university college institute association alliance league bloc operator contractor army force troops "
        "congress senate authority department bureau major cabinet church orchestra club".split()
    ),
    "person": frozenset(
        "president minister premier chancellor king queen prince princess emperor sultan general marshal colonel "
        "secretary ambassador envoy leader chairman chairwoman director commander governor mayor pope bishop senator "
        "politician diplomat author writer singer artist actor actress composer scientist professor man woman person "
        "mr mrs ms dr sir".split()
    ),
    "place": frozenset(
        "city country state region province republic town village district island sea lake river mountain mountains "
        "capital territory border valley desert ocean bay strait county continent peninsula exclave".split()
    ),
    "project": frozenset(
        "pipeline railway railroad road highway corridor line dam plant port bridge canal tunnel reserve building "
        "field venture project route power station refinery terminal cable satellite factory airport".split()
    ),
    "event": frozenset(
        "summit meeting war conference exercise exercises battle visit election elections talks revolution crisis "
        "invasion operation attack blockade referendum coup protest ceremony offensive genocide siege".split()
    ),
    "work": frozenset(
        "album song book novel film movie show series play poem speech magazine "
        "newspaper painting opera symphony".split()
    ),
}
HEADS: dict[str, Sort] = {word: sort for sort, words in _BY_SORT.items() for word in words}
COUNTRIES = frozenset(
    "afghanistan albania algeria armenia australia austria azerbaijan bahrain bangladesh belarus belgium brazil "
    "britain bulgaria cambodia canada chad chile china colombia croatia cuba cyprus czechia denmark egypt england "
    "estonia ethiopia europe finland france georgia germany ghana greece greenland hungary iceland india indonesia "
    "iran iraq ireland israel italy japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon libya "
    "lithuania luxembourg malaysia malta mexico moldova mongolia montenegro morocco nepal netherlands nigeria norway "
    "oman pakistan palestine peru philippines poland portugal qatar romania russia scotland serbia singapore "
    "slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tajikistan thailand tunisia turkey "
    "türkiye turkiye turkmenistan uae uk ukraine usa uzbekistan venezuela vietnam wales yemen zimbabwe africa asia "
    "america ussr eurasia karabakh nagorno-karabakh abkhazia crimea chechnya dagestan nakhchivan".split()
)

OFFICES = frozenset(
    "president minister chancellor leader chairman governor king queen emperor sultan ambassador director head "
    "secretary commander speaker premier mayor".split()
)
"""What one person at a time holds."""
TITLES = (OFFICES - {"leader", "chairman", "ambassador", "director", "head"}) | frozenset(
    "prince general pope bishop sir lord lady captain colonel saint st. dr. mr. mrs. professor marquis duke "
    "khan baron cardinal reverend rev.".split()
)
"""What is written before a person's name."""
PEOPLE = re.compile(
    r"(?:ers?|ors?|ists?|ians?|men|man|people|peoples|kings?|citizens?|scholars?|clerks?|students?|merchants|soldiers"
    r"|troops|government|company|companies|party|council|committee|army|parliament|family|community|group|team|crew"
    r"|church|agency|department|tribes?|nations?)\Z"
)
PLACES = re.compile(
    r"(?:city|cities|countr(?:y|ies)|regions?|provinces?|coast|rivers?|islands?|sea|ocean|mountains?|areas?|towns?"
    r"|villages?|valley|house|buildings?|chamber|hall|hospitals?|school|university|church|room|museum|capital|border"
    r"|east|west|north|south|cent(?:er|re)|port|site|camp|street|park|world|interior|frontiers?|colonies|land|water"
    r"|court|basin|rocks?|surface|atmosphere)\Z"
)
NAMED_PLACE = re.compile(
    r"\b(?:Fort|River|County|Lake|City|Sea|Mount|Mountains?|Islands?|Street|Province|Ocean|Valley|Bay|Coast|Hotel|Road"
    r"|Park|Hall|Town|Region|State|Stadium|Building|Palace|Museum|University|North|South|East|West|\w+ern|Central)\b"
)
NAMED_BODY = re.compile(
    r"\b(?:Party|Council|Organi[sz]ation|Union|Ministry|Company|University|Committee|Bank|Agency|Brotherhood|Court"
    r"|Church|Army|Empire|Agreement|Treaty|War|Act|Association|Institute|Corporation|Conference|Parliament)\b"
)
"""What nouns of people and of places end with, and the words by which a name is of a place or of a body."""


def sort_of(phrase: str) -> Sort:
    """Say what a phrase names, by its last word, or by its first where that tells more."""
    words = [word.casefold().strip("'’.") for word in phrase.split(" of ", maxsplit=1)[0].split()]
    if not words:
        return "thing"
    known = next(
        (HEADS[form] for word in (words[-1], words[0]) for form in (word, word.removesuffix("s")) if form in HEADS),
        None,
    )
    if known:
        return known
    if words[-1] in COUNTRIES:
        return "place"
    return "name" if any(c.isupper() for c in phrase) else "thing"
