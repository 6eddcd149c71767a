"""The test suite; mirrors the apps."""
