"""Our own words for the first day of the criteria; from then on they belong to whoever edits the pages."""

AZ = """
<p>Bələdçilərimizi qorxan, yorulan ailələr oxuyur. Ona görə nəyi və niyə yazdığımızı açıq deyirik.</p>
<h2>Kimin və nəyin adını çəkirik</h2>
<ul>
<li>Yalnız Azərbaycanda qanuni işləyən və hər kəsin müraciət edə bildiyi xidmətlərin adını çəkirik.</li>
<li>Dövlət xidmətlərini, pulsuz imkanları və “heç nəyi dəyişməmək” yolunu da eyni qaydada göstəririk.</li>
<li>Heç kim siyahıya düşmək, yuxarıda durmaq və ya təriflənmək üçün pul verə bilməz. Reklam yoxdur.</li>
<li>Ad əlifba sırası ilə yazılır. Başqa sıra varsa, səbəbi yanında yazılır.</li>
<li>Yoxlama nəticəsi varsa, onu tarixi və mənbəyi ilə göstəririk, yaxşı da olsa, pis də.</li>
</ul>
<h2>Bələdçi necə yaranır</h2>
<ul>
<li>Hər bələdçinin adı yazılmış mütəxəssisi var.
O, öz maraqlarını özü bəyan edir və biz onları səhifədə göstəririk.</li>
<li>Yazan adam öz yazdığını dərc edə bilməz: ikinci şəxs oxuyub təsdiq edir.</li>
<li>Şübhə doğura bilən hər sözün mənbəyi var.</li>
<li>Mütəxəssislərin fikri ayrılanda əsas fikirləri yan-yana yazırıq.</li>
</ul>
<h2>Bələdçi necə yeni qalır</h2>
<ul>
<li>Hər səhifə vaxtı çatanda başdan-başa yoxlanır, hər mənbə yenidən açılır. Tarix yalnız o zaman dəyişir.</li>
<li>Vaxtı keçmiş səhifə bunu oxucuya deyir. Çox gecikən səhifə axtarışdan çıxır.</li>
<li>Səhvlərimizi gizlətmirik: nə səhv idi, indi nə doğrudur, hamısı səhvlər jurnalında qalır.</li>
</ul>
"""

RU = """
<p>Наши руководства читают встревоженные и уставшие семьи. Поэтому мы открыто говорим, что мы пишем и почему.</p>
<h2>Кого и что мы называем</h2>
<ul>
<li>Мы называем только услуги, которые законно работают в Азербайджане и доступны каждому.</li>
<li>Государственные услуги, бесплатные возможности и путь «ничего не менять» мы показываем наравне с другими.</li>
<li>Никто не может заплатить за место в списке, за первое место или за похвалу. Рекламы нет.</li>
<li>Названия стоят по алфавиту. Если порядок другой, рядом написано почему.</li>
<li>Результат проверки мы показываем с датой и источником, хороший он или плохой.</li>
</ul>
<h2>Как появляется руководство</h2>
<ul>
<li>У каждого руководства есть названный по имени специалист.
Он сам сообщает о своих интересах, и мы показываем их на странице.</li>
<li>Никто не публикует написанное им самим: второй человек читает и одобряет.</li>
<li>У всего, в чём можно усомниться, есть источник.</li>
<li>Где специалисты расходятся, главные мнения стоят рядом.</li>
</ul>
<h2>Как оно остаётся верным</h2>
<ul>
<li>В назначенный срок каждая страница проверяется целиком, каждый источник открывается заново.
Только тогда меняется дата.</li>
<li>Страница, срок которой прошёл, говорит об этом читателю. Если он прошёл давно, её не находит поиск.</li>
<li>Мы не прячем ошибок: что было неверно и что верно теперь, остаётся в журнале исправлений.</li>
</ul>
"""

EN = """
<p>Our guides are read by worried families and tired carers. So we say openly what we write, and why.</p>
<h2>Whom and what we name</h2>
<ul>
<li>We name only services that work lawfully in Azerbaijan and that anybody may ask for.</li>
<li>Services of the state, free ones, and leaving things as they are stand beside all others.</li>
<li>Nobody can pay to be listed, to stand first or to be praised. There is no advertising.</li>
<li>Names stand in the order of the alphabet. Where they do not, the reason stands beside them.</li>
<li>We show the result of an inspection with its date and source, good or bad.</li>
</ul>
<h2>How a guide is made</h2>
<ul>
<li>Each guide has an expert with a name. They declare their interests themselves, and we show them on the page.</li>
<li>Nobody publishes what they wrote: a second person reads it and approves.</li>
<li>Everything that could be doubted has a source.</li>
<li>Where experts differ, the main views stand side by side.</li>
</ul>
<h2>How it stays right</h2>
<ul>
<li>On its day each page is checked as a whole and each source is opened again. Only then does its date change.</li>
<li>A page past its day says so. One long past it is no longer found by searching.</li>
<li>We do not hide mistakes: what was wrong, and what is right now, stays in the log of corrections.</li>
</ul>
"""

# Language: title, address, words.
CRITERIA = {
    "az": ("Nəyi siyahıya alırıq və niyə", "meyarlar", AZ),
    "ru": ("Кого мы включаем в списки и почему", "kriterii", RU),
    "en": ("What we list, and why", "criteria", EN),
}
