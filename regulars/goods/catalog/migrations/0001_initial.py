import django.db.models.deletion
import regulars.ground.kit.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('media', '0001_initial'),
        ('merchants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='brd')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('name_zh', models.CharField(blank=True, max_length=80)),
                ('retired_at', regulars.ground.kit.fields.MomentField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='var')),
                ('sku', models.CharField(max_length=60)),
                ('options', models.JSONField(default=dict)),
                ('price_minor', regulars.ground.kit.fields.MinorField()),
                ('compare_minor', regulars.ground.kit.fields.MinorField(null=True)),
                ('cost_minor', regulars.ground.kit.fields.MinorField(null=True)),
                ('position', models.SmallIntegerField(default=0)),
                ('retired_at', regulars.ground.kit.fields.MomentField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('price_minor__gte', 0)), name='variant_price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='cat')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('path', models.CharField(blank=True, db_index=True, max_length=120)),
                ('name', models.CharField(max_length=80)),
                ('name_zh', models.CharField(blank=True, max_length=80)),
                ('position', models.IntegerField(default=0)),
                ('retired_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalog.category')),
            ],
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='pro')),
                ('title', models.CharField(max_length=160)),
                ('title_zh', models.CharField(blank=True, max_length=160)),
                ('description', models.TextField(blank=True)),
                ('description_zh', models.TextField(blank=True)),
                ('attributes', models.JSONField(default=dict)),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('from_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('to_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('compare_minor', regulars.ground.kit.fields.MinorField(null=True)),
                ('cover', models.CharField(blank=True, max_length=28)),
                ('sold_count', models.IntegerField(default=0)),
                ('version', models.IntegerField(default=1)),
                ('external_ref', models.CharField(blank=True, max_length=80)),
                ('created_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('updated_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('published_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('retired_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.brand')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalog.category')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='merchants.store')),
            ],
            options={
                'indexes': [models.Index(fields=['store', '-published_at'], name='product_of_store'), models.Index(fields=['category', '-sold_count'], name='product_in_category'), models.Index(fields=['-sold_count', '-id'], name='product_popular'), models.Index(fields=['-published_at', '-id'], name='product_new')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_ref', ''), _negated=True), fields=('store', 'external_ref'), name='one_product_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='ProductPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.SmallIntegerField(default=0)),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='media.picture')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='catalog.product')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Stock',
            fields=[
                ('variant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stock', serialize=False, to='catalog.variant')),
                ('on_hand', models.IntegerField(default=0)),
                ('held', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('held__gte', 0)), name='held_not_negative'), models.CheckConstraint(condition=models.Q(('held__lte', models.F('on_hand'))), name='held_within_stock')],
            },
        ),
        migrations.AddField(
            model_name='variant',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='catalog.product'),
        ),
        migrations.AddField(
            model_name='variant',
            name='store',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='merchants.store'),
        ),
        migrations.CreateModel(
            name='PriceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_minor', regulars.ground.kit.fields.MinorField()),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('by_id', models.BigIntegerField(null=True)),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='price_changes', to='catalog.variant')),
            ],
        ),
        migrations.CreateModel(
            name='StockHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=40)),
                ('quantity', models.IntegerField()),
                ('until', regulars.ground.kit.fields.MomentField()),
                ('ended_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='catalog.variant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['variant', 'until'], name='hold_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('ref', 'variant'), name='one_hold_per_ref_and_variant'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='hold_quantity_positive')],
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delta', models.IntegerField()),
                ('why', models.CharField(max_length=20)),
                ('ref', models.CharField(blank=True, max_length=40)),
                ('by_id', models.BigIntegerField(null=True)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='catalog.variant')),
            ],
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.UniqueConstraint(fields=('store', 'sku'), name='one_sku_per_store'),
        ),
    ]
