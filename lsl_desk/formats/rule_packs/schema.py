# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a pack of rules may say: strict shapes. A field too many, missing or of another type is refused."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^\S(.*\S)?$")]
ExamCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,19}$")]
SerieCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,19}$")]
Coefficient = Annotated[int, Field(ge=0, le=40)]
Threshold = Annotated[int, Field(ge=1, le=20)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Step = Annotated[str, StringConstraints(pattern=r"^(1|0\.5|0\.1)$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Special(_Strict):
    """A session whose rules were of exception, and why none answers for it."""

    session: Year
    why: Text


class Mention(_Strict):
    """A mention and the average it needs."""

    code: Text
    least: Threshold
    by_jury: bool = False


class Thresholds(_Strict):
    """Averages out of 20, and how many épreuves are chosen at the second group."""

    admission: Threshold
    second_group: Threshold
    second_group_most: Annotated[int, Field(ge=1, le=5)]


class Steps(_Strict):
    """Steps of marks, as texts so that they stay exact."""

    mark: Step
    continuous: Step


class Jury(_Strict):
    """What the jury may do."""

    raise_marks: bool
    not_raisable: list[ExamCode]
    points: bool
    points_cap: Annotated[int, Field(ge=1, le=500)] | None = None
    no_help_under: Threshold | None = None


class LegalText(_Strict):
    """The legal text of a rule: where it was read, and since when it is in force, or that no source read says when."""

    reference: Text
    said: Text
    since: date | None = None
    undated: bool = False
    source: Text


class Exam(_Strict):
    """An épreuve."""

    code: ExamCode
    label: Text
    coefficient: Coefficient
    above_ten: bool = False
    anticipated: bool = False
    second_group: bool = False
    continuous: bool = False
    optional: bool = False
    one_of: Text | None = None
    with_exam: ExamCode | None = None
    oral_of: ExamCode | None = None
    oral_untold: bool = False
    subjects: list[Text] = []


class Choice(_Strict):
    """A speciality: it raises an épreuve, is one of its own, or is either."""

    subject: Text
    names: list[Text] = []
    raises: ExamCode | None = None
    by: Annotated[int, Field(ge=1, le=20)] | None = None
    exam: ExamCode | None = None


class Speciality(_Strict):
    """The choice of a speciality."""

    code: ExamCode
    choices: Annotated[list[Choice], Field(min_length=1)]
    excused_by: ExamCode | None = None
    excused_coefficient: Coefficient | None = None


class Better(_Strict):
    """An option that counts more for some subjects."""

    code: ExamCode
    words: Annotated[list[Text], Field(min_length=1)]
    coefficient: Coefficient


class Options(_Strict):
    """Optional épreuves."""

    codes: Annotated[list[ExamCode], Field(min_length=1)]
    most_years: Annotated[int, Field(ge=1, le=10)] | None = None
    better: Better | None = None


class Serie(_Strict):
    """A série, or a voie where there is none."""

    names: list[Text]
    exams: Annotated[list[Exam], Field(min_length=1)]
    first: Year | None = None
    speciality: Speciality | None = None
    options: Options | None = None


class Pack(_Strict):
    """A whole pack."""

    first: Year
    last: Year
    special: list[Special] = []
    mentions: Annotated[list[Mention], Field(min_length=1)]
    thresholds: Thresholds
    steps: Steps
    jury: Jury
    texts: dict[str, LegalText]
    series: Annotated[dict[SerieCode, Serie], Field(min_length=1)]
