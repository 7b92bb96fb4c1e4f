"""The policy files that feed the face engine have exactly the fields of its limits: none forgotten, none invented."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from nyata.core import policy
from nyata.faces.burst import QuickLimits
from nyata.faces.enrolment import SelfieLimits
from nyata.faces.flow import DeepLimits
from nyata.faces.motion import MotionLimits

TODAY = policy.load(settings.POLICY_DIR).on(date(2026, 11, 23))


@pytest.mark.parametrize(
    "sheet, limits, apart",
    [
        (TODAY.verification.burst, QuickLimits, {"motion"}),
        (TODAY.verification.motion, MotionLimits, set()),
        (TODAY.verification.deep, DeepLimits, set()),
        (TODAY.enrolment.selfie, SelfieLimits, set()),
    ],
    ids=["burst", "motion", "deep", "selfie"],
)
def test_a_file_has_the_fields_of_the_limits_it_feeds(sheet: Any, limits: type, apart: set[str]) -> None:
    assert set(sheet.as_dict()) == {field.name for field in fields(limits)} - apart
    limits(**sheet.as_dict())
