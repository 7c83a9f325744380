#!/usr/bin/env python3
"""The whole story of the demo without a person: tour.py DIR BASTION.

Prints each command with its output, and PASS or FAIL for each promise. Exits 1 if a promise was not kept.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

from terminal import Terminal

HOST = "prod-db-1"
OTHER = "prod-web-1"


class Tour:
    def __init__(self, directory, bastion):
        self.directory = pathlib.Path(directory)
        self.bastion = bastion
        self.kept = 0
        self.missed = []

    # ---- what the story is told with

    def chapter(self, title):
        print(f"\n== {title}", flush=True)

    def promise(self, sentence, kept, seen=""):
        print(f"{'PASS' if kept else 'FAIL'}  {sentence}", flush=True)
        if kept:
            self.kept += 1
        else:
            self.missed.append(sentence)
            if seen:
                print(f"      seen: {seen}", flush=True)

    def ssh(self, person, *arguments, tool="ssh"):
        return [tool, "-F", str(self.directory / person / "ssh_config"), *arguments]

    def run(self, who, command, shown=None, stdin=None):
        """Runs a command, prints it with its output, and returns what came of it."""
        print(f"{who}$ {shown or self.short(command)}", flush=True)
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60)
        done.out = done.stdout.decode("utf-8", "replace")
        done.err = done.stderr.decode("utf-8", "replace")
        self.show(done.out + done.err)
        if done.returncode:
            print(f"    (exit status {done.returncode})", flush=True)
        return done

    def short(self, command):
        return shlex.join(command).replace(f"{self.directory}/", "")

    @staticmethod
    def show(text, first=14, last=8):
        lines = [re.sub(r"[^\x20-\x7e\u00a1-\uffff]", "", re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line)) for line in text.splitlines()]
        hidden = len(lines) - first - last
        if hidden > 1:
            lines[first:-last] = [f"… {hidden} lines more"]
        for line in lines:
            print(f"    {line}")
        sys.stdout.flush()

    def control(self, person, *words):
        return self.run(person, self.ssh(person, "bastion", *words))

    def asked(self, person, *words):
        """The answer of a command as JSON, without showing it."""
        done = subprocess.run(self.ssh(person, "bastion", *words, "--json"), capture_output=True, timeout=60)
        return json.loads(done.stdout or b"{}")

    def jump(self, *arguments, host=HOST, login="postgres"):
        return self.ssh("alice", "-J", "bastion", f"{login}@{host}", *arguments)

    def granted(self, target, login, length, reason):
        """Alice asks, bob approves; returns the request's id and the grant's."""
        asked = self.control("alice", "request", target, "--login", login, "--for", length, "--reason", *reason.split())
        request = found(r"\br-\d+\b", asked.out)
        self.promise("asking gives a request that waits", asked.returncode == 0 and bool(request), asked.err)
        approved = self.control("bob", "approve", request or "r-0")
        grant = found(r"\bg-\d+\b", approved.out + approved.err)
        self.promise("bob's approval gives a grant", approved.returncode == 0 and bool(grant), approved.err)
        return request, grant

    # ---- the story

    def tell(self):
        began = time.monotonic()
        self.clear()
        for chapter in (
            self.who_they_are,
            self.before_the_grant,
            self.the_request,
            self.the_certificate,
            self.a_recorded_shell,
            self.commands,
            self.files,
            self.lists,
            self.cut_at_the_end,
            self.revoked,
            self.looked_at_afterwards,
            self.reviewed,
            self.verified,
        ):
            try:
                chapter()
            except (OSError, subprocess.SubprocessError, ValueError, KeyError, IndexError, AttributeError, TypeError) as fault:
                self.promise(f"\"{chapter.__name__}\" is told to its end", False, repr(fault))
        print(f"\n{self.kept} promises kept, {len(self.missed)} missed, in {time.monotonic() - began:.0f} s")
        for sentence in self.missed:
            print(f"missed: {sentence}")
        return 1 if self.missed else 0

    def clear(self):
        """A tour in a directory that has seen one before begins without grants."""
        for grant in live(self.asked("alice", "grants")):
            self.control("alice", "release", grant["id"])

    def who_they_are(self):
        self.chapter("Who they are")
        for person in ("alice", "bob", "carol"):
            who = self.control(person, "whoami")
            self.promise(f"the bastion knows {person} by key", who.returncode == 0 and person in who.out, who.err)
        targets = self.control("alice", "targets")
        self.promise("alice may ask for both hosts", HOST in targets.out and OTHER in targets.out)
        guest = self.run("mallory", ["ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
                                     "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentityFile=none", "-p", self.port(),
                                     "alice@127.0.0.1", "whoami"])
        self.promise("a user name without a key opens nothing", guest.returncode == 255 and not guest.out)

    def port(self):
        return (self.directory / "ready").read_text().strip().rpartition(":")[2]

    def before_the_grant(self):
        self.chapter("Before the grant")
        (self.directory / "alice/id_ed25519-cert.pub").unlink(missing_ok=True)
        refused = self.run("alice", self.jump("true"))
        self.promise("without a grant the jump ends", refused.returncode == 255)
        self.promise("and a sentence says what to ask for", "request" in refused.err and HOST in refused.err, refused.err)
        self.promise("standard output stays clean", refused.out == "")

    def the_request(self):
        self.chapter("The request, and who may not approve it")
        asked = self.control("alice", "request", HOST, "--login", "postgres", "--for", "45m", "--reason", "slow", "checkout", "query")
        request = found(r"\br-\d+\b", asked.out) or "r-0"
        self.promise("asking gives a request that waits", asked.returncode == 0 and request != "r-0", asked.err)
        own = self.control("alice", "approve", request)
        self.promise("alice may not approve her own request", own.returncode == 1 and own.out == "", own.out)
        admin = self.control("carol", "approve", request)
        self.promise("nor may an administrator who is no approver", admin.returncode in (1, 3), admin.out)
        pending = self.control("bob", "requests", "--pending")
        self.promise("bob sees it waiting, with its reason", request in pending.out and "slow checkout query" in pending.out)
        approved = self.control("bob", "approve", request)
        self.promise("bob approves it", approved.returncode == 0, approved.err)
        self.grant = found(r"\bg-\d+\b", approved.out + approved.err)
        self.promise("and a grant comes of it", bool(self.grant), approved.out)

    def the_certificate(self):
        self.chapter("The certificate")
        early = self.run("alice", self.jump("true"))
        self.promise("a plain key does not open the host, grant or no grant", early.returncode == 255)
        path = self.directory / "alice/id_ed25519-cert.pub"
        certificate = self.run("alice", self.ssh("alice", "bastion", "cert"),
                               shown=self.short(self.ssh("alice", "bastion", "cert")) + " > alice/id_ed25519-cert.pub")
        path.write_text(certificate.out)
        self.promise("the answer is one line and nothing else",
                     certificate.returncode == 0 and len(certificate.out.splitlines()) == 1, certificate.err)
        listed = self.run("alice", ["ssh-keygen", "-L", "-f", str(path)])
        self.promise("ssh-keygen reads a user certificate", listed.returncode == 0 and "user certificate" in listed.out)
        principals = re.search(r"Principals:\s*\n((?:\s{16,}\S+\n)+)", listed.out)
        self.promise("its one principal is alice", bool(principals) and principals.group(1).split() == ["alice"])

    def a_recorded_shell(self):
        self.chapter("A recorded shell")
        command = self.jump()
        print(f"alice$ {self.short(command)}", flush=True)
        shell = Terminal(command, 80, 24)
        try:
            began = shell.expect(r"record[^\n]*\n")
            prompt = shell.expect(r"postgres@prod-db-1:[^\n]*\$ ")
            shell.type("hostname; stty size\r")
            first = shell.expect(r"[\r\n]prod-db-1\r\n24 80\r\n.*\$ ")
            shell.resize(100, 30)
            shell.type("sleep 0.3; stty size\r")
            second = shell.expect(r"[\r\n]30 100\r\n.*\$ ")
            shell.type("printf 'gr\\303\\274n \\342\\202\\254\\n'\r")
            letters = shell.expect("[\r\n]grün €\r\n.*\\$ ")
            shell.type("exit 7\r")
            status = shell.wait()
        finally:
            shell.kill()
        self.show(shell.text())
        self.promise("the shell begins by saying that it is recorded", bool(began) and bool(prompt))
        self.promise("it runs on prod-db-1, in a terminal of the right size", bool(first))
        self.promise("a resize reaches the host", bool(second))
        self.promise("letters of several bytes come through", bool(letters))
        self.promise("it ends by saying how to replay it", bool(re.search(r"replay s-\d+", shell.text())))
        self.promise("the shell's exit status is ssh's", status == 7, str(status))
        self.session = found(r"replay (s-\d+)", shell.text(), 1)

    def commands(self):
        self.chapter("Commands")
        done = self.run("alice", self.jump("echo out; echo err >&2; exit 3"))
        self.promise("standard output is the command's, and nothing more", done.out == "out\n", done.out)
        self.promise("so is standard error", done.err == "err\n", done.err)
        self.promise("so is the exit status", done.returncode == 3)
        echoed = self.run("alice", self.jump("cat"), stdin=b"one\ntwo\n")
        self.promise("standard input comes through, with its end", echoed.out == "one\ntwo\n")
        direct = self.run("alice", self.ssh("alice", f"postgres@{HOST}@bastion", "hostname"))
        self.promise("the direct form reaches the same host", direct.out == f"{HOST}\n", direct.err)
        other = self.run("alice", self.jump("true", login="deploy"))
        self.promise("a login outside the grant is refused", other.returncode != 0)
        web = self.run("alice", self.jump("true", host=OTHER))
        self.promise("so is another host", web.returncode == 255)

    def files(self):
        self.chapter("Files")
        content = os.urandom(1_000_000)
        with tempfile.TemporaryDirectory() as scratch:
            sent, back, copied = (os.path.join(scratch, name) for name in ("sent", "back", "copied"))
            pathlib.Path(sent).write_bytes(content)
            batch = f"put {sent} report.bin\nget report.bin {back}\n".encode()
            sftp = self.run("alice", self.ssh("alice", "-b", "-", "-J", "bastion", f"postgres@{HOST}", tool="sftp"), stdin=batch)
            self.promise("sftp puts and gets a file, byte for byte", sftp.returncode == 0 and same(back, content), sftp.err)
            up = self.run("alice", self.ssh("alice", "-q", "-J", "bastion", sent, f"postgres@{HOST}:copy.bin", tool="scp"))
            down = self.run("alice", self.ssh("alice", "-q", "-J", "bastion", f"postgres@{HOST}:copy.bin", copied, tool="scp"))
            self.promise("scp does, too", up.returncode == down.returncode == 0 and same(copied, content), up.err + down.err)
            old = self.run("alice", self.ssh("alice", "-q", "-O", "-J", "bastion", f"postgres@{HOST}:copy.bin", copied, tool="scp"))
            self.promise("even by its old protocol", old.returncode == 0 and same(copied, content), old.err)
        digest = hashlib.sha256(content).hexdigest()
        listed = [path for path in self.directory.glob("data/recordings/**/*.jsonl") if digest in path.read_text()]
        self.promise("the records of these sessions hold the file's SHA-256", len(listed) >= 3, f"{len(listed)} files")

    def lists(self):
        self.chapter("What is known, for people and for programs")
        requests = self.run("bob", self.ssh("bob", "bastion", "requests", "--json"))
        read = json.loads(requests.out)
        self.promise("requests --json is one JSON object", isinstance(read, dict))
        grants = self.control("alice", "grants")
        self.promise("alice sees her grant and what is left of it", (self.grant or "?") in grants.out)
        foreign = self.control("alice", "export", self.session, "--format", "json")
        unknown = self.control("alice", "export", "s-999999", "--format", "json")
        self.promise("a recording that is none of one's business answers as one that does not exist",
                     foreign.returncode == unknown.returncode not in (0, None)
                     and foreign.err.replace(self.session, "s-X") == unknown.err.replace("s-999999", "s-X"))

    def cut_at_the_end(self):
        self.chapter("Cut at the end")
        _, grant = self.granted(OTHER, "deploy", "20s", "look at the access log")
        self.certificate_again()
        command = self.jump(host=OTHER, login="deploy")
        end = next((at(each["end"]) for each in live(self.asked("alice", "grants")) if each["id"] == grant), None)
        print(f"alice$ {self.short(command)}", flush=True)
        shell = Terminal(command)
        try:
            shell.expect(r"deploy@prod-web-1:[^\n]*\$ ")
            shell.type("i=0; while sleep 1; do i=$((i+1)); echo still here $i; done\r")
            status = shell.wait(40)
        finally:
            shell.kill()
        self.show(shell.text())
        self.promise("the shell worked until then", "still here" in shell.text())
        late = shell.ended_at - end if end and shell.ended_at else None
        self.promise("at the end of the grant the connection is cut, within a second", late is not None and -0.05 <= late <= 1, str(late))
        if late is not None:
            print(f"      cut {late * 1000:.0f} ms after {datetime.datetime.fromtimestamp(end, datetime.timezone.utc):%H:%M:%S.%f} UTC")
        last = shell.text().rpartition("still here")[2]
        self.promise("a line says why", "expired" in last, last)
        self.promise("ssh reports a lost connection", status not in (0, None), str(status))
        again = self.run("alice", self.jump("true", host=OTHER, login="deploy"))
        self.promise("and it does not open again", again.returncode == 255)

    def certificate_again(self):
        certificate = self.run("alice", self.ssh("alice", "bastion", "cert"),
                               shown=self.short(self.ssh("alice", "bastion", "cert")) + " > alice/id_ed25519-cert.pub")
        (self.directory / "alice/id_ed25519-cert.pub").write_text(certificate.out)

    def revoked(self):
        self.chapter("Revoked")
        command = self.jump()
        print(f"alice$ {self.short(command)}", flush=True)
        shell = Terminal(command)
        try:
            shell.expect(r"postgres@prod-db-1:[^\n]*\$ ")
            sessions = self.control("carol", "sessions")
            self.promise("carol sees the session", "alice" in sessions.out and HOST in sessions.out, sessions.err)
            began = time.time()
            revoked = self.control("carol", "revoke", self.grant, "--reason", "the incident is over")
            status = shell.wait(10)
        finally:
            shell.kill()
        self.show(shell.text())
        self.promise("carol takes the grant back", revoked.returncode == 0, revoked.err)
        self.promise("the live session ends at once", status not in (0, None) and shell.ended_at - began < 2, str(status))
        self.promise("its last line says so", "revoked" in shell.text())

    def looked_at_afterwards(self):
        self.chapter("Looked at afterwards")
        recordings = self.control("bob", "recordings")
        self.promise("bob finds the recording", self.session in recordings.out, self.session)
        own = self.control("carol", "replay", self.session)
        self.promise("an administrator without the duty to review does not get it", own.returncode in (1, 3) and not own.out)
        plain = self.control("bob", "replay", self.session)
        self.promise("without a terminal, replay says how to get one", "ssh -t" in plain.err, plain.err)
        command = self.ssh("bob", "-t", "bastion", "replay", self.session, "--speed", "50", "--idle-limit", "0.2s")
        print(f"bob$ {self.short(command)}", flush=True)
        replay = Terminal(command, 100, 30)
        try:
            replay.expect(r"exit 7", 20)
            replay.type("q")
            status = replay.wait(10)
        finally:
            replay.kill()
        self.show(replay.text())
        self.promise("the replay shows what was typed and printed",
                     all(text in replay.text() for text in ("hostname; stty size", "30 100", "grün €", "exit 7")))
        self.promise("and ends by itself or by q", status == 0, str(status))
        with tempfile.TemporaryDirectory() as scratch:
            cast = pathlib.Path(scratch, f"{self.session}.cast")
            export = self.run("bob", self.ssh("bob", "bastion", "export", self.session, "--format", "v2"),
                              shown=self.short(self.ssh("bob", "bastion", "export", self.session, "--format", "v2")) + f" > {cast.name}")
            cast.write_bytes(export.stdout)
            header = json.loads(export.out.splitlines()[0])
            self.promise("the export is asciicast v2", header.get("version") == 2)
            print(f"bob$ asciinema cat {cast.name}", flush=True)
            player = Terminal(["asciinema", "cat", str(cast)])  # Version 2 wants a terminal even for this.
            status = player.wait(20)
            self.show(player.text())
            self.promise("stock asciinema reads it", status == 0 and "grün €" in player.text() and "30 100" in player.text())

    def reviewed(self):
        self.chapter("Reviewed and signed off")
        # That a review is due is written within a second of the end, which was just now.
        self.until(lambda: any(review["grant"] == self.grant for review in self.asked("bob", "reviews").get("reviews", [])))
        queue = self.control("bob", "reviews")
        self.promise("what has ended waits for bob's review, with the reason it was given for",
                     queue.returncode == 0 and self.grant in queue.out and "slow checkout query" in queue.out, queue.err)
        own = self.control("alice", "review", self.grant, "--verdict", "ok")
        self.promise("alice may not review herself", own.returncode == 1 and not own.out, own.out)
        admin = self.control("carol", "review", self.grant, "--verdict", "ok")
        self.promise("nor may an administrator who is no reviewer", admin.returncode == 1 and not admin.out, admin.out)
        whole = subprocess.run(self.ssh("bob", "bastion", "review", self.grant), capture_output=True, timeout=60).stdout.decode()
        self.control("bob", "review", self.grant)
        self.promise("the review lays commands, files and refusals beside what was asked",
                     all(text in whole for text in ("slow checkout query", "echo out; echo err >&2; exit 3", "report.bin")), whole)
        signed = self.control("bob", "review", self.grant, "--verdict", "ok", "--note", *"what was asked for".split())
        self.promise("bob signs it off", signed.returncode == 0 and "is reviewed: ok" in signed.err, signed.err)
        again = self.control("bob", "review", self.grant, "--verdict", "ok")
        self.promise("once", again.returncode == 1 and "was reviewed by bob" in again.err, again.err)
        left = self.asked("bob", "reviews").get("reviews", [])
        self.promise("and it waits no longer", all(review["grant"] != self.grant for review in left))

    @staticmethod
    def until(holds, longest=10):
        """Looks again and again until it holds; the promise that follows says whether it did."""
        deadline = time.monotonic() + longest
        while not holds() and time.monotonic() < deadline:
            time.sleep(0.1)

    def verified(self):
        self.chapter("Verified")
        verify = self.run("root", [self.bastion, "verify", "--config", str(self.directory / "bastion.yaml")], shown="bastion verify")
        self.promise("the ledger and every recording are whole", verify.returncode == 0, verify.err)


def live(answer):
    grants = answer.get("grants", [])
    return [grant for grant in grants if grant.get("state") in ("live", "waiting")]


def at(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def found(pattern, text, group=0):
    match = re.search(pattern, text)
    return match.group(group) if match else None


def same(path, content):
    return os.path.exists(path) and pathlib.Path(path).read_bytes() == content


if __name__ == "__main__":
    sys.exit(Tour(sys.argv[1], sys.argv[2]).tell())
