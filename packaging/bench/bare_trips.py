# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of a sync with nothing changed: one HTTP round trip a jury, on a connection that is kept."""

import http.client

from bench.actor import serve
from bench.figures import milliseconds


def trips(url: str, token: str, juries: list[str]) -> float:
    """Ask for each jury's list, « unless it is the one I have »; returns the milliseconds."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    tags = dict.fromkeys(juries, "")

    def ask(expected: int) -> None:
        for jury, tag in tags.items():
            headers = {"Authorization": f"Bearer {token}", "If-None-Match": tag}
            connection.request("GET", f"/api/v1/juries/{jury}/manifest", headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == expected, answer.status
            tags[jury] = answer.headers["ETag"]

    connection.connect()
    try:
        ask(200)
        return milliseconds(lambda: ask(304))
    finally:
        connection.close()


if __name__ == "__main__":
    serve({"trips": trips})
