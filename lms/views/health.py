"""Whether the process is alive and everything it needs is there."""

import datetime as dt

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from lms import background
from people.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Check database, migrations, storage and the worker's pulse; 503 when one is missing."""
    checks = {
        "database": _database(),
        "migrations": _migrations(),
        "storage": _storage(),
        "worker": _worker(),
    }
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _storage() -> bool:
    try:
        name = default_storage.save("readyz.txt", ContentFile(b"ready"))
        default_storage.delete(name)
    except OSError:
        return False
    return True


def _worker() -> bool:
    if "Immediate" in settings.TASKS["default"]["BACKEND"]:
        return True
    try:
        seen_at = background.newest_heartbeat()
    except DatabaseError:
        return False
    return seen_at is not None and timezone.now() - seen_at < dt.timedelta(seconds=60)
