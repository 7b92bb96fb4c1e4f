"""Faces sealed before their enrolment was part of the seal are sealed anew: from now on no other opens.

It needs the wrapping key of the configuration, and stops where that does not open a person's data key: faces left
behind would never open again.
"""

from django.db import migrations
from django.db.models import Q

from nyata.enrolment import vault
from nyata.enrolment.face_seal import PHOTO, TEMPLATE, seal_anew


def bind(apps, schema_editor):
    faces = apps.get_model("enrolment", "FaceTemplate").objects.using(schema_editor.connection.alias)
    former = Q(sealed__gte=vault.FORM, sealed__lt=vault.BOUND) | Q(
        photo_sealed__gte=vault.FORM, photo_sealed__lt=vault.BOUND
    )
    for face in faces.filter(former).select_related("person__data_key").iterator(chunk_size=200):
        key = face.person.data_key
        vault.unwrap(key)  # a wrong key stops here, with nothing changed
        try:
            face.sealed = seal_anew(key, bytes(face.sealed), TEMPLATE, face.enrolment_id)
            if face.photo_sealed is not None:
                face.photo_sealed = seal_anew(key, bytes(face.photo_sealed), PHOTO, face.enrolment_id)
        except vault.Unsealable:
            continue  # damaged: it opened for nobody before either
        face.save(update_fields=["sealed", "photo_sealed"])


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0002_insert_only"), ("people", "0001_initial")]
    operations = [migrations.RunPython(bind, migrations.RunPython.noop, elidable=True)]
