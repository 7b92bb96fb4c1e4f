"""The steps that the law asks for, and in which order (PP 94/2021 Ps 15(2), 26-28; PerBKN 6/2022)."""

from nyata.discipline.models import Step

Kind = Step.Kind
EXAMINATION = (
    Kind.CALL_1, Kind.CALL_2, Kind.EXAMINED, Kind.NOT_COME, Kind.REPORTED, Kind.RESULT, Kind.DELIVERED,
)  # fmt: skip
SALARY = (Kind.SALARY_NOTIFIED, Kind.SALARY_VERIFIED, Kind.SALARY_STOPPED, Kind.SALARY_RESTORED)
CALLS = (Kind.CALL_1, Kind.CALL_2)
# One of these comes before; none for a step that begins a way.
AFTER: dict[str, tuple[str, ...]] = {
    Kind.CALL_1: (),
    Kind.CALL_2: (Kind.CALL_1,),
    Kind.EXAMINED: (Kind.CALL_1, Kind.CALL_2),
    Kind.NOT_COME: (Kind.CALL_2,),
    Kind.REPORTED: (Kind.EXAMINED, Kind.NOT_COME),
    Kind.RESULT: (Kind.EXAMINED, Kind.NOT_COME, Kind.REPORTED),
    Kind.DELIVERED: (Kind.RESULT,),
    Kind.SALARY_NOTIFIED: (),
    Kind.SALARY_VERIFIED: (Kind.SALARY_NOTIFIED,),
    Kind.SALARY_STOPPED: (Kind.SALARY_VERIFIED,),
    Kind.SALARY_RESTORED: (Kind.SALARY_STOPPED,),
}
# Who was examined did not stay away from it.
EITHER: dict[str, tuple[str, ...]] = {
    Kind.EXAMINED: (Kind.NOT_COME,),
    Kind.NOT_COME: (Kind.EXAMINED,),
    Kind.CALL_2: (Kind.EXAMINED,),
}
# The direct superior tells BKPSDM; what follows is written down there, the decision of the KPA too.
BY_HR = (Kind.SALARY_VERIFIED, Kind.SALARY_STOPPED, Kind.SALARY_RESTORED)
