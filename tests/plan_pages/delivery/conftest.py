from tests.plan_pages.disclosure.conftest import (  # noqa: F401  fixtures
    editor,
    head,
    office,
    other_unit,
    part,
    project,
    stranger,
    unit,
)
