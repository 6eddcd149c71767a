"""Counts the SQL statements of a request that asks for it; others pass at once."""

from collections.abc import Callable

from django.db import connection, reset_queries
from django.http import HttpRequest, HttpResponse

ASKED, STATEMENTS, TRANSACTION = "X-Count-Queries", "X-Statements", "X-Transaction-Statements"
FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def count_queries(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say in headers how many statements a request took, those that frame transactions apart."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if ASKED not in request.headers:
            return get_response(request)
        reset_queries()
        connection.force_debug_cursor = True
        try:
            response = get_response(request)
        finally:
            connection.force_debug_cursor = False
        frames = sum(query["sql"].startswith(FRAMES) for query in connection.queries_log)
        response[STATEMENTS] = str(len(connection.queries_log) - frames)
        response[TRANSACTION] = str(frames)
        return response

    return middleware
