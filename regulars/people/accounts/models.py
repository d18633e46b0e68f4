"""Persons: shoppers, merchants' staff and operators are all the same kind of row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from regulars.ground.kit.fields import MomentField, PublicIdField
from regulars.ground.kit.statements import insert


class PersonManager(BaseUserManager["Person"]):
    """Creates persons the way Django's auth tools expect."""

    def create_user(self, email: str | None = None, password: str | None = None, **more: Any) -> Person:
        """A person who can log in."""
        person = self.model(email=self.normalize_email(email).lower() if email else None, **more)
        person.set_password(password)
        if password is None:
            return insert(person)
        person.save()
        return person


class Person(AbstractBaseUser):
    """A human being. Without an e-mail: a guest, or somebody an import brought along."""

    public_id = PublicIdField("per")
    email = models.EmailField(unique=True, null=True)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, default="en")
    external_ref = models.CharField(max_length=80, blank=True)
    birth_decade = models.SmallIntegerField(null=True)
    joined_at = MomentField(now=True)
    closed_at = MomentField(null=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_ref"], condition=~Q(external_ref=""), name="one_person_per_reference"
            ),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the person may log in."""
        return self.closed_at is None

    @property
    def is_staff(self) -> bool:
        """No admin site here: nobody."""
        return False

    def __str__(self) -> str:
        return self.name or self.email or self.public_id


class Address(models.Model):
    """A delivery address of one person."""

    public_id = PublicIdField("adr")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2, default="CN")
    region = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=20, blank=True)
    created_at = MomentField(now=True)
    retired_at = MomentField(null=True)

    def as_text(self) -> dict[str, str]:
        """The address as it is frozen into an order."""
        keys = ("recipient", "phone", "country", "region", "city", "street", "postcode")
        return {key: getattr(self, key) for key in keys}


class MarketRole(models.Model):
    """What a person may do in the operator's console, since when and by whom; ended, not deleted."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="market_roles")
    rights = models.JSONField(default=list)
    granted_at = MomentField(now=True)
    granted_by_id = models.BigIntegerField(null=True)
    ended_at = MomentField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_market_role_at_a_time"
            ),
        ]
