"""A thousand sessions at once: what they weigh, and what happens when their grant ends.

Both ends are programs among the bastion's tests (dev.bastion.ssh.load): one process opens all sessions, another is the host.
Their clocks are read where bytes and closes arrive, so what is told here is at most too late.
"""

import contextlib
import datetime
import json
import subprocess
import tempfile
import threading
import time

from measure import Process

TARGET = "light-1"


class Load:
    def __init__(self, facts, mode, directory, count):
        self.facts = facts
        self.directory = directory / mode
        self.count = count
        self.bastion = Process(facts[mode], with_children=False)
        self.bastion_port = facts[f"{mode}_port"]

    @contextlib.contextmanager
    def target(self):
        """A host that the bastion knows, and alice's grant for it; some sessions have been there."""
        with self.java("LightTarget", []) as target:
            self.port, _, key = target.stdout.readline().strip().partition(" ")
            self.add_target(self.port, key)
            self.grant("1h")
            yield self.opened(min(50, self.count))

    def memory(self):
        """kB of a session."""
        with self.target():
            before = self.bastion.resident()
            with self.sessions(self.count, "idle"):
                time.sleep(5)
                return {"memory": (self.bastion.resident() - before) / 1000 / self.count}

    def ends(self):
        """Figures by name, in milliseconds after the deadline."""
        with self.target() as seconds:
            many = self.cut(self.count, 20 + int(seconds * 1.3 * self.count / min(50, self.count)))
            one = self.cut_plain(12)
        return {
            "data": many["data"],
            "early": -min(many["first"], one),
            "closed": many["last"],
            "closed-one": one,
        }

    def opened(self, count):
        """Seconds that so many sessions take to open; they also warm the bastion."""
        began = time.monotonic()
        with self.sessions(count, "idle"):
            return time.monotonic() - began

    def cut(self, count, seconds):
        """What came after the end of a grant of so many seconds."""
        self.release()
        end = self.grant(f"{seconds}s")
        with self.sessions(count, "tick") as sessions:
            if time.time() > end:
                raise ValueError(f"{count} sessions took longer to open than {seconds} s")
            data = int(sessions.stdout.readline().split()[1])
            first, last = map(int, sessions.stdout.readline().split()[1:])
        return {"data": data - end * 1000, "first": first - end * 1000, "last": last - end * 1000}

    def cut_plain(self, seconds):
        """When an ssh has ended whose grant was for so many seconds: many at once would be more than this machine has."""
        self.release()
        end = self.grant(f"{seconds}s")
        config = self.directory / "alice" / "ssh_config"
        hosts = "-oUserKnownHostsFile=/dev/null -oStrictHostKeyChecking=no -oLogLevel=ERROR"
        command = ["ssh", "-F", str(config), "-tt", *hosts.split(), "-p", self.port, "-J", "bastion", f"deploy@{TARGET}", "tick"]
        with tempfile.TemporaryFile() as said:
            with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as ssh:
                while not said.tell() and time.time() < end:
                    time.sleep(0.05)
                    said.seek(0, 2)
                if time.time() >= end:
                    raise ValueError(f"a session took longer to open than {seconds} s")
                watch = threading.Timer(seconds + 30, ssh.kill)
                watch.start()
                ssh.wait()  # With a limit of its own it would look now and then only.
                ended = time.time()
                watch.cancel()
            said.seek(0)
            if ended < end - 1:
                raise ValueError(f"ssh did not stay: {said.read(500)}")
            return (ended - end) * 1000

    def release(self):
        """Ends what alice still has for the host."""
        for grant in self.asked("grants")["grants"]:
            if TARGET in grant["targets"]:
                self.ssh("alice", "release", grant["id"])

    @contextlib.contextmanager
    def sessions(self, count, command):
        alice = self.directory / "alice"
        arguments = [self.bastion_port, alice / "id_ed25519", alice / "id_ed25519-cert.pub", TARGET, self.port, count, command]
        with self.java("ManySessions", arguments) as sessions:
            if sessions.stdout.readline().strip() != "open":
                raise ValueError("the sessions did not open")
            yield sessions

    @contextlib.contextmanager
    def java(self, main, arguments):
        """A program that stays until its standard input is closed."""
        command = [self.facts["java"], "-cp", self.facts["load_classes"], f"dev.bastion.ssh.load.{main}", *map(str, arguments)]
        log = open(self.directory / f"{main}.log", "a")
        with log, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process:
            try:
                yield process
            finally:
                process.stdin.close()
                process.wait(30)

    def add_target(self, port, key):
        policy = self.directory / "access.yaml"
        entry = f'''targets:
  {TARGET}:
    address: "127.0.0.1:{port}"
    labels: {{env: prod}}
    logins: [deploy]
    host-key: "{key}"
'''
        changed = policy.with_suffix(".new")
        changed.write_text(policy.read_text().replace("targets:\n", entry, 1))
        changed.rename(policy)
        for _ in range(100):
            if TARGET in self.ssh("alice", "targets"):
                return
            time.sleep(0.1)
        raise ValueError("the bastion does not read the changed policy")

    def grant(self, length):
        """Unix time of the end."""
        request = self.asked("request", TARGET, "--login", "deploy", "--for", length, "--reason", "load")
        approved = json.loads(self.ssh("bob", "approve", request["request"]["id"], "--json"))
        end = datetime.datetime.fromisoformat(approved["grant"]["end"].replace("Z", "+00:00"))
        return end.timestamp()

    def asked(self, *words):
        return json.loads(self.ssh("alice", *words, "--json"))

    def ssh(self, person, *words):
        command = ["ssh", "-F", str(self.directory / person / "ssh_config"), "bastion", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
