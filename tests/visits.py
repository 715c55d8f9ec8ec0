"""Small articles that name the same things in several spellings, for what looks through all of an index."""

from __future__ import annotations

from assistant.types import Article

PACT = Article(
    id="pact",
    title="The pact of 2010",
    date="2022-05-01",
    publisher="Reader",
    text=(
        "Türkiye and Azerbaijan signed a partnership agreement in August 2010. "
        "The two states signed the first military training agreement in 1992.\n\n"
        "President Qasym-Jomart Toqayev paid a visit to Baku in March 2023."
    ),
)
TOWN = Article(
    id="town",
    title="A town of several names",
    date="2023-02-01",
    publisher="Notes",
    text="Armenians call the town Shushi. Güler's visit to Şuşa took place on 5 May 2023.",
)
GUEST = Article(
    id="guest",
    title="The guests",
    publisher="Notes",
    text=(
        "Mr Guler came to Shusha. Tokayev of Kazakhstan did not. The visit of 2021 was short. "
        "The border is 984 kilometres long, according to the almanac. Another training agreement followed in 2003."
    ),
)
