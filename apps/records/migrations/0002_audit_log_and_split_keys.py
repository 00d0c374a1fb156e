"""The log of reads becomes a chain of digests; records get stamps on their clear parts."""

from __future__ import annotations

from django.db import migrations, models


def chain_and_stamp(apps, schema_editor):
    """What is there already, in the order in which it was written."""
    from apps.records import audit, content, rules

    previous = rules.FIRST_DIGEST
    for number, line in enumerate(apps.get_model("records", "RecordRead").objects.order_by("pk"), start=1):
        line.number = number
        line.digest = previous = rules.digest_of(previous, audit._plain(line))
        line.save(update_fields=("number", "digest"))
    for row in apps.get_model("records", "Record").objects.iterator():
        row.stamp = content.stamped(row)
        row.save(update_fields=("stamp",))


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.AddField("record", "erasure_asked_by", models.BigIntegerField(null=True)),
        migrations.AddField("record", "split_key", models.BooleanField(default=False)),
        migrations.AddField("record", "stamp", models.BinaryField(default=bytes, max_length=32)),
        migrations.AddField("recordread", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("recordread", "what", models.CharField(default="read", max_length=24)),
        migrations.AddField("recordread", "digest", models.BinaryField(max_length=32, null=True)),
        migrations.AlterField(
            "recordread",
            "record",
            models.ForeignKey(
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="reads",
                to="records.record",
            ),
        ),
        migrations.RunPython(chain_and_stamp, migrations.RunPython.noop),
        # Constraints in a migration of their own: PostgreSQL does not alter a table with pending triggers.
    ]
