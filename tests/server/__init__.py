"""The production server as a process of its own: started, driven over HTTP and stopped by tests."""
