"""What a person signs in with. Most people have one account; some have none."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .person import Person


class Role(models.TextChoices):
    """The roles, each a group of this name. A person may hold several."""

    ELDER = "elder", _("teacher")
    LEARNER = "learner", _("learner")
    TRAINER = "trainer", _("trainer")
    COUNSELLOR = "counsellor", _("counsellor")
    OPERATOR = "operator", _("operator")
    COMPANION = "companion", _("helper of your choice")
    COORDINATOR = "coordinator", _("coordinator")
    SAFEGUARDING = "safeguarding", _("safeguarding officer")
    PARTNER = "partner", _("partner institution")
    VOLUNTEER = "volunteer", _("volunteer")


# Who sees other people's affairs at work: in production only after a second factor.
STAFF_ROLES = frozenset(
    {
        Role.COORDINATOR.value,
        Role.COUNSELLOR.value,
        Role.OPERATOR.value,
        Role.SAFEGUARDING.value,
        Role.TRAINER.value,
        Role.PARTNER.value,
        Role.VOLUNTEER.value,
    }
)


class AccountManager(BaseUserManager["Account"]):
    """Accounts come with their person: every page greets somebody by name."""

    def get_queryset(self) -> models.QuerySet["Account"]:
        return super().get_queryset().select_related("person")

    def create_user(self, *, person: Person, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(person=person, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, *, handle: str, email: str, **fields: Any) -> "Account":
        """Make the technical administrator, who signs in with a code by e-mail like everybody.

        A password, as `createsuperuser` asks for one, is not kept: there is nowhere to use it.
        """
        fields.pop("password", None)
        person = Person.objects.create(name=handle)
        person.contact_points.create(kind="email", value=email.lower())
        return self.create_user(
            person=person,
            handle=handle,
            email=email.lower(),
            is_superuser=True,
            is_staff=True,
            **fields,
        )


def new_handle() -> str:
    return uuid4().hex


class Account(AbstractBaseUser, PermissionsMixin):
    """A sign-in. Personal data: the e-mail address or number that codes are sent to."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    handle = models.CharField(max_length=64, unique=True, default=new_handle)
    # NULL and not "": a second person without an e-mail address must not collide with the first.
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    # Whether the browser session this object came with has shown a second factor; None outside of a session.
    session_has_second_factor: bool | None = None

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.person.name

    @cached_property
    def groups_by_name(self) -> frozenset[str]:
        """The names of the groups, asked for once for an account object."""
        return frozenset(group.name for group in self.groups.all())

    @property
    def is_at_work(self) -> bool:
        """Whether this is an account of somebody who works here, or administers the installation."""
        return self.is_superuser or bool(self.groups_by_name & STAFF_ROLES)

    @property
    def needs_second_factor(self) -> bool:
        """Whether the rule of the second factor holds for this account in this installation."""
        return bool(settings.STAFF_SECOND_FACTOR) and self.is_at_work

    @property
    def lacks_second_factor(self) -> bool:
        """Whether this browser session may not do staff work: a second factor is due and has not been shown in it."""
        return self.session_has_second_factor is False and self.needs_second_factor

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Say whether the account may; nothing is allowed to staff whose session lacks its second factor."""
        return not self.lacks_second_factor and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return not self.lacks_second_factor and super().has_module_perms(app_label)

    def get_full_name(self) -> str:
        return self.person.name

    @property
    def first_name(self) -> str:
        """What the Wagtail admin calls somebody."""
        return self.person.name

    def get_short_name(self) -> str:
        return self.person.name
