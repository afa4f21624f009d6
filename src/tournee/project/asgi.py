"""The door for the server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tournee.project.settings")
_django = get_asgi_application()

from tournee.api.live.door import with_live_changes  # noqa: E402 -- needs the apps, which the line above has loaded

application = with_live_changes(_django)
