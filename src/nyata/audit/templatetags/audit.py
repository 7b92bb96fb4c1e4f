"""What pages of the audit say of a finding."""

from django import template
from django.utils.functional import Promise

from nyata.audit import words
from nyata.audit.models import Finding

register = template.Library()


@register.filter
def said(found: Finding) -> str:
    """Its sentence."""
    return words.sentence(found.code, found.facts)


@register.filter
def check_title(name: str) -> Promise | str:
    """What a check is called."""
    return words.title(name).name
