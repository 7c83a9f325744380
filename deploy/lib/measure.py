"""What the benchmark measures with: clocks of processes, and stock OpenSSH clients on a route."""

import os
import pathlib
import statistics
import subprocess
import time

from terminal import Terminal

TICK = os.sysconf("SC_CLK_TCK")


class Process:
    """The processor time and the memory of a process; with its finished children where those do the work."""

    def __init__(self, pid, with_children):
        self.pid = pid
        self.with_children = with_children

    def seconds(self):
        """Processor time since it started, after whatever it still had to do is done."""
        before = -1.0
        while (now := self._seconds()) > before or self._children():
            before = now
            time.sleep(0.15)
        return now

    def _seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        # Fields 14 to 17 of proc(5): own time in user and kernel mode, then that of children which it waited for.
        return sum(map(int, fields[11:15] if self.with_children else fields[11:13])) / TICK

    def _children(self):
        if not self.with_children:
            return False
        return bool(pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().strip())

    def resident(self):
        """Bytes of memory that it holds now."""
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise OSError(f"process {self.pid} has no resident memory")


class Route:
    """One way to the target: a name in the ssh_config, and the process in the middle."""

    def __init__(self, name, config, process):
        self.name = name
        self.config = config
        self.process = process
        self.setup = {}

    def ssh(self, *arguments):
        return ["ssh", "-F", self.config, *arguments]

    def connect(self):
        """Seconds of one `ssh … true`."""
        return timed(self.ssh(self.name, "true"))

    def bulk(self, kind, size):
        """Seconds, and seconds of processor time in the middle, for so many bytes; without what a single byte takes."""
        seconds, cpu = self._carry(kind, size)
        if kind not in self.setup:
            # The first one warms the way for the others.
            self._carry(kind, 1)
            small = [self._carry(kind, 1) for _ in range(3)]
            self.setup[kind] = [statistics.median(part) for part in zip(*small)]
        return max(seconds - self.setup[kind][0], 1e-9), max(cpu - self.setup[kind][1], 0.0)

    def _carry(self, kind, size):
        before = self.process.seconds()
        seconds = getattr(self, f"_{kind}")(size)
        return seconds, self.process.seconds() - before

    def _download(self, size):
        return timed(self.ssh(self.name, f"head -c {size} /dev/zero"))

    def _upload(self, size):
        with subprocess.Popen(["head", "-c", str(size), "/dev/zero"], stdout=subprocess.PIPE) as source:
            return timed(self.ssh(self.name, "cat >/dev/null"), stdin=source.stdout)

    def _sftp_get(self, size):
        self._remote_file(size)
        return self._batch(f"get zeros.{size} /dev/null")

    def _sftp_put(self, size):
        zeros = pathlib.Path(self.config).with_name(f"zeros.{size}")
        with open(zeros, "wb") as file:
            file.truncate(size)
        return self._batch(f"put {zeros} /dev/null")

    def _remote_file(self, size):
        """A file of zeros that takes no room, made outside the measured time."""
        if size not in self.setup:
            subprocess.run(self.ssh(self.name, f"truncate -s {size} zeros.{size}"), check=True)
            self.setup[size] = True

    def _batch(self, line):
        return timed(["sftp", "-q", "-F", self.config, "-b", "-", self.name], text=line + "\n")

    def echo(self):
        """A terminal on the target that echoes what is typed."""
        return Echo(self)


class Echo:
    def __init__(self, route):
        self.terminal = Terminal(route.ssh("-tt", route.name, "stty -icanon; echo ready; exec cat >/dev/null"))
        if not self.terminal.expect("ready\r\n"):
            raise OSError(f"no terminal over {route.name}: {self.terminal.text()}")

    def keystrokes(self, count):
        """Seconds from each key to its echo."""
        fd = self.terminal.fd
        seconds = []
        for _ in range(count):
            began = time.perf_counter()
            os.write(fd, b"x")
            os.read(fd, 64)
            seconds.append(time.perf_counter() - began)
        return seconds

    def close(self):
        self.terminal.kill()


def timed(command, stdin=None, text=None):
    """Seconds that a command takes; what it prints is thrown away."""
    began = time.perf_counter()
    done = subprocess.run(
        command,
        stdin=stdin if text is None else None,
        input=None if text is None else text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise OSError(f"{' '.join(command)}: exit status {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
    return seconds


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
