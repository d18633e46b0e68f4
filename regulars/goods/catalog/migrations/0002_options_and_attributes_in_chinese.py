from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("product", "attributes_zh", models.JSONField(default=dict)),
        migrations.AddField("variant", "options_zh", models.JSONField(default=dict)),
    ]
