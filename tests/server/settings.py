"""Settings of servers that tests start: those of `make run`, with faults that a test asks for."""

from lms.settings import local

globals().update({name: value for name, value in vars(local).items() if name.isupper()})

INSTALLED_APPS = ["tests.server.apps.ServerTestsConfig", *local.INSTALLED_APPS]
