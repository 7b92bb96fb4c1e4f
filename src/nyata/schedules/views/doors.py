"""Who may open a page of schedules; each view is given the visitor."""

from nyata.people.views.visiting import Visitor, page_of

__all__ = ["Visitor", "for_hr", "for_planners"]

for_hr = page_of(lambda authority: authority.is_hr)
# Whoever sets rosters and patterns: HR officers, operators, supervisors.
for_planners = page_of(lambda authority: authority.is_hr or bool(authority.operates or authority.supervises))
