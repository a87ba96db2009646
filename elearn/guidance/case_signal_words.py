"""What violence, neglect and self-harm sound like in three languages, as patterns for the folded text.

Folded (see `case_signals.fold`): small letters, "ə" is "e", "ş" is "s", "ı" is "i", "ö" is "o", "ё" is "е". A verb of
violence counts when a person is its object: "hit me", not "hit the road". `INNOCENT` is taken out before anything is
looked for. Own knowledge of the three languages; no list of others was used.
"""

BETWEEN = r"(?: \w+){0,3} "  # up to three words
BEAT = r"döy(?!ün|üş)"  # looked for in the letters as they were written

# Whom it is done to, in the accusative of each language ----------------------------------------------------
AZ_KIN = (
    r"(?:ana|ata|nene|baba|er|arvad|yoldas|ogl|qiz|baci|qardas|usa[qg]|xala|bibi|emi|dayi|qonsu|qoca|yasli|xeste"
    r"|gelin|neve|ovlad|korpe|valideyn)"
)
AZ_WHOM = rf"(?:meni|seni|onu|bizi|sizi|onlari|ozumu|ozunu|{AZ_KIN}\w{{0,6}}[iu])"
EN_KIN = (
    r"(?:mother|father|mum|mom|mummy|dad|wife|husband|son|daughter|sister|brother|gran|granny|grandma|grandpa|nan"
    r"|grand(?:mother|father|son|daughter|child|children|parents)|aunt|auntie|uncle|parents?|neighbou?r|child|children"
    r"|kids?|baby|carer|partner|cousin|in-laws?)"
)
EN_BODY = (
    r"(?:head|knees?|hips?|face|arms?|legs?|back|elbow|nose|shoulder|hands?|foot|feet|eyes?|forehead|chin|side|toe"
    r"|fingers?|neck|ribs?|ankle|wrist)"
)
EN_WHOM = rf"(?:me|him|us|them|her(?! {EN_BODY}\b)|(?:my|our|her|his|their|the|an?)(?: old| elderly| own)? {EN_KIN})\b"
EN_WHO = rf"(?:he|she|they|who|somebody|someone|{EN_KIN})"
RU_KIN = (
    r"(?:мать|маму|матери|отца|папу|бабушк[уи]|дед(?:а|ушку|ушки)?|жену|мужа|дочь|дочку|сын[ао]?|сестру|брата|тетю|дядю"
    r"|ребенка|детей|внук[ао]?|внучку|соседк?[ау]|стари[кц]а?|старушку|родителей|пожил\w+|больн(?:ую|ого|ых))"
)
RU_WHOM = rf"(?:меня|тебя|ее|его|нас|их|себя|{RU_KIN})"
RU_PENSION = r"(?:пенси[юи]|деньги|денег|пособи[ея]|карт[уы]|карточк[уи]|сбережени[яй])"

SELF_HARM = (
    # Azerbaijani
    r"oz(?:umu|unu)(?: \w+){0,2} (?:as(?:maq|aca[gq]|ir(?!i)|di|ib|mis)|oldur|zeherle|yandir|at(?:maq|aca))",
    r"ozu(?:me|ne) qesd",
    r"intihar",
    r"yasamaq istemir",
    r"olmek isteyir",
    r"can(?:ima|ina) qiy",
    r"kas(?: \w+)? oley",
    r"olsem yaxsi",
    r"heyatdan bez",
    r"heyat(?:ima|ina) son (?:qoy|ver)",
    r"yasama[gq]\w* mena\w* (?:yox|qalma)",
    # English
    r"(?:kill|hang|harm|hurt|drown|poison|shoot)(?:s|ed|ing)? (?:my|him|her)self",
    r"suicid",
    r"end(?:ing)? (?:my|it) (?:life|all)\b",
    r"(?:going to|wants? to|keeps?) (?:cut|cutting) (?:my|him|her)self",
    r"(?:do|does|did)(?: not|n't) want to (?:live|be here any)",
    r"no longer wants? to live",
    r"(?<!not )(?<!n't )want(?:s|ed)? to die",
    r"better off dead",
    r"wish (?:i|he|she) (?:was|were) dead",
    r"no reason to live",
    r"tired of living",
    # Russian
    r"покончи\w* с собой",
    r"покончу с собой",
    r"суицид",
    r"самоубий",
    r"не хо(?:чу|чет|чется) (?:больше )?жить",
    r"жить (?:больше )?не хо(?:чу|чет|чется)",
    r"хо(?:чу|чет) умереть",
    r"повес(?:ить|ил\w*|ит|ят)с[ья]",
    r"повешусь",
    r"(?:убить|убью|убьет) себя",
    r"налож\w+ на себя руки",
    r"(?:вскр\w+|реж\w+|порез\w+) (?:себе )?вены",
    r"хо(?:чу|чет) отравиться",
    r"(?:выброш|выпрыгн)\w+ из окна",
    r"выброситься",
    r"устал[аи]? жить",
    r"нет смысла жить",
    r"лучше (?:бы )?(?:я )?(?:умереть|умер)",
)

VIOLENCE = (
    # Azerbaijani: döymək (without its dots the same as “to be full”, so then somebody has to be beaten; see BEAT)
    rf"{AZ_WHOM}{BETWEEN}doy(?!un|us)",
    rf"{AZ_WHOM}{BETWEEN}vur(?:ur|du|ub|mus|mag|maq|aca|sa)",
    r"(?:mene|ona|bize|anama|atama|neneme|babama|uzume|uzune|basima|basina) vur(?:ur|du|ub|mus)",
    r"(?:sille|sapalaq|yumru[qg]|tepi[kyg])\w*(?: \w+)? (?:vur|cek|ilisdir|caxdi|at(?:ir|di|ib))",
    r"(?:sille|sapalaq|yumruq|tepik)le",
    r"siddet",
    r"zorakili",
    r"zorla",
    r"tecavuz",
    r"hedele",
    r"el qaldir",
    r"soyur",
    r"tehqir ed",
    r"bog(?:ur|du\b|ub|mag|mus)",
    r"bicaqla",
    r"dava sal",
    rf"{AZ_WHOM}(?: \w+){{0,2}} oldur(?:ec|er|mek|um)",
    r"evd[ae]n (?:\w+ )?qov",
    r"(?:meni|bizi|anami|atami) qorxudur",
    r"(?:doy|vur|oldur)\w*ce(?:k|yind)\w* (?:deye )?qorx",
    # Azerbaijani: money and cards
    r"el(?:imden|inden|imizden|lerinden) (?:\w+ )?al(?!in\b)",
    r"(?:pulumu|pulumuzu|(?:anamin|atamin|nenemin|babamin) pulunu)(?: \w+){0,2} "
    r"(?:al(?:ir(?!am|iq)|ib(?!am)|di(?!m|q))|gotur(?!ur?em|dum)|menimse)",
    r"(?:pul|pensiya|teqaud|maas|kart|qizil)\w*(?: \w+){0,2} ogurla",
    r"pensiyami(?: \w+)? (?:vermir|ozune)",
    # English
    rf"(?:hit|hits|hitting|slap(?:s|ped|ping)?|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|beat|beats|beating"
    rf"|chok(?:es|ed|ing)"
    rf"|smack(?:s|ed)?|strikes|struck|bit|bites|attack(?:s|ed)?|assault(?:s|ed)?) {EN_WHOM}",
    rf"(?:is|was|been|being|gets?|got|were|are|am) (?:\w+ )?(?:beaten(?! egg)|slapped|punched|hit by (?:my|his"
    rf"|her|the|an?) {EN_KIN})",
    rf"push(?:es|ed|ing)? {EN_WHOM} (?:down|over|against|off)",
    rf"(?:he|she|they|son|husband) hits? (?:my|her|his) {EN_BODY}",
    rf"{EN_WHO}(?: \w+)? (?:hurts|is hurting|are hurting|has hurt) (?:me|him|us|them|her|my {EN_KIN})\b(?! {EN_BODY})",
    rf"(?:shout|scream|yell|swear)(?:s|ed|ing)? at {EN_WHOM}",
    r"humiliat",
    r"\babus(?:e|ed|es|er|ive|ing)\b",
    r"violen",
    r"threaten",
    r"strangl",
    r"rap(?:e|ed|es|ing|ist)\b",
    rf"(?:afraid|scared|frightened|terrified) of {EN_WHOM}",
    rf"(?:will|'ll|would|going to|wants? to|gonna) kill (?:me|him|us|her|my {EN_KIN})\b",
    rf"(?:thrown|throws?|threw|throwing|kick(?:s|ed)) {EN_WHOM} out",
    # English: money and cards
    r"(?<!\bi )(?:takes|took|taking|taken) (?:away )?(?:all )?(?:of )?(?:my|our) (?:pension|money|savings"
    r"|benefits?|allowance)",
    r"(?:steals?|stole|stolen|stealing) (?:all )?(?:of )?(?:my|our|her|his|money from)",
    r"(?:takes|took|taking) (?:her|his|my (?:mother|father|mum|mom|dad)'?s) (?:pension|money|card"
    r"|savings) (?:away|from)",
    r"(?:keeps|took away|takes away) my (?:\w+ )?(?:pension|money|card|phone)",
    # Russian
    rf"{RU_WHOM}{BETWEEN}(?:удари(?:л|ла|ли)|ударя[ею]т|бил[аи]?|побил[аи]?|толкнул[аи]?|пина[ею]т|пнул[аи]?|бить)\b",
    rf"(?:удари(?:л|ла|ли)|ударя[ею]т|бил[аи]?|побил[аи]?|толкнул[аи]?|пина[ею]т|пнул[аи]?"
    rf"|бить)(?: \w+){{0,2}} {RU_WHOM}\b",
    r"бь[ею]т\b",
    r"избив",
    r"избил",
    r"избит",
    r"побои",
    r"поколоти",
    r"насили(?!е над собой)",
    r"изнасил",
    r"угрожа(?!ющ)",
    r"издева",
    r"душ(?:ит|ил|ила|ат)\b",
    r"оскорбля",
    r"унижа",
    r"обзыва[ею]т",
    r"крич[иа]т на (?:меня|мать|маму|нее|него|отца|бабушку)",
    rf"(?:подн(?:ял|яла|яли|имает|имают|имал\w*) руку|руку подн\w+) на {RU_WHOM}?",
    rf"(?:подн(?:ял|яла|яли|имает|имают|имал\w*)) на (?:\w+ )?{RU_WHOM} (?:\w+ )?руку",
    r"руку на (?:меня|нее|него|мать|маму)",
    rf"(?:{RU_WHOM}(?: \w+)? убь[ею]т|убь(?:ет|ют|ю) {RU_WHOM})",
    r"(?:хо(?:чет|тят)|обеща\w+|собира\w+|грозит\w*) (?:\w+ )?убить",
    r"гроз(?:ит|ится|ился|ил|илась)\w* (?:\w+ )?(?:выгнать|побить|избить|сдать)",
    r"выг(?:оня[ею]т|нал[аи]?)(?: \w+){0,2} (?:из дома|из квартиры|на улицу)",
    r"боюсь (?:сына|мужа|внука|его|зятя|невестк)",
    # Russian: money and cards
    rf"(?:отбира|отнима|вору|вымога|крад)[а-я]*(?: \w+){{0,3}} {RU_PENSION}",
    rf"(?:отобрал|отнял|украл)[аи]?(?: \w+){{0,3}} {RU_PENSION}",
    rf"{RU_PENSION}(?: \w+){{0,2}} (?:отбира|отнима|вору|отобрал|отнял|украл)",
    r"забира[ею]т (?:себе )?(?:у \w+ )?(?:мою|мои|мо[еи]|всю|все) (?:пенсию|деньги|пособие|карт)",
    rf"у (?:меня|нее|него|нас|мамы|матери|отца|папы|бабушки|дедушки)(?: \w+){{0,2}} (?:забира[ею]т"
    rf"|забрал[аи]?)(?: \w+)? {RU_PENSION}",
    rf"(?<!я )забрал[аи]? (?:у \w+ )?(?:мою |мои |всю |все ){RU_PENSION}",
)

NEGLECT = (
    # Azerbaijani
    r"ac saxla",
    r"ac qal",
    r"susuz saxla",
    r"ota[gq]a (?:\w+ )?bagla",
    r"(?:carpayi|stul|kreslo|yata[gq])\w* bagla",
    r"kilidleyib",
    rf"{AZ_WHOM}{BETWEEN}(?:qapini )?kilidle(?!n)",
    r"(?:ota[gq]a|eve|evde|otaqda|zirzemiye) (?:\w+ )?kilidle(?!n)",
    r"uzume (?:\w+ )?kilidle",
    r"evden (?:\w+ )?buraxmir",
    r"baximsiz",
    r"atib ged",
    r"dermanini vermir",
    r"(?:yemek|cemek|su) vermir",
    r"hec kim(?: \w+)? baxmir",
    # English
    r"neglect",
    r"left alone for days",
    rf"lock(?:s|ed|ing)? (?:me|him|us|them|her|my {EN_KIN})\b",
    rf"{EN_WHO} lock (?:me|him|her|us)",
    r"locked (?:in|inside|up)\b",
    r"(?:not|n't|never) let (?:me|her|him|us) (?:out|leave)",
    r"gives no food",
    r"no food",
    r"(?:not|n't) (?:feed|give) (?:me|her|him)(?: any| enough)?(?: food| to eat)?\b(?= |$|[.!?,])",
    r"starv",
    r"tied to (?:the|a|her|his) (?:bed|chair)",
    # Russian
    r"мор[ия]т голодом",
    r"не корм[ия]т",
    r"без присмотра",
    r"взаперти",
    r"не выпуска[ею]т",
    r"запира[ею]т",
    r"запер(?:ли|ла|т[аоы]?)?\b",
    rf"{RU_WHOM}(?: \w+){{0,2}} закры(?:ва[ею]т|ли|л|ла)\b",
    r"закрыва[ею]т(?: \w+){0,3} на (?:ключ|замок)",
    rf"закры(?:ва[ею]т|ли|л|ла) {RU_WHOM} ",
    r"брошенн?(?:ый|ая|ые|а|ы)?\b",
    r"привязыва",
    r"привязан[аы]? к (?:кровати|стулу|креслу|батарее)",
    r"одн[аи]?(?: \w+)? голодн",
    r"голодн\w+(?: \w+)? одн[аи]?\b",
    r"никто (?:\w+ )?(?:не )?(?:за ней |за ним )?(?:не )?ухаживает",
)

# Taken out first: what is said in these words and means no harm.
INNOCENT = (
    # Azerbaijani: eggs, doors, the heart; injections, an accident, an illness; one's own keys
    r"doyulmus (?:yumurta|et\b|qoz|badam|seker|sarimsaq|findiq|qehve)",
    r"qapi\w* (?:\w+ )?doy\w+",
    r"urey\w* doyun\w*",
    r"(?:iyne|insulin|ukol|peyvend|vaksin|derman)\w*(?: (?!meni|onu|bizi|anami|atami)\w+){0,4} vur\w*",
    r"vur\w*(?: \w+){0,2} (?:iyne|insulin|ukol|peyvend)\w*",
    r"(?:masin|avtomobil|avtobus|iflic|insult|infarkt|ildirim|elektrik|tok|isti|(?<!her )gun|soyuq|qizdirma"
    r"|yel)(?: \w+){0,2} vur\w*",
    r"agri\w*(?: \w+){0,3} oldur\w*",
    r"(?:oskurek|astma|tengnefeslik)(?: \w+){0,2} bog\w*",
    r"(?<!uzume )(?<!uzumuze )(?:qapi|evimi|evi|masin|telefon|seyf|ekran|darvaza|kart|hesab)\w* (?:\w+ )?kilidle\w*",
    r"evde olmek isteyir\w*",
    r"oz evinde olmek\w*",
    # English: the road, games, eggs, an illness, an account, the place of a peaceful end
    r"hit (?:the road|the headlines|a wall)",
    r"beats? (?:me|him|her|us) (?:at|to) (?!home|night|work|the)\w+",
    r"beats? me\b(?= (?:how|why|what))",
    r"life[- ]threatening",
    r"(?:alcohol|drug|substance) abuse",
    r"rape ?seed",
    r"violent (?:cough|storm|wind)",
    r"(?:pain|stairs|heat|cold|work|back|boredom)\w*(?: \w+){0,3} (?:kill|hurt)\w* (?:me|her|him)",
    r"(?:it|that|this) hurts? (?:me|her|him)",
    r"locked (?:me|her|him|us) out of (?:my|her|his|our|the) (?:account|phone|computer|bank|app|email)",
    r"locked[- ]in syndrome",
    r"want(?:s|ed)? to die (?:at|in) (?:home|her|his|my|a hospice|hospital|peace)",
    r"(?:heart|stroke|heat|panic|asthma|angina) attack\w*",
    # Russian: a shiver, the clock, a cough, electricity; doors; the place of a peaceful end
    r"б(?:ьет|ьют|ил|ила|ило)(?: \w+)? (?:озноб|дрожь|кашель|током|тревогу|ключом)\w*",
    r"(?:озноб|дрожь|судороги)(?: \w+){0,2} б(?:ьет|ьют|ил|ила|ило)\b",
    r"час\w* бь\w+",
    r"душ(?:ит|ил|ат)(?: \w+){0,2} (?:кашель|астма|слез\w+)",
    r"(?:кашель|астма|слезы)(?: \w+){0,2} душ(?:ит|ил|ат)",
    r"(?:запира[ею]т|запер(?:ли|ла|т[аоы])?) (?:\w+ )?(?:двер|квартир|машин|ворот|калитк|сейф)\w*",
    r"(?:двер|квартир|ворот)\w* (?:\w+ )?(?:запира[ею]т|запер(?:ли|ла|т[аоы])?)\b",
    r"хо(?:чу|чет) умереть (?:дома|в своей|в своем)",
    r"не кормит грудью",
    r"издева\w* над законом",
)
