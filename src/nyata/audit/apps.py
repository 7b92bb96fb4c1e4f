from django.apps import AppConfig

from nyata.ledger.watch import Evidence


class AuditConfig(AppConfig):
    name = "nyata.audit"
    label = "audit"
    under_the_log = {
        "audit_finding": Evidence("made_at"),
        "audit_report": Evidence("made_at"),
        "audit_restoration": Evidence("made_at"),
        "audit_step": Evidence("at"),
    }
