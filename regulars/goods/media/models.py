"""Pictures."""

from typing import ClassVar

from django.db import models

from regulars.ground.kit.fields import MomentField, PublicIdField


class Picture(models.Model):
    """A picture taken in; its files are named after `public_id` and follow from `width`."""

    public_id = PublicIdField("pic")
    owner_kind = models.CharField(max_length=40)
    owner_id = models.CharField(max_length=40)
    alt = models.CharField(max_length=300, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = MomentField(now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner_kind", "owner_id"], name="picture_by_owner")]

    def __str__(self) -> str:
        return self.public_id
