"""A program on a terminal of its own, with somebody at the keyboard. Standard library only."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time


class Terminal:
    """Runs a command on a new pseudo-terminal. Not for use by several threads."""

    def __init__(self, command, columns=80, rows=24, env=None):
        self.screen = b""
        self.ended_at = None
        self._read = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                # ssh copies the size once at the start, so it has to be there before the command is.
                self._size(0, columns, rows)
                os.execvpe(command[0], command, env or {**os.environ, "TERM": "xterm"})
            finally:
                os._exit(127)

    @staticmethod
    def _size(fd, columns, rows):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self._size(self.fd, columns, rows)

    def type(self, text):
        os.write(self.fd, text.encode())

    def expect(self, pattern, timeout=15):
        """Waits for the pattern in what was printed since the last match; None when it did not come."""
        deadline = time.monotonic() + timeout
        while True:
            match = re.compile(pattern.encode(), re.S).search(self.screen, self._read)
            if match:
                self._read = match.end()
                return match
            if not self._more(deadline - time.monotonic()):
                return None

    def wait(self, timeout=15):
        """Reads until the command ends and returns its exit status; None when it goes on."""
        deadline = time.monotonic() + timeout
        while self._more(deadline - time.monotonic()):
            pass
        if self.ended_at is None:
            return None
        if self.pid:
            _, status = os.waitpid(self.pid, 0)
            self.pid = 0
            os.close(self.fd)
            self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def look(self):
        """Reads what is there, waiting for nothing."""
        self._more(0.001)

    def kill(self):
        if self.pid:
            os.kill(self.pid, 9)
            self.wait()

    def text(self):
        return self.screen.decode("utf-8", "replace")

    def _more(self, seconds):
        """Reads what is there, waiting for it if need be; False at the end and when the time is over."""
        if self.ended_at is not None or seconds <= 0:
            return False
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            read = os.read(self.fd, 65536)
        except OSError:  # Linux says EIO when the last holder of the other side is gone.
            read = b""
        if not read:
            self.ended_at = time.time()
            return False
        self.screen += read
        return True
