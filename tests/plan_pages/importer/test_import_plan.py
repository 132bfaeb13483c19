"""import_plan on the real plan: rows against the golden lists."""

import pytest

from plan_pages.document.models import Division, Part

pytestmark = pytest.mark.django_db


def test_import_plan_makes_pages(korla):
    assert Division.objects.filter(plan=korla, live=True, level="chapter").count() == 15
    assert Division.objects.filter(plan=korla, live=True, level="section").count() == 63
    assert Part.objects.count() == 486


def test_import_plan_again(korla):
    assert korla.is_current


def test_import_plan_transactional(korla_transactional):
    assert korla_transactional.live
    assert Part.objects.count() == 486
