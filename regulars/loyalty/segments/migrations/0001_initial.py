import django.db.models.deletion
import regulars.ground.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0002_options_and_attributes_in_chinese'),
        ('merchants', '0002_invitations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='sgm')),
                ('kind', models.CharField(choices=[('rule', 'rule'), ('list', 'list'), ('tag', 'tag')], default='rule', max_length=8)),
                ('name', models.CharField(max_length=80)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('definition', models.JSONField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('size', models.IntegerField(default=0)),
                ('created_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('refreshed_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('archived_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segments', to='merchants.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('archived_at', None)), fields=('store', 'name'), name='one_segment_per_name'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'rule'), _negated=True), ('definition__isnull', False), _connector='OR'), name='rule_segment_has_definition')],
            },
        ),
        migrations.CreateModel(
            name='SegmentMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', regulars.ground.kit.fields.MomentField(now=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segments', to=settings.AUTH_USER_MODEL)),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='segments.segment')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='segments_of_person')],
                'constraints': [models.UniqueConstraint(fields=('segment', 'person'), name='once_in_a_segment')],
            },
        ),
        migrations.CreateModel(
            name='SegmentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.IntegerField()),
                ('definition', models.JSONField(null=True)),
                ('by_id', models.BigIntegerField(null=True)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='segments.segment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('segment', 'version'), name='one_segment_version')],
            },
        ),
        migrations.CreateModel(
            name='CategoryWindows',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attention', models.SmallIntegerField(default=15)),
                ('interest', models.SmallIntegerField(default=30)),
                ('intention', models.SmallIntegerField(default=30)),
                ('purchase', models.SmallIntegerField(default=365)),
                ('loyal', models.SmallIntegerField(default=365)),
                ('category', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='stage_windows', to='catalog.category')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('attention__gt', 0), ('intention__gt', 0), ('interest__gt', 0), ('loyal__gt', 0), ('purchase__gt', 0)), name='stage_windows_positive')],
            },
        ),
    ]
