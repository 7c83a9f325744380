#!/usr/bin/env python3
"""Measures the bastion beside OpenSSH's plain jump host, each figure interleaved in one run: bench.py DIR [--quick].

DIR holds ssh_config with the routes "jump", "digests" and "plain" (the bastion with and without digests), and the numbers of
the processes in the middle. A markdown table goes to standard output, progress to standard error.
"""

import concurrent.futures
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

from load import Load
from measure import Process, Route, percentile

KINDS = ("download", "upload", "sftp_get", "sftp_put")
AT_LEAST, AT_MOST = "≥", "≤"


class Bench:
    def __init__(self, directory, quick):
        self.directory = pathlib.Path(directory)
        self.quick = quick
        self.size = (40 if quick else 1000) * 1_000_000
        self.rounds = 2 if quick else 5
        config = str(self.directory / "ssh_config")
        facts = json.loads((self.directory / "facts.json").read_text())
        self.facts = facts
        self.jump = Route("jump", config, Process(facts["jump"], with_children=True))
        self.digests = Route("digests", config, Process(facts["digests"], with_children=False))
        self.plain = Route("plain", config, Process(facts["plain"], with_children=False))
        self.routes = (self.jump, self.digests, self.plain)
        self.rows = []

    def run(self):
        self.progress("warming up")
        self.warm_up()
        for figure in (self.bulk, self.connect, self.connections_per_second, self.echo, self.recorder, self.policy, self.sessions):
            self.progress(figure.__name__.replace("_", " "))
            figure()
        self.print_table()
        return 0 if all(row[-1] != "missed" for row in self.rows) else 1

    @staticmethod
    def progress(text):
        print(f"{datetime.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)

    def warm_up(self):
        """The compiler of a young JVM takes one of two processors for itself; measured is what comes after that."""
        for route in (self.digests, self.plain):
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                list(pool.map(lambda _, route=route: route.connect(), range(20 if self.quick else 200)))
            for kind in KINDS:
                route.bulk(kind, self.size)
        self.jump.connect()

    # ---- the figures

    def bulk(self):
        cpu = {route.name: 0.0 for route in self.routes}
        goals = {"digests": (0.80, 0.95), "plain": (0.90, 1.0)}
        names = {"download": "exec download", "upload": "exec upload", "sftp_get": "sftp get", "sftp_put": "sftp put"}
        for kind in KINDS:
            seconds = {route.name: [] for route in self.routes}
            for _ in range(self.rounds):
                for route in self.routes:
                    taken, worked = route.bulk(kind, self.size)
                    seconds[route.name].append(taken)
                    cpu[route.name] += worked
            rate = {name: self.size / 1e6 / statistics.median(values) for name, values in seconds.items()}
            for name, (down, up) in goals.items():
                goal = down if kind in ("download", "sftp_get") else up
                title = f"{names[kind]}, digests {'on' if name == 'digests' else 'off'}"
                self.ratio(title, rate["jump"], rate[name], "MB/s", AT_LEAST, goal)
        carried = len(KINDS) * self.rounds * self.size / 1e6
        per_megabyte = {name: value * 1000 / carried for name, value in cpu.items()}
        self.ratio("processor time per MB, digests on", per_megabyte["jump"], per_megabyte["digests"], "ms", AT_MOST, 2.4)
        self.ratio("processor time per MB, digests off", per_megabyte["jump"], per_megabyte["plain"], "ms", AT_MOST, 1.6)

    def connect(self):
        seconds = {"jump": [], "digests": []}
        for _ in range(6 if self.quick else 30):
            for route in (self.jump, self.digests):
                seconds[route.name].append(route.connect() * 1000)
        middle = {name: statistics.median(values) for name, values in seconds.items()}
        self.ratio("`ssh -J … true`, median", middle["jump"], middle["digests"], "ms", AT_MOST, 0.30)

    def connections_per_second(self):
        rates = {"jump": [], "digests": []}
        for _ in range(self.rounds):
            for route in (self.jump, self.digests):
                rates[route.name].append(self.rate_of_connections(route, 16 if self.quick else 80))
        middle = {name: statistics.median(values) for name, values in rates.items()}
        self.ratio("connections a second, eight in parallel", middle["jump"], middle["digests"], "/s", AT_LEAST, 2.0)

    @staticmethod
    def rate_of_connections(route, count):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            began = time.perf_counter()
            list(pool.map(lambda _: route.connect(), range(count)))
            return count / (time.perf_counter() - began)

    def echo(self):
        echoes = {"jump": self.jump.echo(), "digests": self.digests.echo()}
        seconds = {name: [] for name in echoes}
        try:
            for echo in echoes.values():
                echo.keystrokes(300 if self.quick else 5000)
            for _ in range(5 if self.quick else 50):
                for name, echo in echoes.items():
                    seconds[name] += echo.keystrokes(100)
        finally:
            for echo in echoes.values():
                echo.close()
        for share, goal in ((0.50, 1.4), (0.99, 2.0)):
            jump, bastion = (percentile(seconds[name], share) * 1e6 for name in ("jump", "digests"))
            self.ratio(f"echo through a pty, p{share * 100:.0f}", jump, bastion, "µs", AT_MOST, goal)

    def recorder(self):
        """Terminal output through the recorder alone, on one core."""
        title, goal = "terminal output recorded, one core", 100
        done = self.alone("recorder_classes", "dev.bastion.recorder.TerminalThroughput")
        rate = next((float(word) for word, unit in pairs(done.split()) if unit == "MB/s"), None)
        self.absolute(title, rate, "MB/s", AT_LEAST, goal)

    def sessions(self):
        """What needs more clients and hosts than processes of OpenSSH would be."""
        measured = {}
        if self.facts["load_classes"]:
            try:
                count = 50 if self.quick else 1000
                measured |= Load(self.facts, "fresh", self.directory, count).memory()
                measured |= Load(self.facts, "digests", self.directory, count).ends()
            except (OSError, ValueError, subprocess.SubprocessError) as fault:
                self.progress(f"the load failed: {fault}")
        for name, title, unit, goal in (
            ("memory", "resident memory of an idle recorded session", "kB", 250),
            ("data", "last byte after the deadline, a thousand sessions", "ms", 20),
            ("early", "first close before the deadline", "ms", 10),
            ("closed-one", "last close after the deadline, one session", "ms", 20),
            ("closed", "last close after the deadline, a thousand sessions", "ms", 1000),
        ):
            self.absolute(title, measured.get(name), unit, AT_MOST, goal)

    def policy(self):
        """A policy of 10,000 people, 20,000 targets and 2,000 rules, on one core: what the desk takes to decide, and to load it."""
        size = ("100", "200", "50") if self.quick else ()
        measured = {}
        for line in self.alone("policy_classes", "dev.bastion.policy.PolicySpeed", *size).splitlines():
            words = line.replace(",", "").split()
            measured |= {(words[0], unit): float(word) for word, unit in pairs(words) if word.isdigit()}
        self.absolute("a wish decided, 2,000 rules", measured.get(("wishes", "us")), "µs", AT_MOST, 1000)
        self.absolute("an approval decided, grant signed", measured.get(("approvals", "us")), "µs", AT_MOST, 1000)
        self.absolute("wishes decided", measured.get(("wishes", "decisions/s")), "/s", AT_LEAST, 1000)
        self.absolute("that policy loaded", measured.get(("loaded", "ms")), "ms", AT_MOST, 5000)

    def alone(self, classes, main, *arguments):
        """Standard output of a module's own measurement, or nothing where its tests were not built."""
        if not self.facts[classes]:
            return ""
        command = ["taskset", "-c", "0", self.facts["java"], "-cp", self.facts[classes], main, *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            self.progress(f"{main} failed: {done.stderr.strip()[-400:]}")
            return ""
        return done.stdout

    # ---- the table

    def ratio(self, title, jump, bastion, unit, sense, goal):
        value = bastion / jump if jump else float("inf")
        self.row(title, f"{shown(jump)} {unit}", f"{shown(bastion)} {unit}", f"{value:.2f}", value, sense, f"{goal:.2f}", goal)

    def absolute(self, title, value, unit, sense, goal):
        if value is None:
            self.rows.append((title, "", "", "", f"{sense} {goal:g} {unit}", "not measured"))
        else:
            self.row(title, "", f"{shown(value)} {unit}", "", value, sense, f"{goal:g} {unit}", goal)

    def row(self, title, jump, bastion, ratio, value, sense, goal_text, goal):
        kept = value >= goal if sense == AT_LEAST else value <= goal
        self.rows.append((title, jump, bastion, ratio, f"{sense} {goal_text}", "met" if kept else "missed"))
        self.progress(" | ".join(self.rows[-1]))

    def print_table(self):
        print(f"{datetime.date.today()}, {machine()}, {self.facts['jdk']}, {self.facts['openssh']}, "
              f"{self.size // 1_000_000} MB a run, median of {self.rounds}{', quick: no figure to quote' if self.quick else ''}.\n")
        print("| figure | OpenSSH jump | bastion | ratio | goal | verdict |")
        print("|---|---|---|---|---|---|")
        for row in self.rows:
            print(f"| {' | '.join(row)} |")


def shown(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def pairs(words):
    return zip(words, words[1:])


def machine():
    model = next((line.partition(":")[2].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} × {model}"


if __name__ == "__main__":
    sys.exit(Bench(sys.argv[1], "--quick" in sys.argv[2:]).run())
