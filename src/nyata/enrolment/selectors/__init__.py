"""The reading door of enrolment."""

from nyata.enrolment.selectors.own import (
    accommodations_on,
    active_device,
    bound_device,
    enrolled_ids,
    face_state,
    has_read_notice,
    known_device,
    template_in_force,
    template_of,
)

__all__ = [
    "accommodations_on",
    "active_device",
    "bound_device",
    "enrolled_ids",
    "face_state",
    "has_read_notice",
    "known_device",
    "template_in_force",
    "template_of",
]
