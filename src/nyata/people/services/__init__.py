"""The writing door of people."""

from nyata.people.services.founding import FirstOfficer, appoint_at_server
from nyata.people.services.help import answer_help, ask_for_help
from nyata.people.services.imports import apply_import, check_file, recheck
from nyata.people.services.people import (
    NewStatus,
    Particulars,
    change_employment,
    correct_person,
    move_person,
    readmit_person,
    register_person,
    release_person,
)
from nyata.people.services.posts import Appointment, end_post, grant_post
from nyata.people.services.rollout import StageOrder, decide_stage
from nyata.people.services.sites import (
    SiteParticulars,
    end_site_use,
    open_site,
    redraw_site,
    set_site_active,
    use_site,
)
from nyata.people.services.units import UnitParticulars, change_unit, close_unit, open_unit, reopen_unit

__all__ = [
    "Appointment",
    "FirstOfficer",
    "NewStatus",
    "Particulars",
    "SiteParticulars",
    "StageOrder",
    "UnitParticulars",
    "answer_help",
    "appoint_at_server",
    "apply_import",
    "ask_for_help",
    "change_employment",
    "change_unit",
    "check_file",
    "close_unit",
    "correct_person",
    "decide_stage",
    "end_post",
    "end_site_use",
    "grant_post",
    "move_person",
    "open_site",
    "open_unit",
    "readmit_person",
    "recheck",
    "redraw_site",
    "register_person",
    "release_person",
    "reopen_unit",
    "set_site_active",
    "use_site",
]
