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
        for line in sys.stdin:
            action, *arguments = json.loads(line)
            print(json.dumps(actions[action](*arguments)), flush=True)
    finally:
        terminal.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
