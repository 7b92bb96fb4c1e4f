"""Everything that the audit looks at, in the order of the report. Each check has a file and one shape (`shape.py`)."""

from nyata.audit.checks import (
    allowances,
    backups,
    clocks,
    days,
    devices,
    exempting,
    log,
    looks,
    places,
    policies,
    powers,
    programs,
    reviews,
)
from nyata.audit.checks.shape import Check

CHECKS = (
    Check(log.NAME, log.run),
    Check(days.NAME, days.run),
    Check(allowances.NAME, allowances.run),
    Check("exemptions", exempting.exemptions),
    Check("corrections", exempting.corrections),
    Check(devices.NAME, devices.run),
    Check(reviews.NAME, reviews.run),
    Check("fences", places.fences),
    Check("witnesses", places.witnesses),
    Check(clocks.NAME, clocks.run),
    Check(looks.NAME, looks.run),
    Check(policies.NAME, policies.run),
    Check(powers.NAME, powers.run),
    Check(programs.NAME, programs.run),
    Check(backups.NAME, backups.run),
)
