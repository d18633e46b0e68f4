import django.db.models.deletion
import regulars.ground.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ClockedRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=120, unique=True)),
                ('due_at', regulars.ground.kit.fields.MomentField()),
                ('last_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='LakeBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', regulars.ground.kit.fields.PublicIdField(prefix='lkb')),
                ('written_at', regulars.ground.kit.fields.MomentField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='evt')),
                ('name', models.CharField(max_length=80)),
                ('body', models.JSONField()),
                ('store_id', models.BigIntegerField(null=True)),
                ('person_id', models.BigIntegerField(null=True)),
                ('ref', models.CharField(blank=True, max_length=80)),
                ('at', regulars.ground.kit.fields.MomentField(db_index=True, now=True)),
                ('relayed_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('lake_batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='bus.lakebatch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('relayed_at', None)), fields=['id'], name='message_to_relay'), models.Index(condition=models.Q(('lake_batch', None)), fields=['id'], name='message_to_lake')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listener', models.CharField(max_length=120)),
                ('done_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('attempts', models.SmallIntegerField(default=1)),
                ('next_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('dead_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('error', models.TextField(blank=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='bus.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dead_at', None), ('done_at', None)), fields=['next_at'], name='delivery_retry'), models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['-dead_at'], name='delivery_dead')],
                'constraints': [models.UniqueConstraint(fields=('message', 'listener'), name='each_listener_once')],
            },
        ),
    ]
