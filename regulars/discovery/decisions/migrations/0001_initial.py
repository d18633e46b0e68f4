import django.db.models.deletion
import regulars.ground.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Experiment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='exp')),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('split', 'split'), ('interleaved', 'interleaved')], default='split', max_length=12)),
                ('spots', models.CharField(blank=True, max_length=200)),
                ('holdout_percent', models.SmallIntegerField(default=0)),
                ('created_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('created_by_id', models.BigIntegerField(null=True)),
                ('started_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('stopped_at', regulars.ground.kit.fields.MomentField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('started_at__isnull', False), ('stopped_at', None)), fields=['started_at'], name='experiments_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(('holdout_percent__gte', 0), ('holdout_percent__lte', 50)), name='experiment_holdout_at_most_half')],
            },
        ),
        migrations.CreateModel(
            name='Arm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(max_length=1)),
                ('policy', models.CharField(max_length=200)),
                ('percent', models.SmallIntegerField()),
                ('experiment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arms', to='decisions.experiment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('experiment', 'letter'), name='one_arm_a_letter'), models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='arm_percent')],
            },
        ),
    ]
