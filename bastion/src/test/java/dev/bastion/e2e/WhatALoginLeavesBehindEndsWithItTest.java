package dev.bastion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** THREATS T22, on a host with systemd: logind ends what was left running, once the host was enrolled with that. */
@NeedsDemo
class WhatALoginLeavesBehindEndsWithItTest {
    private static final String NAME = "prod-systemd-1";
    private static final String LEAVE = "nohup setsid sleep 7777 >/dev/null 2>&1 & tmux new -d 'sleep 8888'; echo left";
    private static final String LEFT = "pgrep -u postgres -x sleep";

    @TempDir
    Path directory;

    @Test
    void whereTheAdministratorAgreed(DemoWorld world) throws IOException {
        Assumptions.assumeTrue(SystemdHost.possible(), "no hierarchy of control groups is named systemd here");
        try (SystemdHost host = SystemdHost.start(OtherOpenSsh.of("systemd").root(), directory)) {
            world.until(
                    () -> host.inside("systemctl is-active ssh systemd-logind").status() == 0, "systemd has started");
            world.addTarget(NAME, host.address(), host.hostKey());
            enrol(world, host);
            String grant = world.grant(NAME, "postgres", "45m");
            leave(world, host);
            everyLoginIsOver(world, host);
            assertEquals(2, host.inside(LEFT).done().out().lines().count(), "without it both live on");
            host.inside("kill $(" + LEFT + ")").done();

            enrol(world, host, "--kill-user-processes");
            leave(world, host);
            world.until(() -> host.inside(LEFT).status() == 1, "logind ends both with the login");
            world.bastion("alice", "release", grant).done();
        }
    }

    private static void leave(DemoWorld world, SystemdHost host) {
        assertEquals(
                "left\n",
                world.ssh("alice", "-p", host.port(), "-J", "bastion", "postgres@" + NAME, LEAVE)
                        .run()
                        .done()
                        .out());
    }

    /** Where something of a login still runs, logind goes on to know it, as one that is closing. */
    private static void everyLoginIsOver(DemoWorld world, SystemdHost host) {
        String states = "loginctl list-sessions --no-legend | while read -r id rest; do"
                + " loginctl show-session \"$id\" --property State --value; done";
        world.until(
                () -> host.inside(states).out().lines().allMatch(state -> state.equals("closing")),
                "the login is over");
    }

    private static void enrol(DemoWorld world, SystemdHost host, String... options) {
        EnrolmentIsTakenBackTest.enrol(world, NAME, host.over(), options).done();
    }
}
