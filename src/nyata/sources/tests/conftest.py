"""The cast, a machine at the clinic, and its hours."""

import pytest

from nyata.people.tests import factories
from nyata.schedules.tests.factories import make_shift, office_week, use
from nyata.sources.tests.factories import make_machine


@pytest.fixture
def cast(db):
    return factories.cast()


@pytest.fixture
def office(cast):
    """The clinic works 07.30 to 16.00 on five days, with a break from 12 to 13."""
    shift = make_shift((7.5, 16, 12, 13))
    use(office_week(shift), cast.clinic)
    return shift


@pytest.fixture
def machine(cast):
    """A fingerprint machine at the clinic, read as attlog.dat without directions."""
    return make_machine(cast.clinic, cast.hr)
