"""What a program that never looks at a face does not load: it costs 60 MB and a fifth of a second in every process."""

import os
import subprocess
import sys

from django.conf import settings

HEAVY = ("cv2", "ai_edge_litert", "typst")
SCRIPT = f"""
import sys, django
django.setup()
import nyata.config.urls, nyata.attendance.management.commands.recap
sys.exit(" ".join(name for name in {HEAVY!r} if name in sys.modules) or 0)
"""


def test_the_web_server_and_commands_load_no_face_engine_and_no_typesetter():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
