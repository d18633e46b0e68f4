import django.db.models.deletion
import regulars.ground.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('merchants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='ent')),
                ('key', models.CharField(max_length=90, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('ref', models.CharField(db_index=True, max_length=40)),
                ('memo', models.CharField(blank=True, max_length=200)),
                ('at', regulars.ground.kit.fields.MomentField(db_index=True)),
                ('posted_at', regulars.ground.kit.fields.MomentField(now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('detail', models.CharField(blank=True, max_length=30)),
                ('transit', models.BooleanField(default=False)),
                ('store', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='merchants.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('store', None)), fields=('kind', 'currency', 'detail'), name='one_market_account'), models.UniqueConstraint(condition=models.Q(('store__isnull', False)), fields=('kind', 'currency', 'store', 'detail'), name='one_store_account')],
            },
        ),
        migrations.CreateModel(
            name='BalanceMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upto_line_id', models.BigIntegerField()),
                ('balance_minor', regulars.ground.kit.fields.MinorField()),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='settlement.account')),
            ],
        ),
        migrations.CreateModel(
            name='CommissionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='com')),
                ('category_id', models.BigIntegerField(null=True)),
                ('rate_bp', models.IntegerField()),
                ('since', regulars.ground.kit.fields.MomentField()),
                ('until', regulars.ground.kit.fields.MomentField(null=True)),
                ('by_id', models.BigIntegerField(null=True)),
                ('store', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='commission_rules', to='merchants.store')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('rate_bp__gte', 0), ('rate_bp__lte', 5000)), name='commission_sane')],
            },
        ),
        migrations.CreateModel(
            name='Discrepancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='dis')),
                ('ref', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=30)),
                ('amount_minor', regulars.ground.kit.fields.MinorField()),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('reason', models.CharField(max_length=200)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('resolved_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('resolution', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('resolved_at', None)), fields=['-at'], name='discrepancy_open')],
                'constraints': [models.UniqueConstraint(fields=('ref', 'kind'), name='one_discrepancy_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_minor', regulars.ground.kit.fields.MinorField()),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('ref', models.CharField(max_length=40)),
                ('at', regulars.ground.kit.fields.MomentField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settlement.account')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settlement.entry')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'ref'], name='line_by_ref'), models.Index(fields=['account', 'at'], name='line_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='out')),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('amount_minor', regulars.ground.kit.fields.MinorField()),
                ('period', models.CharField(max_length=20)),
                ('state', models.CharField(default='prepared', max_length=10)),
                ('prepared_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('sent_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('bank_ref', models.CharField(blank=True, max_length=80)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='merchants.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'currency', 'period'), name='one_payout_per_period'), models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='payout_positive')],
            },
        ),
    ]
