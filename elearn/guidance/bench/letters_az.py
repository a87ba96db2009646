"""Sentences of questions in Azerbaijani. Rules were improved with DEVELOPMENT alone; HELD_OUT gives the figure.

{first}, {last}, {name} (first, last), {full} (last, first, father's), {small} (name without capitals); ":gen" and so on
declines. Sentences without a slot are traps: laws, money, hours, medicines, offices and places.
"""

DEVELOPMENT = {
    "openings": (
        "Salam, mənim adım {name}, anam {first:gen} halı pisləşib.",
        "Hörmətli məsləhətçi, mənim adım {small}, sizə həyat yoldaşım {name:gen} barəsində yazıram.",
        "Salam. Nənəm {first} xanım artıq altı aydır yataqdadır.",
        "Axşamınız xeyir. {full} mənim atamdır, insultdan sonra yeriyə bilmir.",
        "Salam, qorxuram ki, bacım {first:dat} kimsə pis baxır.",
        "Anamın adı {first}, tək yaşayır və unudur ki, qazı bağlasın.",
        "Biz ailəlikcə çətin vəziyyətdəyik: {name} bir aydır ki, heç kimi tanımır.",
        "Salam, {first} müəllim bizə sizi məsləhət gördü.",
    ),
    "facts": (
        "Onun FİN kodu {fin}, vəsiqəsi {identity}.",
        "Mənə {phone} nömrəsi ilə zəng edə bilərsiniz.",
        "Ünvanımız: {address}.",
        "O, {birth_date} tarixində anadan olub.",
        "Pensiya kartının nömrəsi {bank_card}.",
        "Sosial sığorta nömrəsi {document}, amma sistem qəbul etmir.",
        "Poçtum {email}, ora da yaza bilərsiniz.",
        "Qonşumuz {name:dat} açar vermişik, telefonu {phone}.",
        "Həkim {last} dedi ki, {first:acc} tək qoymaq olmaz.",
        "Qulluqçu {name} bizdən pul istəyir, maşını {plate}.",
        "Pulu {iban} hesabına köçürməyimizi istədilər.",
        "Onun səhifəsi {web}, orada hər şeyi yazır.",
        "Qardaşım {first:ins} mübahisə etdik, o razı deyil.",
    ),
    "traps": (
        "275-IVQ nömrəli qanunun 12-ci maddəsində bu barədə nə yazılıb?",
        "Pensiyası 320 manat 50 qəpikdir, dərman isə 85 manata başa gəlir.",
        "Səhər Metformin 500 mq, axşam Enalapril 10 mq qəbul edir.",
        "DOST Mərkəzi saat 09:00-dan 18:00-dək işləyir, amma bizi qəbul etmədilər.",
        "Respublika Klinik Xəstəxanasında üç gün qaldıq, sonra evə buraxdılar.",
        "Gəncədə belə mərkəz varmı, yoxsa Bakıya getməliyik?",
        "Əlillik dərəcəsi 2025-ci ilin mart ayında verilib.",
        "O, 78 yaşındadır, çəkisi 52 kiloqramdır.",
    ),
    "closings": ("Hörmətlə,\n{name}", "Təşəkkür edirəm, {first}.", "Xahiş edirəm kömək edin.", "Qabaqcadan sağ olun."),
}

HELD_OUT = {
    "openings": (
        "Sabahınız xeyir, adım {name}dir, babamla bağlı yazıram.",
        "Salam, mənim adım {small} və mən Sumqayıtda yaşayıram.",
        "Qaynanam {name:gen} yaddaşı getdikcə zəifləyir, bilmirik nə edək.",
        "Dayım {full} tək qalıb, ona baxan yoxdur.",
        "Salam, {first} xala bizim qonşumuzdur və hər gecə qışqırır.",
        "Yazıram ki, bəlkə kömək edəsiniz. Ata {name} diabet xəstəsidir, ayağını kəsiblər.",
        "Mən çox yorulmuşam, iki ildir {first:dat} gecə-gündüz baxıram.",
        "Allah xatirinə cavab verin, oğlum {first:gen} əlilliyi var.",
    ),
    "facts": (
        "Şəxsiyyət vəsiqəsinin seriyası {identity}, FİN: {fin}.",
        "Əlaqə üçün telefon: {phone}, axşam saatlarında.",
        "Qeydiyyat üzrə {address} ünvanında yaşayır.",
        "Doğum tarixi {birth_date}, ona görə yaş həddi düşür.",
        "Kart nömrəsini ({bank_card}) telefonda soruşdular, dedi.",
        "Pensiya vəsiqəsi № {document} itib.",
        "Sənədləri {email} ünvanından göndərmişəm.",
        "Vəkil {name} dedi ki, gözləyək, ofisinin nömrəsi {phone}.",
        "Dünən sosial işçi {first} xanım gəldi, {last:abl} heç nə soruşmadı.",
        "Gələn adam {plate} nömrəli maşında idi, özünü {name} kimi təqdim etdi.",
        "Hesab {iban} bloklanıb.",
        "Qızımı Instagramda {web} kimi tapa bilərsiniz.",
        "Bacım {name:ins} danışdıq, {first} da razıdır.",
    ),
    "traps": (
        "Nazirlər Kabinetinin 2018-ci il 14 fevral tarixli 60 nömrəli qərarı bizə aiddirmi?",
        "Ayda 450 manat qulluqçuya, 120 manat dərmana verirəm.",
        "Həkim Amlodipin 5 mq və gündə yarım həb Varfarin yazıb.",
        "ASAN xidmət mərkəzində dedilər ki, bazar ertəsi 10:30-da gəlin.",
        "Mərkəzi Gömrük Hospitalında müayinə üçün 6 həftə gözləmək lazımdır.",
        "Lənkəranda və Şəkidə gündüz qulluq mərkəzləri varmı?",
        "Müavinət 3 mart 2026-cı ildə kəsilib, səbəbini demədilər.",
        "Təzyiqi 180/110 olur, yaşı 81-dir.",
    ),
    "closings": (
        "Minnətdarlıqla, {name}",
        "Sağ olun.\n{first}",
        "Cavabınızı gözləyirəm.",
        "Bizə yol göstərin, nə olar.",
    ),
}
