"""Every line of the audit log has its number and digest."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_audit_log_and_split_keys")]

    operations = [
        migrations.AlterField("recordread", "number", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("recordread", "digest", models.BinaryField(max_length=32)),
    ]
