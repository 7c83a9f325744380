package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.OnwardCredentials;
import dev.bastion.live.LiveGrants;
import dev.bastion.live.Revocations;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.recorder.Recorder;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What every live session works with.
 *
 * @param bastion the name of this one among those that share the ledger
 * @param ends takes the event of something that has ended already; never waits, never refuses
 * @param credentials make certificates
 * @param logins know where something else opens a login
 * @param trust which keys of the target authority each target knows
 * @param openLogins who is connected to this bastion
 * @param onwardSource the address that onward certificates are bound to
 * @param lines the bastion's own words on terminals
 * @param farewells bounds the last words
 */
record LiveServices(
        String bastion,
        AccessJournal journal,
        Consumer<AccessEvent> ends,
        LiveGrants grants,
        Revocations revocations,
        Recorder recorder,
        OnwardCredentials credentials,
        OnwardLogins logins,
        TargetTrust trust,
        OpenLogins openLogins,
        Optional<InetAddress> onwardSource,
        TerminalLines lines,
        Farewells farewells,
        boolean digests,
        Clock clock,
        Executor tasks,
        ScheduledExecutorService timer) {
    LiveServices {
        requireNonNull(bastion, "bastion is null");
        requireNonNull(journal, "journal is null");
        requireNonNull(ends, "ends is null");
        requireNonNull(grants, "grants is null");
        requireNonNull(revocations, "revocations is null");
        requireNonNull(recorder, "recorder is null");
        requireNonNull(credentials, "credentials is null");
        requireNonNull(logins, "logins is null");
        requireNonNull(trust, "trust is null");
        requireNonNull(openLogins, "openLogins is null");
        requireNonNull(onwardSource, "onwardSource is null");
        requireNonNull(lines, "lines is null");
        requireNonNull(farewells, "farewells is null");
        requireNonNull(clock, "clock is null");
        requireNonNull(tasks, "tasks is null");
        requireNonNull(timer, "timer is null");
    }
}
