"""What lower floors hang on the front door: a search field, what was answered."""

from collections import defaultdict

from django.http import HttpRequest

from portal.registry import HomePanel, home_panels


def panels_by_slot(request: HttpRequest) -> dict[str, list[HomePanel]]:
    """`top` beside the headline, `search` under it, `aside` beside the chapters."""
    slots: dict[str, list[HomePanel]] = defaultdict(list)
    for provide in home_panels:
        for panel in provide(request):
            slots[panel.slot].append(panel)
    return {
        slot: sorted(panels, key=lambda panel: panel.order)
        for slot, panels in slots.items()
    }
