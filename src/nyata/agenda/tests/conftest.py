from nyata.attendance.tests.conftest import browser, cast, clock, office, sari  # noqa: F401 - fixtures
