import django.db.models.deletion
import regulars.ground.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalog', '0001_initial'),
        ('merchants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='grp')),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('state', models.CharField(default='awaiting_payment', max_length=20)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=30)),
                ('address', models.JSONField(default=dict)),
                ('language', models.CharField(default='en', max_length=10)),
                ('guest_key', models.CharField(blank=True, max_length=40)),
                ('goods_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('freight_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('discount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('total_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('external_ref', models.CharField(blank=True, max_length=80)),
                ('placed_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('pay_until', regulars.ground.kit.fields.MomentField()),
                ('paid_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('ended_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_groups', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-placed_at'], name='group_of_person'), models.Index(condition=models.Q(('state', 'awaiting_payment')), fields=['pay_until'], name='group_unpaid')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_ref', ''), _negated=True), fields=('external_ref',), name='one_group_per_reference')],
            },
        ),
        migrations.CreateModel(
            name='Basket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='bas')),
                ('visitor', models.CharField(max_length=40, null=True, unique=True)),
                ('codes', models.JSONField(default=list)),
                ('chosen_claims', models.JSONField(default=dict)),
                ('updated_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='basket', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='ord')),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('state', models.CharField(default='awaiting_payment', max_length=20)),
                ('goods_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('freight_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('store_discount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('market_discount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('paid_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('commission_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('refunded_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('placed_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('paid_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('ship_by', regulars.ground.kit.fields.MomentField(null=True)),
                ('shipped_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('delivered_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('confirmed_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('ended_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to=settings.AUTH_USER_MODEL)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='merchants.store')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='orders.ordergroup')),
            ],
            options={
                'indexes': [models.Index(fields=['store', 'state', '-placed_at'], name='order_of_store_in_state'), models.Index(fields=['store', '-placed_at'], name='order_of_store'), models.Index(fields=['store', 'person', '-placed_at'], name='order_of_customer'), models.Index(condition=models.Q(('state', 'delivered')), fields=['delivered_at'], name='order_to_confirm')],
                'constraints': [models.UniqueConstraint(fields=('group', 'store'), name='one_order_per_store'), models.CheckConstraint(condition=models.Q(('refunded_minor__gte', 0)), name='order_refund_not_negative'), models.CheckConstraint(condition=models.Q(('refunded_minor__lte', models.F('paid_minor'))), name='order_refund_within')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='receipt', serialize=False, to='orders.ordergroup')),
                ('body', models.JSONField()),
                ('rule_version', models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='lin')),
                ('title', models.CharField(max_length=160)),
                ('title_zh', models.CharField(blank=True, max_length=160)),
                ('options', models.JSONField(default=dict)),
                ('cover', models.CharField(blank=True, max_length=28)),
                ('unit_minor', regulars.ground.kit.fields.MinorField()),
                ('quantity', models.IntegerField()),
                ('list_minor', regulars.ground.kit.fields.MinorField()),
                ('store_discount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('market_discount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('paid_minor', regulars.ground.kit.fields.MinorField()),
                ('commission_bp', models.IntegerField(default=0)),
                ('commission_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('returned_quantity', models.IntegerField(default=0)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='orders.order')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='catalog.product')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='order_lines', to='catalog.variant')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='line_quantity_positive'), models.CheckConstraint(condition=models.Q(('returned_quantity__gte', 0), ('returned_quantity__lte', models.F('quantity'))), name='returned_within_bought')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='ret')),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(default='asked', max_length=12)),
                ('reason', models.CharField(max_length=40)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('amount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('freight_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('currency', regulars.ground.kit.fields.CurrencyField(max_length=3)),
                ('decide_by', regulars.ground.kit.fields.MomentField()),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('asked_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('decided_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('refunded_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('disputed_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('split', models.JSONField(default=dict)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='orders.order')),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='merchants.store')),
            ],
            options={
                'indexes': [models.Index(fields=['store', 'state', 'decide_by'], name='return_to_decide'), models.Index(condition=models.Q(('state', 'disputed')), fields=['-disputed_at'], name='return_disputed')],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.IntegerField()),
                ('amount_minor', regulars.ground.kit.fields.MinorField(default=0)),
                ('restock', models.BooleanField(default=True)),
                ('back', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.return')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='return_lines', to='orders.orderline')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('back', 'line'), name='one_return_line'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='return_quantity_positive')],
            },
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='shp')),
                ('carrier', models.CharField(blank=True, max_length=60)),
                ('tracking', models.CharField(blank=True, max_length=80)),
                ('shipped_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('delivered_at', regulars.ground.kit.fields.MomentField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shipments', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='BasketLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', regulars.ground.kit.fields.PublicIdField(prefix='bln')),
                ('quantity', models.IntegerField()),
                ('added_at', regulars.ground.kit.fields.MomentField(now=True)),
                ('chosen', models.BooleanField(default=True)),
                ('basket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.basket')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='catalog.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('basket', 'variant'), name='one_line_per_variant'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('quantity__lte', 9999)), name='basket_quantity_sane')],
            },
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('by_kind', models.CharField(max_length=10)),
                ('by_id', models.BigIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', regulars.ground.kit.fields.MomentField(now=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(fields=['order', 'at'], name='timeline')],
            },
        ),
    ]
