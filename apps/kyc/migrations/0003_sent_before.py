from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kyc", "0002_screening_and_renewal"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="sent_before",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
