import django.db.models.deletion
from django.db import migrations, models

# Django adds it on PostgreSQL for searches by the beginning of an id; nobody makes any, and every seat pays for it.
PREFIXES = "drops_seat_public_id_f1c20ce3_like"


def without_prefixes(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX IF EXISTS {PREFIXES}")


def with_prefixes(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"CREATE INDEX {PREFIXES} ON drops_seat (public_id varchar_pattern_ops)")


class Migration(migrations.Migration):

    dependencies = [
        ('drops', '0002_seats_with_fewer_indexes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='seat',
            name='drop',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='drops.drop'),
        ),
        migrations.RunPython(without_prefixes, with_prefixes),
    ]
