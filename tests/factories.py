"""Small makers of the things tests need.

Four named people: Leyla teaches, Günay learns, Rəna coordinates, Murad is a stranger.
"""


# Courses -------------------------------------------------------------------------------------------
def first_pages() -> None:
    """Make the home page and the catalogue of each language, unless the prepared database has them."""
    from django.conf import settings
    from wagtail.models import Collection, Locale, Page

    import courses.api
    import elearn.web.api
    from courses.models import CataloguePage

    if CataloguePage.objects.exists():
        return
    if not Page.objects.exists():  # a test that commits takes away what the migrations made
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        Page.add_root(title="Root", slug="root")
        Collection.add_root(name="Root")
    elearn.web.api.prepare()
    courses.api.prepare()


def ready_film(seconds: float = 30, *, captioned: bool = True, **facts):
    """A film that can be watched, by its row alone: what lies in the storage is the media pipeline's business.

    Its captions are reviewed, so that it can be published.
    """
    from django.utils import timezone

    from media_pipeline.models import Film, FilmState, Rendition

    now = timezone.now()
    facts = {"language": "az", **facts}
    film = Film.objects.create(
        title="Film", state=FilmState.READY, duration_ms=round(seconds * 1000), width=640, height=360,
        has_video=True, has_audio=True, playable_at=now, ready_at=now, **facts,
    )  # fmt: skip
    Rendition.objects.create(
        film=film, kind=Rendition.Kind.RUNG, name="360p", folder="360p-00000000", width=640, height=360, frame_rate=25,
        bandwidth=1_100_000, average_bandwidth=900_000, codecs="avc1.4d401e,mp4a.40.2", bytes=3_400_000,
    )  # fmt: skip
    if captioned:
        captions(film)
    return film


def captions(film, text: str = "Salam, əzizlərim.", *, reviewed: bool = True, language: str = ""):
    """Captions of one line in the language spoken in a film, reviewed or only begun. Gives the track."""
    from django.utils import timezone

    from media_pipeline.models import CaptionRevision, CaptionTrack

    track = CaptionTrack.objects.create(
        film=film, language=language or film.language, revision=1, state="reviewed" if reviewed else "correcting"
    )
    cue = {"id": "first", "start_ms": 500, "end_ms": 2500, "text": text}
    row = CaptionRevision.objects.create(
        track=track, number=1, made_by="person", cues=[cue], count=1, reviewed_at=timezone.now() if reviewed else None
    )
    if reviewed:
        track.public = row
        track.save(update_fields=["public"])
    return track


def course_with(*lessons: dict, teacher=None, language: str = "az", title: str = "Şərf toxumağı öyrənək"):
    """A published course; each lesson by the keywords of `create_lesson`. Gives the course and its lessons."""
    from courses import api
    from courses.models import TopicPage

    first_pages()
    topic = TopicPage.objects.filter(locale__language_code=language).first()
    topic = topic or api.create_topic("Toxuculuq", language=language)
    teacher = teacher or person("Leyla Əliyeva", birth_year=1955, form_of_address="xanim")
    course = api.create_course(topic, title, teacher=teacher, summary="İlk şərfiniz.", hours=2)
    made = [
        api.create_lesson(course, **{"title": f"{number}-ci dərs", **lesson})
        for number, lesson in enumerate(lessons, 1)
    ]
    return course, made


def person(name: str = "Günay Məmmədova", **more):
    """A person of that name, with an account when an address is given."""
    from elearn.people.api import create_person

    return create_person(name, **{"language": "az", **more})


def two_questions() -> list:
    """A quiz of two questions; the right answers are “İki” and “Yun”."""
    from courses.api import NewQuestion

    return [
        NewQuestion("Neçə şiş lazımdır?", "İki", ["Üç", "Bir"], look_again="Videonun əvvəlinə baxın.", place=1),
        NewQuestion("İp nədəndir?", "Yun", ["Pambıq"]),
    ]


# People and messages -------------------------------------------------------------------------------
def staff(name: str, *roles, **more):
    """A person who works here, with the groups and permissions of an installation."""
    from django.contrib.auth.models import Group

    from elearn.people import api

    # The prepared database has them.
    if not Group.objects.filter(name=api.Role.SAFEGUARDING, permissions__codename="suspend_companion").exists():
        api.prepare()
    email = f"{api.Role(roles[0]).value}.{name.split()[0].lower()}@korpu.example".encode("ascii", "ignore").decode()
    return person(name, **{"email": email, "roles": [api.Role(role) for role in roles], "birth_year": 1985, **more})


def last_message(to: str):
    """The newest message in the development mailbox for an address; None when there is none."""
    from elearn.notices.models import MailboxMessage

    return MailboxMessage.objects.filter(to=to).first()


def last_code(to: str) -> str:
    """The six digits of the newest message for an address, with the space they are written with."""
    import re

    found = re.search(r"\d{3} \d{3}", last_message(to).body)
    return found.group() if found else ""


# Reception -----------------------------------------------------------------------------------------
def recording(path, *, seconds: int = 4, size: str = "320x240", codec: str = "vp8") -> bytes:
    """Bytes as a browser's recorder writes them: WebM with VP8 and Opus, or Safari's fragmented MP4."""
    import ffmpeg

    from media_pipeline.ffmpeg.run import run

    picture = ffmpeg.input(f"testsrc2=s={size}:r=15:d={seconds}", f="lavfi")
    sound = ffmpeg.input(f"sine=f=440:r=48000:d={seconds}", f="lavfi")
    how = {
        "vp8": {"vcodec": "libvpx", "deadline": "realtime", "cpu-used": 8, "acodec": "libopus", "f": "webm", "live": 1},
        "mp4": {
            "vcodec": "libx264", "preset": "ultrafast", "pix_fmt": "yuv420p", "acodec": "aac", "f": "mp4",
            "movflags": "frag_keyframe+empty_moov+default_base_moof",
        },
    }[codec]  # fmt: skip
    run(ffmpeg.get_args(ffmpeg.output(picture, sound, str(path), g=15, **how)), timeout=60)
    return path.read_bytes()


def in_pieces(data: bytes, count: int = 3) -> list[bytes]:
    """Cut bytes into so many pieces."""
    step = -(-len(data) // count)
    return [data[at : at + step] for at in range(0, len(data), step)]


def keep_pieces(take, run: int, pieces: list[bytes], *, first: int = 1) -> None:
    """Have the pieces of a run received."""
    from hashlib import sha256

    from media_pipeline.api import receive_piece

    for number, data in enumerate(pieces, first):
        checksum = sha256(data).hexdigest()
        receive_piece(take.pk, run=run, number=number, checksum=checksum, data=data, duration_ms=2000)


def broadcast(
    title: str = "Xalça toxumaq", *, on_air: bool = True, seconds: int = 3, language: str = "az", files: bool = False
):
    """A broadcast that is on air, with so many segments of a second in both renditions; `files` are bytes of nothing."""
    from datetime import timedelta
    from uuid import uuid4

    from django.core.files.base import ContentFile
    from django.utils import timezone

    from media_pipeline import storage
    from media_pipeline.api import go_on_air, open_broadcast
    from media_pipeline.models import Broadcast, LiveRun, LiveSegment

    made = open_broadcast(title=title, language=language)
    if on_air:
        go_on_air(made)
    began = timezone.now() - timedelta(seconds=seconds)
    facts = {"codecs": "avc1.42c01e,mp4a.40.2", "sound_codecs": "mp4a.40.2", "width": 320, "height": 240}
    LiveRun.objects.create(
        broadcast=made, number=1, take_id=made.take_id if on_air else made.rehearsal_id, is_on_air=on_air,
        holder=uuid4(), mime="video/webm", began_at=began, made={**facts, "frame_rate": 15, "is_copy": True},
    )  # fmt: skip
    rows = [
        LiveSegment(
            broadcast=made, run=1, is_on_air=on_air, rendition=name, number=number,
            init=f"live-00000000/i001t00000000{kind}.mp4", file=f"live-00000000/{kind}{number:07}.m4s",
            start_ms=1000 * number, duration_ms=1000, bytes=9,
            captured_at=began + timedelta(seconds=number),
        )
        for number in range(seconds)
        for name, kind in (("live", "v"), ("livesound", "a"))
    ]  # fmt: skip
    LiveSegment.objects.bulk_create(rows)
    for key in {key for row in rows for key in (row.init, row.file)} if files else ():
        storage.films().save(f"{made.film.folder}/{key}", ContentFile(b"a segment"))
    if seconds:
        Broadcast.objects.filter(pk=made.pk).update(last_piece_at=timezone.now())
        made.refresh_from_db()
    return made


# Home visits ---------------------------------------------------------------------------------------
def trainer(name: str = "Murad Quliyev", *, bookable: bool = True, **more):
    """A trainer who works from nine to five on weekdays; with every check unless said otherwise."""
    from datetime import time, timedelta

    from django.utils import timezone

    from elearn.visits.enums import CheckKind
    from elearn.visits.models import Check, Trainer, WorkingHours

    person_ = staff(name, "trainer")
    facts = {"gender": "man", "languages": ["az", "ru"], "photo": "trainers/photo.jpg", "transport": "car", **more}
    made = Trainer.objects.create(person=person_, district=facts.pop("district", None) or district(), **facts)
    for weekday in range(5):
        WorkingHours.objects.create(trainer=made, weekday=weekday, starts=time(9), ends=time(17))
    today = timezone.localdate()
    for kind in CheckKind if bookable else ():
        Check.objects.create(trainer=made, kind=kind, seen_on=today, expires_on=today + timedelta(days=365))
    return made


def district(name: str = "Yasamal"):
    from elearn.people.models import District

    return District.objects.get_or_create(name=name, defaults={"latitude": 40.38, "longitude": 49.81})[0]


def visit_request(who="Sona Kərimova", *, windows=((0, 9, 17), (2, 9, 17), (4, 9, 17)), **more):
    """An elder's request for visits, by the row alone; windows are (weekday, from hour, until hour)."""
    from datetime import time

    from elearn.visits.models import VisitRequest, Window

    elder = person(who, birth_year=1950, phone="") if isinstance(who, str) else who
    made = VisitRequest.objects.create(person=elder, district=more.pop("district", None) or district(), **more)
    for weekday, starts, ends in windows:
        Window.objects.create(request=made, weekday=weekday, starts=time(starts), ends=time(ends))
    return made


# Guidance ------------------------------------------------------------------------------------------
def guidance_pages() -> None:
    """Make the first pages of guidance, with its own approval, beside those of the school."""
    import elearn.guidance.api
    from elearn.guidance.models import GuidanceIndexPage
    from elearn.people import api

    first_pages()
    if GuidanceIndexPage.objects.exists():  # the prepared database has them
        return
    api.prepare()
    elearn.guidance.api.prepare()


def counsellor(name: str = "Sevinc Quliyeva", **more):
    """A person who counsels; the second one of the tests is Tural."""
    return staff(name, "counsellor", **more)


def expert(name: str = "Dr. Aytən Səfərova", **more):
    """Somebody who can vouch for a guide: qualified, and without interests by their own word."""
    from django.utils import timezone

    from elearn.guidance.models import Expert

    facts = {
        "qualification": "həkim-geriatr", "declaration": "none", "declared_on": timezone.localdate(), **more
    }  # fmt: skip
    return Expert.objects.get_or_create(name=name, defaults=facts)[0]


def source(title: str = "Evdə qulluq haqqında nümunə sənəd", **more):
    """A source that a claim can rest on."""
    from django.utils import timezone

    from elearn.guidance.models import Source

    facts = {
        "kind": "agency", "publisher": "Nümunə İdarəsi", "address": "https://source.example/one", "place": "2-ci bənd",
        "cited_words": "Qulluq evdə də göstərilir.", "checked_on": timezone.localdate(), **more,
    }  # fmt: skip
    return Source.objects.create(title=title, **facts)


def guide(title: str = "Evdə qulluğu necə almaq olar", *, topic=None, **more):
    """A guide that is public, made by the program: one heading, one claim with a source, unless said otherwise."""
    from elearn.guidance.domain import pages, pieces
    from elearn.guidance.models import GuidanceTopicPage

    topic = topic or GuidanceTopicPage.objects.first() or pages.create_topic("Evdə qulluq", language="az")
    if "body" not in more:
        more["body"] = [pieces.heading("Kim ala bilər"), pieces.claim("<p>Qulluq evdə də göstərilir.</p>", source())]
    facts = {"summary": "Kimə müraciət etmək, nə hazırlamaq.", **more}
    facts.setdefault("expert", expert())
    return pages.create_guide(topic, title, **facts)


def care_service(code: str = "ev-bir", *, provider="gunes", **more):
    """A care service as readers see it: confirmed today, with a price, places and an inspection."""
    from django.utils import timezone

    from elearn.guidance.models import CareProvider, CareService

    today = timezone.localdate()
    if isinstance(provider, str):
        provider = CareProvider.objects.get_or_create(
            code=provider,
            defaults={"name": f"Qayğı {provider}", "kind": "ngo", "phone": "+994 12 555 01 01",
                      "email": f"{provider}@care.example"},
        )[0]  # fmt: skip
    serves = more.pop("serves", [])
    facts = {
        "name": f"Xidmət {code}", "kind": "home", "district": more.pop("district", None) or district(),
        "about": "Evdə gündəlik köməklik.", "languages": ["az"], "for_whom": ["older"], "price_from": "8",
        "price_to": "12", "price_unit": "hour", "places_free": 3, "places_on": today, "access": ["step_free"],
        "inspected": "passed", "inspected_on": today, "inspected_by": "Nümunə İdarəsi", "confirmed_on": today,
        "confirmed_way": "phone", **more,
    }  # fmt: skip
    made = CareService.objects.create(code=code, provider=provider, **facts)
    made.serves.set(serves)
    return made


# Questions to a counsellor ---------------------------------------------------------------------------
def case(text: str = "Anam yıxıldı, evdə kim baxa bilər?", *, by=None, helps=None, reach=None, files=(), **more):
    """A question as it was asked; without `by` it has a code, in `case.code_kept`."""
    from elearn.guidance.domain.case_ask import Said, ask

    facts = {"topic": "home_care", "language": "az", "urgency": "week", **more}
    return ask(Said(text=text, **facts), by=by, helps=helps, reach=reach, files=files)


def case_answer(case, text: str = "Evdə qulluq üçün mərkəzə müraciət edin.", *, by=None):
    """Have a case answered; `by` is the counsellor's account."""
    from django.utils import timezone

    from elearn.guidance.case_enums import CaseState, Side
    from elearn.guidance.domain.case_states import move
    from elearn.guidance.models import CaseMessage

    case.refresh_from_db()
    if case.state == CaseState.WAITING:
        move(case, CaseState.ASSIGNED, counsellor=by)
    message = CaseMessage.objects.create(case=case, side=Side.COUNSELLOR, text=text, by=by, sent_at=timezone.now())
    move(case, CaseState.ANSWERED, answered_at=timezone.now())
    return message


def helps(elder, companion, **may):
    """Somebody helps an elder from today on; `may_ask=True` and so on say with what."""
    from datetime import timedelta

    from django.utils import timezone

    from elearn.people.models import Companionship

    facts = {"state": "active", "ends_on": timezone.localdate() + timedelta(days=90), "accepted_at": timezone.now()}
    return Companionship.objects.create(elder=elder, companion=companion, **facts, **may)


# Webinars ------------------------------------------------------------------------------------------
def webinar(
    title: str = "Şərf necə toxunur",
    *,
    speaker=None,
    starts_in=None,
    state: str = "announced",
    hosts=(),
    captioners=(),
    registered=(),
    **facts,
):
    """A webinar as announced in two days by Leyla, who teaches; `registered` people have a seat."""
    from datetime import timedelta

    from django.utils import timezone

    from courses.models import Registration, Webinar

    now = timezone.now()
    speaker = speaker or person("Leyla Əliyeva", birth_year=1955, form_of_address="xanim")
    asked = state not in ("offered", "draft")
    facts = {
        "language": "az", "summary": "Birlikdə ilk şərfimizi toxuyuruq.", "minutes": 45, "sequence": int(asked),
        "starts_at": now + (timedelta(days=2) if starts_in is None else starts_in), **facts,
    }  # fmt: skip
    if asked and state != "asked":
        facts = {"announced_at": now, "agreed_at": now, **facts}
    made = Webinar.objects.create(title=title, speaker=speaker, state=state, **facts)
    made.hosts.set(hosts)
    made.captioners.set(captioners)
    for who in registered:
        Registration.objects.create(webinar=made, person=who, registered_at=now)
    return made
