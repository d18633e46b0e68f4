from django.db import migrations

from regulars.discovery.storefront.triggers import install, remove


class Migration(migrations.Migration):
    dependencies = [("storefront", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
