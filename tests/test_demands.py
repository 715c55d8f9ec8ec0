"""What of the sort that a question asks for a claim does not have."""

from __future__ import annotations

import pytest

from assistant.demands import find_missing


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("In which languages was the pact drawn up?", "Edward Nalbandian signed the pact in Brussels.", "language"),
        ("In which languages was the pact drawn up?", "The pact is in Russian and in English.", None),
        ("What was the turnout in the elections?", "Elections were held on 26 October 2024.", "turnout"),
        ("What was the turnout in the elections?", "In the elections 58.9 per cent of the voters took part.", None),
        ("Which general commanded the troops?", "The troops left Karabakh on 12 June 2024.", "name of the general"),
        ("Which general commanded the troops?", "The troops of Rustam Muradov left Karabakh.", None),
        ("Who signed the pact?", "The pact was signed in Brussels on 24 October 2025.", "name of who did it"),
        ("Who signed the pact?", "Ali Omarov signed the pact.", None),
        ("Who signed the pact?", "The two presidents signed it.", None),
        ("Who signed the pact?", "It was signed by Kazakhstan.", None),
        ("Who chaired the commission?", "A commission of scholars met in Baku.", "name of a person"),
        ("Who chaired the commission?", "The commission of the Turkic Council met in Baku.", "name of a person"),
        ("Who chaired the commission?", "Omar Bek chaired the commission.", None),
        ("Who signed it for the Uzbek side?", "It was signed in Brussels by the Union.", "name of a person"),
        ("Which company built the plant?", "The plant was opened in Astana in November 2021.", "name of a company"),
        ("Which company built the plant?", "The plant was built by Siemens.", None),
        ("Where is the seat of the fund?", "The pact on the fund was signed in Ankara.", "seat"),
        ("Where is the seat of the fund?", "The fund is based in Istanbul.", None),
        ("When is the bridge due to be finished?", "The bridge was begun in 2023.", "date to come"),
        ("When is the bridge due to be finished?", "The bridge is to be finished by 2026.", None),
        ("Who signed the pact on behalf of Iran?", "The pact was signed in Aktau by five states.", "name of a person"),
        ("Who signed the pact on behalf of Iran?", "Hassan Rouhani signed the pact for Iran.", None),
        ("Which nine companies signed?", "In September nine European companies agreed.", "name"),
        ("Which two states signed?", "Two states, Georgia and Turkey, signed it.", None),
        (
            "Who signed it for the Turkish side?",
            "The Treaty on Comprehensive Cooperation was signed.",
            "name of a person",
        ),
        (
            "Who signed it on Pakistan's behalf?",
            "It was signed in Islamabad and runs through Logar.",
            "name of a person",
        ),
        ("Who signed it on the EU's side?", "The European Union signed it.", "name of a person"),
        ("Who sits for Iran on the council?", "A council of ministers is to meet.", "name of a person"),
        ("Who are the special envoys that Ankara sent?", "Turkish envoys met in Moscow.", "name of a person"),
        ("Which official signed it for Georgia?", "In Baku it was signed.", "name of the official"),
        ("Which official signed it for Georgia?", "It eases the Baku-Tbilisi-Kars line.", "name of the official"),
        ("Which turkish foreign minister signed?", "The Turkish foreign ministers signed.", "name of the minister"),
        ("Which diplomat opened the session?", "The Critical Minerals Dialogue met.", "name of the diplomat"),
        ("Which diplomat opened the session?", "Halil Akıncı opened the session.", None),
        ("Which general was it?", "They asked General Electric for a study.", "name of the general"),
        ("What size of stake did they buy?", "They bought a stake in the venture.", "share"),
        ("What size of stake did they buy?", "They bought a third of the venture.", None),
        ("How big is its holding in the port?", "It holds ten per cent of the port.", None),
        ("What interest will Bishkek be charged on the loan?", "The loan was agreed in 2024.", "share"),
        ("What interest groups opposed it?", "Farmers opposed it.", None),
        ("What prison term was he given?", "He was sent to prison in May.", "term"),
        ("What prison term was he given?", "He was sent to prison for six and a half years.", None),
        ("Who was appointed to run the fund?", "The three railways founded the fund.", "name of a person"),
        ("Who led it before Zas?", "The secretary general, Stanislav Zas, spoke of 2,500 troops.", None),
        ("Who was its head before Zas?", "Its head, Stanislav Zas, spoke of 2,500 troops.", "successor or predecessor"),
        ("Who commanded the peacekeepers?", "Moscow sent 1,960 peacekeepers to Shusha.", "name of a person"),
        ("Who manages the port?", "The port is managed by APM Terminals.", None),
        ("Who coordinates the project?", "The ministry of transport coordinates it.", None),
        ("Who led the talks?", "Lavrov led the talks.", None),
        ("Which bank lent the money?", "The Asian Development Bank lent the money.", None),
        ("Why was he arrested?", "He was arrested on charges of fraud.", None),
        ("Which two ministers signed?", "The two ministers were Lavrov and Zarif.", None),
        ("Who signed it for Iran?", "The Convention on the Legal Status of the Sea was signed.", "name of a person"),
        ("Who leads the alliance?", "In January Armenia declined to host the alliance.", "name of a person"),
        ("Why was Kars chosen?", "Kars followed in 2004. Turkey for its part has two.", "reason"),
        ("Who succeeded Zas?", "Imangali Tasmagambetov succeeded Mr Zas in 2023.", None),
        ("Which villages, by name, were returned?", "Four villages were returned to the Azerbaijani side.", "name"),
        ("Which villages, by name, were returned?", "Baganis Ayrum was returned with three others.", None),
        ("Where is the next summit due to take place?", "The first summit met in Samarkand.", "date to come"),
        ("Who was the Indian delegate?", "India's delegate objected at once.", "name of a person"),
        ("Who was the Indian delegate?", "The Indian delegate, Chandni Raina, objected.", None),
        ("Which two European firms lost the tender?", "A Belgian firm won, ahead of two others.", "names of companies"),
        ("Which two European firms lost the tender?", "Boskalis and Jan De Nul lost the tender.", None),
        ("Why was Kars chosen for it?", "A consulate was opened in Kars in April 2004.", "reason"),
        ("Why was Kars chosen for it?", "Kars was chosen because of its railway.", None),
        ("Where was the Kars railway pact signed?", "The pact on the Kars railway followed in 2007.", "place"),
        ("Where was the Kars railway pact signed?", "The pact on the Kars railway was signed in Tbilisi.", None),
        ("Where was it signed?", "It was signed on the border of the two countries.", None),
        ("Where is its secretariat based?", "A secretariat was set up in 2022 in Tashkent.", "seat"),
        ("Where will the third summit take place?", "The first one met in Xi'an in 2023.", "date to come"),
        ("What gauge was used for the line?", "The line is 75 kilometres long.", "gauge"),
        ("What gauge was used for the line?", "The line has a gauge of 1,520 mm.", None),
        ("Who owns the port?", "The port was opened in Aktau.", None),  # not what somebody with a name does
    ],
)
def test_a_claim_must_have_what_alone_answers(question: str, said: str, missing: str | None) -> None:
    assert find_missing(question, said) == missing


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("How high is the dam?", "The dam is thirteen kilometres long.", "height"),
        ("How high is the dam?", "The dam is 13 km long and 30 metres high.", None),
        ("How high is the dam?", "The dam, of 30 metres, is new.", None),
        ("What is the length of the dam?", "The dam is 30 metres high.", "length"),
        ("How long is the tunnel?", "A train used the tunnel in November 2019.", "length"),
        ("How long is the tunnel?", "The tunnel has 13 kilometres.", None),
        ("How long was the tunnel closed?", "The tunnel was closed until June.", None),
        ("How long, in kilometres, is the line?", "The line was opened in December 1997.", "number of kilometres"),
        ("How many tonnes does it hold?", "The state holds 51 per cent.", "number of tonnes"),
        ("How many kilometres is it?", "It has 800 metres.", None),
        ("How much land was swapped?", "One treaty was signed in Bishkek.", "area"),
        ("How much land was swapped?", "Some 3,000 hectares were swapped.", None),
        ("How many articles does the treaty have?", "The border of 984 kilometres was fixed by the treaty.", "number"),
        ("How many articles does the treaty have?", "The treaty of 984 kilometres has 26 articles.", None),
        ("How many trial shipments were sent?", "It would let one declaration cover all shipments.", "number"),
        ("How many berths are there?", "There is one berth.", None),
        ("How many soldiers came?", "Some came.", None),  # that there must be a number is said elsewhere
    ],
)
def test_a_measure_is_of_what_is_asked(question: str, said: str, missing: str | None) -> None:
    assert find_missing(question, said) == missing


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("A letter from Anna where I comment on rules", "Rules are what we agree on."),  # asks for no place
        ("Who chairs the council?", "The council is chaired by Russian President Vladimir Putin."),
        ("Who chairs the council?", "Theresa May chairs the council."),
        ("Who chairs the OSCE?", "Malta chairs the OSCE in 2024."),
        ("Who commanded the exercise?", "The exercise was commanded by Major General Ilze Kārkliņa."),
        ("Which minister signed the protocol?", "Ömer Çelik signed the protocol."),
        ("Which president signed the decree?", "Mirziyoyev signed the decree on 3 May."),
        ("Which president signed the decree?", "On 3 May Tokayev signed the decree."),
        ("Who mediated between Armenia and Azerbaijan?", "Russia mediated between Armenia and Azerbaijan."),
        ("Who has signed the convention?", "All five littoral states have signed the convention."),
        ("What did the president say about the corridor?", "It was closed for good."),
        ("Which general election did Georgian Dream win?", "It won that of 2012."),
        ("What interest does China have in the corridor?", "It avoids Russia."),
        ("What is the share price?", "It is 12.40 dollars."),
        ("Where does the base have its headquarters?", "The base is stationed at Gyumri."),
        ("Which country has a seat on the Security Council?", "Kazakhstan was a member of it."),
        ("When is the railway expected to open?", "The railway opens in 2026."),
        ("How long did the war last?", "It lasted from 27 September to 10 November 2020."),
        ("How wide is support for it?", "Two thirds back it."),
        ("How many barrels does it carry?", "It carries 1.2 million barrels per day."),
        ("How many days did the war last?", "It lasted six weeks."),
        ("How many barrels were pumped daily?", "| Kazakhstan | 1,955,000 |"),
        ("Which bank of the Amu Darya is Afghan?", "The left bank is."),
        ("Which company built the port?", "BP built the port."),
        ("Which company bought the stake?", "The stake was sold to Lukoil."),
        ("Which language family is it of?", "It is Kartvelian."),
        ("What official language does Kazakhstan have?", "Kazakh is the state language."),
        ("Who are the presidents of the five states?", "Aliyev, Putin, Rouhani, Nazarbayev and Berdimuhamedow."),
        ("How much did Lukoil pay for its stake?", "Lukoil paid $1.45 billion."),
        ("What was at stake in the talks?", "The border was at stake."),
        ("Which stake was sold first?", "BP sold its own first."),
        ("What interest did Ankara pay attention to?", "It looked at gas."),
        ("When did his prison sentence begin?", "It began in May 2020."),
    ],
)
def test_what_may_answer_is_not_thought_missing(question: str, said: str) -> None:
    assert find_missing(question, said) is None
