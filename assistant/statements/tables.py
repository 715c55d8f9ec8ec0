"""Closed classes of English that the support check goes by. Imports word lists only."""

from __future__ import annotations

from assistant.sorts import OFFICES

IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been being", "become": "became", "begin": "began begun", "bring": "brought",
        "break": "broke broken", "build": "built", "buy": "bought", "choose": "chose chosen", "come": "came",
        "cost": "costs", "deal": "dealt", "do": "did done does", "draw": "drew drawn", "drive": "drove driven",
        "fall": "fell fallen", "feel": "felt", "fight": "fought", "find": "found", "fly": "flew flown",
        "forbid": "forbade forbidden", "get": "got gotten", "give": "gave given", "go": "went gone goes",
        "grow": "grew grown", "have": "has had having", "hear": "heard", "hold": "held", "keep": "kept",
        "know": "knew known", "lay": "laid", "lead": "led", "leave": "left", "lend": "lent", "lie": "lay lain",
        "lose": "lost", "make": "made", "mean": "meant", "meet": "met", "overcome": "overcame", "oversee": "oversaw",
        "overthrow": "overthrew overthrown", "pay": "paid", "rise": "rose risen", "run": "ran", "say": "said",
        "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent", "set": "sets", "shake": "shook shaken",
        "shoot": "shot", "show": "showed shown", "shrink": "shrank shrunk", "sink": "sank sunk",
        "speak": "spoke spoken",
        "spend": "spent", "stand": "stood", "steal": "stole stolen", "strike": "struck", "sweep": "swept",
        "take": "took taken", "teach": "taught", "tell": "told", "think": "thought", "throw": "threw thrown",
        "undergo": "underwent undergone", "undertake": "undertook undertaken", "wear": "wore worn", "win": "won",
        "withdraw": "withdrew withdrawn", "write": "wrote written", "die": "died dying", "agree": "agreed",
    }.items()
    for form in forms.split()
}  # fmt: skip

NEGATORS = frozenset(
    "not never no nor neither without none nobody nothing nowhere cannot hardly scarcely barely".split()
)
NEGATIVE_VERBS = frozenset(
    "fail refuse decline deny reject oppose lack block cancel abandon suspend prevent prohibit forbid avoid miss "
    "veto dismiss halt scrap".split()
)
"""Verbs that negate what follows them ("refused to sign") and are themselves no plain statement of it."""
PHRASE_NEGATORS = (
    "stop short of", "rule out", "yet to", "short of", "instead of", "rather than", "no longer", "far from",
    "false that", "untrue that", "unable to", "absence of", "lack of", "not until",
)  # fmt: skip
NO_NEGATION = (
    "not only", "no more than", "no less than", "no fewer than", "no later than", "not more than", "not less than",
    "not least", "no doubt", "no sooner", "no matter", "not just", "not merely",
)  # fmt: skip

MOODS = {
    "will": "future", "shall": "future", "wo": "future", "ll": "future", "would": "future",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible",
    "should": "due", "must": "due", "ought": "due", "need": "due",
}  # fmt: skip
"""Modal verbs by what they make of the verb after them; `would` is the future as told afterwards."""
INTENTIONS = frozenset(
    "plan intend aim hope expect want wish seek propose promise pledge agree decide vow consider threaten prepare "
    "try attempt offer undertake commit aspire project schedule".split()
)
"""Verbs (with "to" after them) that say somebody means to, not that it was done."""
CALLS = frozenset("call urge demand request appeal recommend propose ask suggest advocate invite encourage".split())
"""Verbs that say somebody wants others to; what they want is no fact."""
HEARSAY = frozenset(
    "claim allege accuse suspect rumour rumor reportedly allegedly supposedly purportedly unconfirmed".split()
)
CONDITIONS = frozenset("if unless whether provided".split())
POSSIBLY = frozenset("perhaps possibly probably likely maybe potentially conceivably".split())

ANTONYMS = {
    tuple(pair.split("/"))
    for pair in (
        "rise/fall rise/drop rise/decline increase/decrease increase/decline increase/reduce increase/fall "
        "grow/shrink grow/fall grow/decline gain/lose win/lose before/after more/less more/fewer above/below "
        "over/under first/last open/close begin/end start/end start/finish start/stop begin/stop import/export "
        "buy/sell accept/reject approve/reject support/oppose join/leave enter/leave include/exclude allow/forbid "
        "allow/ban permit/ban admit/deny north/south east/west northern/southern eastern/western largest/smallest "
        "highest/lowest longest/shortest high/low large/small long/short early/late earlier/later old/new "
        "older/newer oldest/newest upper/lower higher/lower larger/smaller longer/shorter success/failure "
        "succeed/fail agree/disagree agree/refuse connect/disconnect ally/enemy friend/enemy war/peace attack/defend "
        "advance/retreat deploy/withdraw expand/contract expand/reduce strengthen/weaken improve/worsen better/worse "
        "best/worst all/none always/never everything/nothing everyone/nobody both/neither public/private "
        "legal/illegal possible/impossible able/unable likely/unlikely majority/minority major/minor maximum/minimum "
        "positive/negative permanent/temporary same/different top/bottom up/down in/out inside/outside import/export "
        "importer/exporter appoint/dismiss elect/depose build/demolish create/abolish found/dissolve arrive/depart "
        "send/receive give/receive lend/borrow victory/defeat profit/loss surplus/deficit upstream/downstream "
        "signed/rejected ratify/reject sign/reject adopt/reject confirm/deny recognise/deny male/female man/woman "
        "military/civilian to/from with/without for/against since/until cheap/expensive rich/poor strong/weak "
        "easy/difficult hot/cold"
    ).split()
    for pair in [pair]
}
QUANTITIES = {
    word: number
    for number, words in enumerate(
        ("all every each both entire whole", "most", "some several", "few little", "many much numerous", "half", "any")
    )
    for word in words.split()
}
"""Words of quantity by what they amount to: one in the place of another of its group changes nothing."""
PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "anti", "de", "mis")

CONVERSES = {
    frozenset(pair.split("/"))
    for pair in "buy/sell give/receive import/export lend/borrow win/lose defeat/lose precede/follow teach/learn "
    "host/visit supply/buy deliver/receive send/receive lead/follow".split()
}
"""Verbs that say the same with the parties turned round."""
SYMMETRIC = frozenset(
    "meet sign agree border cooperate trade talk negotiate ally share establish hold conclude discuss relation tie "
    "link connect join partner agreement treaty border dispute conflict war peace equal resemble marry "
    "neighbour".split()
)
"""Words whose parties stand on one level when "with", "and" or "between" joins them."""

COUNTRIES = (
    "afghanistan afghan afghans|albania albanian albanians|algeria algerian|argentina argentine argentinian|armenia "
    "armenian armenians|australia australian australians|austria austrian austrians|azerbaijan azerbaijani "
    "azerbaijanis azeri azeris|bangladesh bangladeshi|belarus belarusian belarusians byelorussian|belgium belgian "
    "belgians|bosnia bosnian bosnians|brazil brazilian brazilians|bulgaria bulgarian bulgarians|canada canadian "
    "canadians|chile chilean|china chinese prc|colombia colombian|croatia croatian croats|cuba cuban cubans|cyprus "
    "cypriot cypriots|czechia czech czechs|denmark danish danes dane|egypt egyptian egyptians|england "
    "english|estonia estonian estonians|ethiopia ethiopian|europe european europeans|finland finnish finns|france "
    "french frenchman|georgia georgian georgians|germany german germans|greece greek greeks|hungary hungarian "
    "hungarians|iceland icelandic|india indian indians|indonesia indonesian|iran iranian iranians persia "
    "persian|iraq iraqi iraqis|ireland irish|israel israeli israelis|italy italian italians|japan japanese|jordan "
    "jordanian|kazakhstan kazakh kazakhs kazakhstani|kenya kenyan|korea korean koreans|kosovo kosovar|kuwait "
    "kuwaiti|kyrgyzstan kyrgyz kirghiz kyrgyzstani|latvia latvian latvians|lebanon lebanese|libya libyan|lithuania "
    "lithuanian lithuanians|malaysia malaysian|mexico mexican mexicans|moldova moldovan moldovans|mongolia "
    "mongolian|morocco moroccan|myanmar burma burmese|nepal nepali nepalese|netherlands dutch holland|nigeria "
    "nigerian|norway norwegian norwegians|oman omani|pakistan pakistani pakistanis|peru peruvian|philippines "
    "philippine filipino|poland polish poles|portugal portuguese|qatar qatari|romania romanian romanians|russia "
    "russian russians|saudi saudis|scotland scottish scots|serbia serbian serbs|slovakia slovak slovaks|slovenia "
    "slovene slovenian|spain spanish spaniards|sudan sudanese|sweden swedish swedes|switzerland swiss|syria syrian "
    "syrians|taiwan taiwanese|tajikistan tajik tajiks tajikistani|thailand thai|tunisia tunisian|turkey turkiye "
    "turkish turks turk|turkmenistan turkmen turkmens|uae emirati|uk british britain briton britons|ukraine "
    "ukrainian ukrainians|usa american americans america|uzbekistan uzbek uzbeks uzbekistani|vatican|venezuela "
    "venezuelan|vietnam vietnamese|wales welsh|yemen yemeni|africa african|asia asian|ussr soviet soviets|abkhazia "
    "abkhaz abkhazian|ossetia ossetian ossetians|karabakh qarabag|crimea crimean|chechnya chechen chechens|daghestan "
    "dagestan|palestine palestinian palestinians|kurdistan kurd kurdish kurds|rome roman romans|byzantium "
    "byzantine|ottoman ottomans|turkic|islam islamic muslim muslims|christian christians christianity|kyiv "
    "kiev|nakhchivan naxcivan nakhichevan|baku baki|shusha susa shushi|khankendi xankendi stepanakert|istanbul "
    "constantinople|beijing peking"
)
"""A country (or a place of many names), its adjective and its people: one name, the first."""
CAPITALS = {
    capital: frozenset(meant.split())
    for capital, _, meant in (
        pair.partition(":")
        for pair in (
            "algiers:algeria|amman:jordan|ankara:turkey|ashgabat:turkmenistan|asgabat:turkmenistan|"
            "astana:kazakhstan|athens:greece|baghdad:iraq|baku:azerbaijan|bangkok:thailand|beijing:china|"
            "beirut:lebanon|belgrade:serbia|berlin:germany|bern:switzerland|bishkek:kyrgyzstan|"
            "bratislava:slovakia|brussels:eu belgium|bucharest:romania|budapest:hungary|cairo:egypt|"
            "canberra:australia|caracas:venezuela|chisinau:moldova|copenhagen:denmark|damascus:syria|delhi:india|"
            "dhaka:bangladesh|doha:qatar|dublin:ireland|dushanbe:tajikistan|hanoi:vietnam|havana:cuba|"
            "helsinki:finland|islamabad:pakistan|jakarta:indonesia|jerusalem:israel|kabul:afghanistan|"
            "kathmandu:nepal|khartoum:sudan|kremlin:russia|kyiv:ukraine|lisbon:portugal|ljubljana:slovenia|"
            "london:uk|madrid:spain|manila:philippines|minsk:belarus|moscow:russia|nairobi:kenya|nicosia:cyprus|"
            "oslo:norway|ottawa:canada|paris:france|podgorica:montenegro|prague:czechia|pristina:kosovo|"
            "pyongyang:korea|riga:latvia|riyadh:saudi|rome:italy|sarajevo:bosnia|seoul:korea|skopje:macedonia|"
            "sofia:bulgaria|stockholm:sweden|taipei:taiwan|tallinn:estonia|tashkent:uzbekistan|tbilisi:georgia|"
            "tehran:iran|tirana:albania|tokyo:japan|tripoli:libya|tunis:tunisia|vienna:austria|vilnius:lithuania|"
            "warsaw:poland|washington:usa|yerevan:armenia|zagreb:croatia|europe:eu"
        ).split("|")
    )
}
"""What a capital stands for where it means a government: "Ankara agreed"."""
ALIASES = {name: group.split()[0] for group in COUNTRIES.split("|") for name in group.split()}
LONG_NAMES = (
    ("united states of america", "usa"), ("united states", "usa"), ("u.s.a.", "usa"), ("u.s.", "usa"),
    ("united kingdom", "uk"), ("great britain", "uk"), ("u.k.", "uk"), ("soviet union", "ussr"),
    ("european union", "eu"), ("united nations", "un"),
    ("united arab emirates", "uae"), ("saudi arabia", "saudi"), ("people's republic of china", "china"),
    ("russian federation", "russia"), ("islamic republic of iran", "iran"), ("czech republic", "czechia"),
    ("republic of azerbaijan", "azerbaijan"), ("republic of turkey", "turkey"), ("republic of türkiye", "turkey"),
    ("republic of armenia", "armenia"), ("republic of kazakhstan", "kazakhstan"),
)  # fmt: skip
"""Names of several words that are one name; longer ones first."""

TITLES = (OFFICES - {"leader", "head"}) | frozenset(
    "prime foreign general prince shah chair mr mrs ms dr sir professor senator deputy vice "
    "ministry government state republic parliament january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday summit agreement "
    "treaty declaration convention protocol".split()
)
"""Words that are written large before or in names and name nobody by themselves."""
PRONOUNS = frozenset(
    "it its he him his she her hers they them their theirs this that these those both we our us who which".split()
)
REFERENCES = frozenset(
    "country countries state states side sides government governments party parties leader leaders president "
    "minister organization organisation company agreement treaty pipeline project city region union bloc two".split()
)
"""Nouns that, with "the" before them, may stand for a name said earlier in the article."""
OPENERS = frozenset(
    "after although among another at before both by despite during each even every following for from however if in "
    "it its like many most not of on one only since so some such than that the their then there these they this "
    "those though through to today two three four five six seven eight nine ten under until when where while who "
    "with within yesterday according also because between first second third former later meanwhile instead moreover "
    "nevertheless several what which how why all a an and as but he her his i my our she we you your no nor neither "
    "yet once over about nearly almost more less few fewer half nobody none nothing total recently currently finally "
    "early late mid did does do is are was were has have had would could should".split()
)
FUNCTION_WORDS = frozenset(
    "a an the and or but of in on at by for to from with as into onto upon over under between among about against "
    "during through per via than that which who whom whose this these those it its he him his she her they them "
    "their we our us i my me you your is are was were be been being am has have had having do does did done will "
    "would shall should may might must can could not no nor also so then there here when where while if s t ll ve re "
    "d both such more most very just only too even out up down off again further once each own same some any all "
    "what how why because until since".split()
)
