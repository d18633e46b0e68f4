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
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='off')),
                ('kind', models.CharField(max_length=30)),
                ('title', models.CharField(max_length=120)),
                ('title_zh', models.CharField(blank=True, max_length=120)),
                ('terms', models.JSONField(default=dict)),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('starts_at', regulars.ground.kit.fields.MomentField()),
                ('ends_at', regulars.ground.kit.fields.MomentField()),
                ('claimable', models.BooleanField(default=False)),
                ('exclusive', models.BooleanField(default=False)),
                ('per_person', models.SmallIntegerField(null=True)),
                ('pool', models.CharField(blank=True, max_length=40)),
                ('version', models.IntegerField(default=1)),
                ('created_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('published_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('stopped_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('store', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='merchants.store')),
            ],
            options={
                'indexes': [models.Index(fields=['store', 'ends_at'], name='offer_of_store'), models.Index(condition=models.Q(('store', None)), fields=['ends_at'], name='offer_of_market')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='cpn')),
                ('ordinal', models.SmallIntegerField(default=1)),
                ('amount_minor', regulars.ground.kit.fields.MinorField(null=True)),
                ('claimed_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('expires_at', regulars.ground.kit.fields.MomentField()),
                ('used_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('used_ref', models.CharField(blank=True, max_length=40)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='offers.offer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('used_at', None)), fields=['person', 'expires_at'], name='claim_in_hand')],
                'constraints': [models.UniqueConstraint(fields=('offer', 'person', 'ordinal'), name='claimed_once')],
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('cap', models.IntegerField(default=1)),
                ('used', models.IntegerField(default=0)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='offers.offer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('used__gte', 0), ('used__lte', models.F('cap'))), name='code_uses_kept')],
            },
        ),
        migrations.CreateModel(
            name='ExclusiveFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meant_for', to='offers.offer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusives', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('offer', 'person'), name='meant_once')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', regulars.ground.kit.fields.MomentField(now=True)),
                ('ended_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='offers.offer')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='merchants.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('offer', 'store'), name='joined_once')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=70)),
                ('ordinal', models.SmallIntegerField()),
                ('ref', models.CharField(db_index=True, max_length=40)),
                ('amount_minor', regulars.ground.kit.fields.MinorField()),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('given_back_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='offers.claim')),
                ('code', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='offers.code')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='offers.offer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('given_back_at', None)), fields=('offer', 'holder', 'ordinal'), name='each_use_within_the_limit')],
            },
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='budget', serialize=False, to='offers.offer')),
                ('cap_minor', regulars.ground.kit.fields.MinorField(null=True)),
                ('used_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('cap_count', models.IntegerField(null=True)),
                ('used_count', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('used_count__gte', 0), ('used_minor__gte', 0)), name='budget_not_negative'), models.CheckConstraint(condition=models.Q(('cap_minor', None), ('used_minor__lte', models.F('cap_minor')), _connector='OR'), name='budget_money_kept'), models.CheckConstraint(condition=models.Q(('cap_count', None), ('used_count__lte', models.F('cap_count')), _connector='OR'), name='budget_count_kept')],
            },
        ),
    ]
