"""The door for the server."""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tournee.project.settings")
django.setup(set_prefix=False)

# These need the apps, which the line above has loaded.
from tournee.api.live.door import with_live_changes  # noqa: E402
from tournee.project.request_threads import ThreadedHandler  # noqa: E402

application = with_live_changes(ThreadedHandler())
# What the program is made of stays until it ends: no use looking through it for rubbish again and again.
gc.collect()
gc.freeze()
# A month of events is some thousand short-lived records: not a reason to look.
gc.set_threshold(50_000, 20, 20)
