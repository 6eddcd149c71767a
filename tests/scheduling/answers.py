"""What an answer says to its reader."""


def said(response) -> list[str]:
    """The messages on the page."""
    return [str(message) for message in response.context["messages"]]
