"""A question becomes a public answer: nothing that says who asked leaves, and who asked decides."""

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from elearn.guidance.blocks import FEATURES
from elearn.guidance.case_enums import MayPublish
from elearn.guidance.domain import case_public, case_write, pages
from elearn.guidance.domain.case_public import Chosen, Text, begin, look_at, propose, say_public, went_public
from elearn.guidance.errors_cases import ChangedMeanwhile, NotForOthers, NotYours, StillThere, WroteMore
from elearn.guidance.models import GuidePage, PublicAnswer
from elearn.notices.models import Notice
from elearn.people.models import ContactPoint, Role
from elearn.web.api import ask_for_approval
from elearn.web.domain.approve import approve, why_not
from elearn.web.errors import NotApproved
from tests import factories
from tests.guidance import counsel
from tests.guidance.counsel import asked, given, sent
from tests.guidance.test_publishing import decide
from tests.visitors import mailbox  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db
LETTER = (
    "Mənim adım Gülnaz Hacıyevadır. Anam Sona Hacıyeva Nizami küçəsi 14, mənzil 7-də yaşayır, FIN kodu 5ZK2M8A, "
    "telefonum 050 222 33 44. Ayağa qalxa bilmir, pensiyasını kim ala bilər?"
)
ANSWER = "Gülnaz xanım, etibarnamə ilə siz ala bilərsiniz. Mənə 012 555 01 01 nömrəsinə zəng edin."
FIXED = {
    "title": "Pensiyanı başqasının əvəzinə almaq", "summary": "Etibarnamə ilə yaxın adam ala bilər. Necə, burada oxuyun.",
    "question": "Yaşlı valideyn ayağa qalxa bilmir. Pensiyasını onun əvəzinə kim ala bilər?",
    "answer": "Etibarnamə ilə yaxın adam ala bilər.",
}  # fmt: skip
PHONE = (ContactPoint.Kind.PHONE, "+994502223344")


@pytest.fixture(autouse=True)
def all_pages():
    factories.guidance_pages()


@pytest.fixture
def sevinc():
    return counsel.sevinc()


@pytest.fixture
def tural():
    return counsel.tural()


@pytest.fixture
def topic():
    return pages.create_topic("Pensiyalar", language="az")


def answered(account, /, *, may="yes", text=LETTER, answer=ANSWER, **more):
    case = given(account, text, may_publish=may, name="Gülnaz", **more)
    sent(case, account, answer)
    case.refresh_from_db()
    return case


def proposed(case, by, topic, *, chosen=None, expert=None, **other) -> PublicAnswer:
    text, seen = Text(**{**FIXED, **other}), look_at(case).seen
    return propose(case, text, topic=topic, chosen=chosen or Chosen(), by=by, seen=seen, expert=expert)


# What is meant to happen ----------------------------------------------------------------------------------
def test_with_a_yes_their_words_are_the_beginning_without_what_says_who_they_are(sevinc):
    case = answered(sevinc, reach=PHONE)
    question, answer = begin(case, look_at(case), Chosen())
    for gone in ("Gülnaz", "Hacıyeva", "Sona", "Nizami", "5ZK2M8A", "222 33 44", "555 01 01"):
        assert gone not in question + answer
    assert "pensiyasını kim ala bilər" in question and "etibarnamə" in answer


def test_a_finding_can_stay_and_words_can_be_taken_out_by_hand(sevinc):
    case = answered(sevinc)
    looks = look_at(case)
    number = next(one.text for one in looks.items if "555 01 01" in one.text)
    question, answer = begin(case, looks, Chosen(frozenset({number}), ("Ayağa qalxa bilmir",)))
    assert number in answer
    assert "ayağa qalxa" not in question.lower()


@pytest.mark.parametrize("may", ["", "yes"])
def test_under_age_or_without_a_yes_none_of_their_words_are_the_beginning(sevinc, tural, may):
    case = given(sevinc, LETTER, may_publish=may, is_minor=may == "yes")
    if case.check_reason:
        case_public_check(case, sevinc, tural)
    else:
        sent(case, sevinc, ANSWER)
    case.refresh_from_db()
    assert begin(case, look_at(case), Chosen())[0] == ""


def case_public_check(case, by, checker):
    from elearn.guidance.domain.case_answer import last_word, say

    say(asked(case, by, ANSWER, wanted=checker), agreed=True, by=checker, seen=last_word(case))


def test_it_is_a_draft_that_a_second_person_approves_and_who_asked_is_told(sevinc, tural, topic):
    case = answered(sevinc, reach=PHONE)
    made = proposed(case, sevinc, topic, expert=factories.expert())
    page = made.page
    assert (page.live, page.current_workflow_state.status) == (False, "in_progress")
    assert "changed this page yourself" in str(why_not(page, sevinc)) or why_not(page, sevinc)
    with pytest.raises(NotApproved):
        approve(page.get_latest_revision(), by=sevinc)
    approve(page.get_latest_revision(), by=tural)
    page.get_latest_revision().publish(user=tural, skip_permission_checks=True)
    assert case_public.public_of(case) == [GuidePage.objects.get(pk=page.pk)]
    assert Notice.objects.filter(kind="case_news").count() == 1
    assert went_public(page) == 0  # told once


def test_another_counsellor_approves_it_in_the_admin(sevinc, tural, topic):
    page = proposed(answered(sevinc), sevinc, topic, expert=factories.expert()).page
    decide(sevinc, page)
    assert not GuidePage.objects.get(pk=page.pk).live
    decide(tural, page)
    assert GuidePage.objects.get(pk=page.pk).live


def test_opening_it_in_the_editor_changes_nothing():
    """Else whoever approves it would have edited it, and could not."""
    html = case_public.as_paragraphs('O, "evdə" qalır & gəzə bilmir <b>.\nBəs nə?\n\nSağ olun, Sara\'dan soruşun')
    assert html.count("<p data-block-key=") == 2 and "<b>" not in html and "<br/>" in html
    editor = ContentstateConverter(features=FEATURES)
    assert editor.to_database_format(editor.from_database_format(html)) == html


def test_without_an_expert_it_is_a_draft_that_waits_for_nobody(sevinc, topic):
    page = proposed(answered(sevinc), sevinc, topic).page
    assert (page.live, page.current_workflow_state) == (False, None)
    with pytest.raises(NotApproved):
        ask_for_approval(page, by=sevinc)


def test_the_guide_knows_nothing_of_the_question(sevinc, topic):
    case = answered(sevinc)
    page = proposed(case, sevinc, topic).page
    revision = str(page.get_latest_revision().content)
    for gone in (str(case.key), "Gülnaz", "Hacıyeva", "5ZK2M8A"):
        assert gone not in revision


# What people try ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "left",
    [
        "Gülnazın anası", "gülnaz hacıyevanın anası", "FIN kodu 5ZK2M8A", "Nizami küçəsi 14, mənzil 7", "050 222 33 44",
        "+994 50 222-33-44", "Sona Hacıyeva",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["title", "summary", "question", "answer"])
def test_names_numbers_and_addresses_that_are_left_in_are_refused_wherever_they_stand(sevinc, topic, left, where):
    case = answered(sevinc, reach=PHONE)
    with pytest.raises(StillThere):
        proposed(case, sevinc, topic, **{where: f"{FIXED[where]} {left}"})
    assert not PublicAnswer.objects.exists()


def test_what_was_looked_at_can_stay_but_whole_names_and_their_number_never(sevinc, topic):
    case = answered(sevinc, reach=PHONE)
    service = "012 555 01 01"
    with pytest.raises(StillThere) as refused:
        proposed(case, sevinc, topic, answer=f"Zəng edin: {service}")
    stays = Chosen(frozenset(refused.value.left))
    assert proposed(case, sevinc, topic, answer=f"Zəng edin: {service}", chosen=stays).page
    with pytest.raises(StillThere) as refused:
        proposed(case, sevinc, topic, answer="Zəng edin: 0502223344")
    with pytest.raises(StillThere):
        proposed(case, sevinc, topic, answer="Zəng edin: 0502223344", chosen=Chosen(frozenset(refused.value.left)))


def test_the_whole_name_of_who_asked_never_leaves(sevinc, topic):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    case = answered(sevinc, by=leyla.account)
    every = frozenset({"Leyla Əliyeva", "Leyla", "Əliyeva", "Leyla Əliyevanın", "Leyla Əliyevanın sualı"})
    with pytest.raises(StillThere):
        proposed(case, sevinc, topic, title="Leyla Əliyeva soruşur", chosen=Chosen(every))


def test_words_taken_out_by_hand_do_not_come_back(sevinc, topic):
    case = answered(sevinc)
    with pytest.raises(StillThere):
        proposed(
            case, sevinc, topic, question="Yaşlı ayağa  qalxa\nbilmir?", chosen=Chosen(by_hand=("Ayağa qalxa bilmir",))
        )


def test_without_a_yes_six_words_of_theirs_in_a_row_are_refused(sevinc, topic):
    case = answered(sevinc, may="", text="Atam gecələr evdən çıxır və yolu tapa bilmir, nə edim?")
    with pytest.raises(StillThere):
        proposed(case, sevinc, topic, question="Atam gecələr evdən çıxır və yolu tapa bilmir.")
    made = proposed(case, sevinc, topic, question="Yaddaşı zəifləyən yaxınımız gecə evdən çıxırsa, nə etmək olar?")
    assert not made.used_words


def test_a_no_is_a_no(sevinc, tural, topic):
    with pytest.raises(NotForOthers):
        proposed(answered(sevinc, may="no"), sevinc, topic)


def test_a_no_said_later_keeps_back_what_is_not_public_yet(sevinc, tural, topic):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    case = answered(sevinc, by=leyla.account)
    page = proposed(case, sevinc, topic, expert=factories.expert()).page
    say_public(case, may=MayPublish.NO, by=leyla.account)
    with pytest.raises(NotApproved):
        approve(page.get_latest_revision(), by=tural)
    assert Notice.objects.filter(kind="case_work", person=sevinc.person, facts__step="said_no").count() == 1
    say_public(case, may=MayPublish.YES, by=leyla.account)
    assert approve(page.get_latest_revision(), by=tural)


def test_a_helper_does_not_decide_it(sevinc):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    murad = factories.person("Murad Quliyev", email="murad@korpu.example", birth_year=1990, roles=[Role.COMPANION])
    helps = factories.helps(leyla, murad, may_ask=True)
    case = factories.case(by=murad.account, helps=helps)
    for by in (murad.account, sevinc, None):
        with pytest.raises(NotYours):
            say_public(case, may=MayPublish.YES, by=by)


def test_a_name_put_back_in_the_editor_is_not_approved(sevinc, tural, topic):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    page = proposed(answered(sevinc, by=leyla.account), sevinc, topic, expert=factories.expert()).page
    page = page.get_latest_revision_as_object()
    page.summary = "Leyla Əliyeva soruşur."
    revision = page.save_revision(user=sevinc)
    with pytest.raises(NotApproved):
        approve(revision, by=tural)


def test_only_the_counsellor_of_the_question_proposes_and_only_what_is_answered(sevinc, tural, topic):
    case = answered(sevinc)
    rena = factories.staff("Rəna Həsənova", Role.COORDINATOR).account
    for by in (tural, rena):
        with pytest.raises(NotYours):
            proposed(case, by, topic)
    with pytest.raises(ChangedMeanwhile):
        proposed(given(sevinc, LETTER, may_publish="yes"), sevinc, topic)
    with pytest.raises(ChangedMeanwhile):
        proposed(case, sevinc, pages.create_topic("Pensions", language="en"))


def test_what_was_written_meanwhile_is_looked_through_first(sevinc, topic):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    case = answered(sevinc, by=leyla.account)
    seen = look_at(case).seen
    case_write.write_more(case, text="Qardaşım Rauf da kömək edir", by=leyla.account)
    with pytest.raises(WroteMore):
        propose(case, Text(**FIXED), topic=topic, chosen=Chosen(), by=sevinc, seen=seen)


def test_the_link_goes_with_the_question_and_the_guide_stays(sevinc, topic):
    from elearn.guidance.domain.case_forget import forget_case

    case = answered(sevinc)
    page = proposed(case, sevinc, topic).page
    forget_case(case)
    assert GuidePage.objects.filter(pk=page.pk).exists() and not PublicAnswer.objects.exists()
