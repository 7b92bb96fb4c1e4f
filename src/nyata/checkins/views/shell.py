"""What makes the page an application: the service worker, its offline page, the manifest. They know no person."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.checkins import page
from nyata.checkins.words import waiting_words

TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
_FOLDER = Path(__file__).resolve().parent.parent / "static" / "phone"


@lru_cache(maxsize=1)
def _shell() -> tuple[list[str], str]:
    """The addresses of everything that the offline pages load, and a mark that changes when any of it does."""
    names = sorted(path.name for path in _FOLDER.iterdir())
    mark = hashlib.sha256()
    for name in names:
        mark.update((_FOLDER / name).read_bytes())
    shell = [static(f"phone/{name}") for name in names]
    shell += [static("css/nyata.css"), static("js/menu.js"), static("icon.svg")]
    mark.update("".join(shell).encode())
    return shell, mark.hexdigest()[:12]


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker's script: the module that does the work, told what belongs to the shell."""
    shell, mark = _shell()
    house = {
        "version": mark,
        "shell": shell,
        "home": reverse("checkins:home"),
        "offline": reverse("checkins:offline"),
        "signOut": reverse("accounts:sign_out"),
    }
    script = f"import {{ serve }} from {json.dumps(static('phone/service.js'))};\nserve({json.dumps(house)});\n"
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The page for the hour without network; the service worker fetches it as nobody."""
    words = {"waiting": waiting_words(), "purposes": {"in": _("Absen masuk"), "out": _("Absen pulang")}}
    return render(request, "checkins/offline.html", {"words": words, "urls": page.urls()})


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """The web manifest, so that the page can be put on the home screen."""
    icons = (
        ("phone/icon.svg", "any", "any"),
        ("phone/icon-maskable.svg", "any", "maskable"),
        ("icon-512.png", "512x512", "maskable"),
        ("apple-touch-icon.png", "180x180", "any"),
    )
    says = {
        "name": _("Nyata, absen digital"),
        "short_name": "Nyata",
        "lang": "id",
        "start_url": reverse("checkins:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f7f7",
        "theme_color": "#0b5c5f",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": TYPES[Path(name).suffix], "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }
    return JsonResponse(says, content_type="application/manifest+json")
