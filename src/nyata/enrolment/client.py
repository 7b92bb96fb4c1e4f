"""What kind of phone it is, in three words: enough to recognise one's own, not enough to follow anybody."""

BROWSERS = (("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"), ("Firefox", "Firefox"))
LATER = (("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))


def client_family(user_agent: str) -> str:
    """Such as "Chrome di Android"; "Peramban" where nothing is known."""
    browser = next((name for mark, name in (*BROWSERS, *LATER) if mark in user_agent), "Peramban")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} di {system}" if system else browser
