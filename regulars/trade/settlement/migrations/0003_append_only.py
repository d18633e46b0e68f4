from django.db import migrations

from regulars.trade.settlement.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("settlement", "0002_line_parts")]

    operations = [migrations.RunPython(install, remove)]
