import django.db.models.deletion
import regulars.ground.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('merchants', '0003_who_works_is_proven'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='mbr')),
                ('place', models.CharField(max_length=20)),
                ('joined_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('left_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('owed', models.BigIntegerField(default=0)),
                ('birth_month', models.SmallIntegerField(null=True)),
                ('birth_day', models.SmallIntegerField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='merchants.store')),
            ],
            options={
                'indexes': [models.Index(fields=['store', '-joined_at'], name='members_lately'), models.Index(condition=models.Q(('left_at', None)), fields=['person'], name='memberships_of_person'), models.Index(condition=models.Q(('birth_month__isnull', False)), fields=['store', 'birth_month', 'birth_day'], name='birthdays_of_members')],
                'constraints': [models.UniqueConstraint(fields=('store', 'person'), name='one_membership'), models.CheckConstraint(condition=models.Q(('owed__gte', 0)), name='points_owed_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('birth_day', None), ('birth_month', None)), models.Q(('birth_day__gte', 1), ('birth_day__lte', 31), ('birth_month__gte', 1), ('birth_month__lte', 12)), _connector='OR'), name='birthday_possible')],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=40)),
                ('points', models.BigIntegerField()),
                ('left', models.BigIntegerField()),
                ('at', regulars.ground.kit.fields.MomentField()),
                ('ends_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lots', to='members.member')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('left__gt', 0)), fields=['member'], name='lots_with_points'), models.Index(condition=models.Q(('left__gt', 0)), fields=['ends_at'], name='lots_to_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('left__gte', 0), ('left__lte', models.F('points'))), name='lot_left_within')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='ptm')),
                ('kind', models.CharField(max_length=12)),
                ('ref', models.CharField(max_length=40)),
                ('points', models.BigIntegerField()),
                ('owed', models.BigIntegerField(default=0)),
                ('point_minor', regulars.ground.kit.fields.MinorField()),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='members.member')),
            ],
            options={
                'indexes': [models.Index(fields=['member', '-at'], name='movements_of_member'), models.Index(fields=['ref', 'kind'], name='movements_of_ref')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='prg')),
                ('version', models.IntegerField(default=1)),
                ('opened_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('closed_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('store', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='programme', to='merchants.store')),
            ],
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.IntegerField()),
                ('rules', models.JSONField()),
                ('by_id', models.BigIntegerField(null=True)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='members.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'version'), name='one_programme_version')],
            },
        ),
        migrations.CreateModel(
            name='Trade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_ref', models.CharField(max_length=40)),
                ('amount_minor', regulars.ground.kit.fields.MinorField()),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('at', regulars.ground.kit.fields.MomentField()),
                ('gone_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('version', models.IntegerField(default=0)),
                ('points', models.BigIntegerField(default=0)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trades', to='members.member')),
            ],
            options={
                'indexes': [models.Index(fields=['member', 'at'], name='trades_of_member')],
                'constraints': [models.UniqueConstraint(fields=('member', 'order_ref'), name='one_trade_per_order'), models.CheckConstraint(condition=models.Q(('amount_minor__gte', 0), ('points__gte', 0)), name='trade_not_negative')],
            },
        ),
    ]
