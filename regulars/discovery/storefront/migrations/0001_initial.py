
import django.db.models.deletion
import regulars.ground.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('merchants', '0003_who_works_is_proven'),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='pag')),
                ('kind', models.CharField(max_length=10)),
                ('subject', models.CharField(blank=True, max_length=28)),
                ('last_number', models.IntegerField(default=0)),
                ('last_version', models.IntegerField(default=0)),
                ('made_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('store', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='merchants.store')),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blocks', models.JSONField(default=list)),
                ('before', models.JSONField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('changed_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('changed_by_id', models.BigIntegerField(null=True)),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='storefront.page')),
            ],
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('blocks', models.JSONField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('of_number', models.IntegerField(null=True)),
                ('made_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('made_by_id', models.BigIntegerField(null=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='storefront.page')),
            ],
        ),
        migrations.CreateModel(
            name='Showing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', regulars.ground.kit.fields.MomentField()),
                ('until', regulars.ground.kit.fields.MomentField(null=True)),
                ('withdrawn_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('withdrawn_by_id', models.BigIntegerField(null=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='showings', to='storefront.page')),
                ('snapshot', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='showing', to='storefront.snapshot')),
            ],
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(condition=models.Q(('store__isnull', False)), fields=('store', 'kind', 'subject'), name='one_page_a_store'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(condition=models.Q(('store', None)), fields=('kind', 'subject'), name='one_page_the_market'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='one_snapshot_a_number'),
        ),
        migrations.AddIndex(
            model_name='showing',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['page', '-since'], name='showings_of_page'),
        ),
        migrations.AddConstraint(
            model_name='showing',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='showing_ends_after_it_begins'),
        ),
    ]
