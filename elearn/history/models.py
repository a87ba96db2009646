"""One table of what happened. A row says when, what and where, and carries no name."""

from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    """The deeds that figures are counted from. A value is never reused for another meaning."""

    JOINED = "joined"
    RECORDED = "recorded"
    UPLOADED = "uploaded"
    SENT_FOR_REVIEW = "sent_for_review"
    ANOTHER_TAKE_ASKED = "another_take_asked"
    FILM_READY = "film_ready"
    FILM_REFUSED = "film_refused"
    FILM_WITHDRAWN = "film_withdrawn"
    PUBLISHED = "published"
    ENROLLED = "enrolled"
    LEFT_COURSE = "left_course"
    WATCHED = "watched"
    QUIZ_PASSED = "quiz_passed"
    LESSON_COMPLETED = "lesson_completed"
    COURSE_COMPLETED = "course_completed"
    CERTIFIED = "certified"
    CERTIFICATE_CANCELLED = "certificate_cancelled"
    CERTIFICATE_CHECKED = "certificate_checked"
    CONCERN_REPORTED = "concern_reported"
    CONCERN_LATE = "concern_late"
    CONTENT_HIDDEN = "content_hidden"
    CONTENT_SHOWN_AGAIN = "content_shown_again"
    CONTENT_KEPT_HIDDEN = "content_kept_hidden"
    WORDS_SENT = "words_sent"
    WORDS_APPROVED = "words_approved"
    WORDS_DECLINED = "words_declined"
    WORDS_APPEALED = "words_appealed"
    WORDS_WITHDRAWN = "words_withdrawn"
    GUARDIAN_ASKED = "guardian_asked"
    GUARDIAN_AGREED = "guardian_agreed"
    GUARDIAN_REFUSED = "guardian_refused"
    GUARDIAN_WITHDREW = "guardian_withdrew"
    GUARDIAN_EXPIRED = "guardian_expired"
    GUARDIAN_ENDED = "guardian_ended"
    GUARDIAN_CONFIRMED = "guardian_confirmed"
    GUARDIAN_NO_SET_ASIDE = "guardian_no_set_aside"
    CAME_OF_AGE = "came_of_age"
    ENROLMENT_PAUSED = "enrolment_paused"
    CALL_ASKED = "call_asked"
    CALLED_BACK = "called_back"
    COMPANION_INVITED = "companion_invited"
    COMPANION_ACCEPTED = "companion_accepted"
    COMPANION_DECLINED = "companion_declined"
    COMPANION_CHANGED = "companion_changed"
    COMPANION_ENDED = "companion_ended"
    COMPANION_PAUSED = "companion_paused"
    COMPANION_RESUMED = "companion_resumed"
    ELDER_ASKED = "elder_asked"
    ELDER_AGREED = "elder_agreed"
    ELDER_REFUSED = "elder_refused"
    CODE_SHOWN = "code_shown"
    PRIVATE_SEEN = "private_seen"
    PRIVATE_CHANGED = "private_changed"
    DATA_ASKED = "data_asked"
    REMOVAL_PLANNED = "removal_planned"
    REMOVAL_UNDONE = "removal_undone"
    PERSON_REMOVED = "person_removed"
    TIDIED = "tidied"
    SIGN_IN_CHANGED = "sign_in_changed"
    DEVICE_LET_IN = "device_let_in"
    SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere"
    CONSENT_ASKED = "consent_asked"
    CONSENT_GIVEN = "consent_given"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_CUT_OUT = "consent_cut_out"
    PERSON_STANDING = "person_standing"
    FILM_BLOCKED = "film_blocked"
    VISITS_ASKED = "visits_asked"
    VISITS_CHANGED = "visits_changed"
    VISITS_WITHDRAWN = "visits_withdrawn"
    VISITS_PAUSED = "visits_paused"
    VISITS_RESUMED = "visits_resumed"
    VISITS_DONE = "visits_done"
    VISIT_PROPOSED = "visit_proposed"
    VISIT_AGREED = "visit_agreed"
    VISIT_DECLINED = "visit_declined"
    VISIT_CANCELLED = "visit_cancelled"
    VISIT_LET_GO = "visit_let_go"
    VISIT_COME_AGAIN = "visit_come_again"
    VISIT_MOVED = "visit_moved"
    VISIT_CARD = "visit_card"
    TRAINER_SUSPENDED = "trainer_suspended"
    TRAINER_RESTORED = "trainer_restored"
    TRAINER_CHECKED = "trainer_checked"
    TRAINER_AWAY = "trainer_away"
    VISIT_PAIR = "visit_pair"
    VISIT_HANDED = "visit_handed"
    VISIT_TOOK_PLACE = "visit_took_place"
    VISIT_NOBODY_THERE = "visit_nobody_there"
    VISIT_OVERDUE = "visit_overdue"
    VISIT_CALLED = "visit_called"
    VISIT_SETTLED = "visit_settled"
    VISIT_REASSIGNED = "visit_reassigned"
    CALENDAR_ADDRESS = "calendar_address"
    PLAN_BEGUN = "plan_begun"
    PLAN_RELEASED = "plan_released"
    PLAN_DISCARDED = "plan_discarded"


class Entry(models.Model):
    """Something that happened. Holds no personal data: `who` is a keyed hash, useless without the key.

    Rows are only ever added. They outlive the people and courses they speak of, so they carry keys, not relations.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    who = models.CharField(max_length=32, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    is_check = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["kind", "at"]), models.Index(fields=["kind", "subject"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind} {self.subject}"
