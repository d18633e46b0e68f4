from django.db import migrations


def prove(apps, schema_editor):
    """Whoever holds a role already was let in by hand: their log-in address counts as confirmed."""
    EmailAddress = apps.get_model("account", "EmailAddress")
    Person = apps.get_model("accounts", "Person")
    at_work = set(apps.get_model("merchants", "Staff").objects.filter(ended_at=None).values_list("person", flat=True))
    at_work |= set(
        apps.get_model("accounts", "MarketRole").objects.filter(ended_at=None).values_list("person", flat=True)
    )
    for person in Person.objects.filter(pk__in=at_work, email__isnull=False):
        known = EmailAddress.objects.filter(user=person)
        if EmailAddress.objects.filter(email=person.email, verified=True).exists():
            continue
        if not known.filter(email=person.email).update(verified=True):
            primary = not known.filter(primary=True).exists()
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=primary)


class Migration(migrations.Migration):

    dependencies = [
        ("merchants", "0002_invitations"),
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(prove, migrations.RunPython.noop)]
