"""`manage.py` at another moment: `python -m tests.moved_clock 2026-12-02T12:00 serve`.

The clock goes on from that Beijing time; the server's workers are forked and share it.
"""

import datetime
import os
import sys
from zoneinfo import ZoneInfo

import time_machine
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    moment = datetime.datetime.fromisoformat(sys.argv[1])
    moment = moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(moment.astimezone(datetime.UTC), tick=True):
        execute_from_command_line(["manage.py", *sys.argv[2:]])
