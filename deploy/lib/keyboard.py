#!/usr/bin/env python3
"""A terminal for tests in other languages: keyboard.py COLUMNS ROWS COMMAND…

Reads one JSON array a line from standard input and answers each with one JSON value a line:

    ["type", TEXT]              types it                                      true
    ["resize", COLUMNS, ROWS]   as when a window is dragged                   true
    ["expect", REGEX, SECONDS]  waits for it in what came since the last hit  whether it came
    ["wait", SECONDS]           waits for the end                             [exit status or null, Unix time of the end]
    ["screen"]                  all that was printed                          a string, bytes as Latin-1
"""

import json
import os
import select
import sys

from terminal import Terminal


def main(columns, rows, command):
    terminal = Terminal(command, columns, rows)
    actions = {
        "type": lambda text: terminal.type(text) or True,
        "resize": lambda width, height: terminal.resize(width, height) or True,
        "expect": lambda pattern, seconds: terminal.expect(pattern, seconds) is not None,
        "wait": lambda seconds: [terminal.wait(seconds), terminal.ended_at],
        "screen": lambda: terminal.screen.decode("latin-1"),
    }
    try:
        for line in asked(terminal):
            action, *arguments = json.loads(line)
            print(json.dumps(actions[action](*arguments)), flush=True)
    finally:
        terminal.kill()


def asked(terminal):
    """Lines from standard input. What is printed meanwhile is read at once, so that the end is noted when it comes."""
    waiting = b""
    while True:
        *lines, waiting = waiting.split(b"\n")
        yield from lines
        open_ones = [0] if terminal.ended_at else [0, terminal.fd]
        ready, _, _ = select.select(open_ones, [], [])
        if terminal.fd in ready:
            terminal.look()
        if 0 in ready:
            read = os.read(0, 65536)
            if not read:
                return
            waiting += read


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
