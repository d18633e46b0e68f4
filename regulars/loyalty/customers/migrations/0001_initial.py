import django.db.models.deletion
import regulars.ground.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('merchants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='rel')),
                ('origin', models.CharField(max_length=40)),
                ('origin_ref', models.CharField(blank=True, max_length=80)),
                ('first_touch_at', regulars.ground.kit.fields.MomentField()),
                ('last_touch_at', regulars.ground.kit.fields.MomentField()),
                ('followed_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('left_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('first_order_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('last_order_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('orders_count', models.IntegerField(default=0)),
                ('paid_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('refunded_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('currency', regulars.ground.kit.fields.CurrencyField(blank=True, max_length=3)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='merchants.store')),
            ],
            options={
                'indexes': [models.Index(fields=['store', '-last_touch_at'], name='relation_recent'), models.Index(fields=['store', '-paid_minor'], name='relation_value'), models.Index(condition=models.Q(('followed_at__isnull', False)), fields=['person'], name='relation_followed')],
                'constraints': [models.UniqueConstraint(fields=('store', 'person'), name='one_relation'), models.CheckConstraint(condition=models.Q(('orders_count__gte', 0)), name='relation_orders_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='nte')),
                ('text', models.TextField(max_length=2000)),
                ('by_id', models.BigIntegerField()),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('relation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='customers.relation')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=20)),
                ('granted', models.BooleanField()),
                ('wording', models.CharField(max_length=40)),
                ('place', models.CharField(max_length=40)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('relation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='customers.relation')),
            ],
        ),
    ]
