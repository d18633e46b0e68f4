import regulars.ground.kit.fields
from django.db import migrations, models

MADE = """
CREATE TABLE search_generation (generation integer PRIMARY KEY, ended_at timestamptz);
CREATE TABLE search_document (
    generation integer NOT NULL, kind text NOT NULL, key bigint NOT NULL, store bigint NOT NULL,
    categories bigint[] NOT NULL, price bigint NOT NULL, sold bigint NOT NULL, published bigint NOT NULL,
    in_stock boolean NOT NULL, on_offer boolean NOT NULL, words text[] NOT NULL, vector tsvector NOT NULL,
    PRIMARY KEY (generation, kind, key)
);
CREATE INDEX search_document_vector ON search_document USING gin (vector);
CREATE INDEX search_document_store ON search_document (store);
CREATE TABLE search_word (
    generation integer NOT NULL, word text NOT NULL, stem text NOT NULL, sound text NOT NULL, documents integer NOT NULL,
    PRIMARY KEY (generation, word)
);
CREATE INDEX search_word_sound ON search_word (generation, sound);
CREATE INDEX search_word_length ON search_word (generation, length(stem));
"""
GONE = "DROP TABLE search_generation, search_document, search_word"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MADE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GONE)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AskedFor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=100, unique=True)),
                ("people", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["-people"], name="asked_most")]},
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", regulars.ground.kit.fields.PublicIdField(prefix="syn")),
                ("one", models.CharField(max_length=60)),
                ("other", models.CharField(max_length=60)),
                ("both_ways", models.BooleanField(default=True)),
                ("made_at", regulars.ground.kit.fields.MomentField(now=True)),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("ended_at", regulars.ground.kit.fields.MomentField(null=True)),
                ("ended_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("one", "other"), name="synonym_said_once"
                    )
                ]
            },
        ),
        migrations.RunPython(make, drop),
    ]
