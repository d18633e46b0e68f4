"""Places of trials not ordered in time go to the next; what was published before keeps its one round."""

from django.db import migrations, models
from django.db.models import Q


def as_published(apps, schema_editor):
    """A published rule stays: places of these trials went back to the store."""
    apps.get_model("draws", "Trial").objects.filter(published_at__isnull=False).update(rounds=1)


class Migration(migrations.Migration):
    dependencies = [("draws", "0001_initial")]

    operations = [
        migrations.AddField("trial", "rounds", models.SmallIntegerField(default=3)),
        migrations.RunPython(as_published, migrations.RunPython.noop),
        migrations.AddConstraint(
            "trial",
            models.CheckConstraint(condition=Q(("rounds__gte", 1), ("rounds__lte", 5)), name="trial_rounds"),
        ),
    ]
