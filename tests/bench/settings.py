"""Settings of the measured server: those of `make run`, able to count the SQL of a request."""

from lms.settings import local

globals().update({name: value for name, value in vars(local).items() if name.isupper()})

MIDDLEWARE = ["tests.bench.counting.count_queries", *local.MIDDLEWARE]
