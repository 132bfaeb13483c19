import pytest

from feedback.congress.assignments import assign, release
from feedback.congress.models import ChapterAssignment
from plan_pages.document.models import Division, Plan
from portal.accounts.models import User
from portal.refusals import Refused


@pytest.fixture
def chapter(korla: Plan) -> Division:
    return Division.objects.get(plan=korla, level="chapter", ordinal=15)


def test_assign_once_and_release(
    chapter: Division, reviewer: User, office: User
) -> None:
    row = assign(reviewer=reviewer, chapter=chapter, by=office)
    assert assign(reviewer=reviewer, chapter=chapter, by=office) == row
    assert list(reviewer.assigned_chapters.values_list("chapter", flat=True)) == [
        chapter.pk
    ]
    release(assignment=row, by=office)
    assert not ChapterAssignment.objects.exists()


def test_assign_is_the_offices(
    chapter: Division, reviewer: User, moderator: User, office: User
) -> None:
    for given in (
        {"reviewer": reviewer, "chapter": chapter, "by": reviewer},
        {"reviewer": moderator, "chapter": chapter, "by": office},
        {
            "reviewer": reviewer,
            "chapter": Division.objects.filter(level="section")[0],
            "by": office,
        },
    ):
        with pytest.raises(Refused):
            assign(**given)
    assert not ChapterAssignment.objects.exists()
