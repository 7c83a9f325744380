package dev.bastion.enrol;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SignerUnavailableException;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.Target;
import dev.bastion.policy.TargetEvent.TargetCheckBegun;
import dev.bastion.policy.TargetEvent.TargetChecked;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells whether a target lets the bastion into its logins, by logging in with a certificate that permits nothing and opening
 * nothing. Each check is in the ledger before its certificate is made. Thread-safe; blocks.
 */
public final class LoginChecks {
    private static final long LEDGER_SECONDS = 30;

    private final AccessJournal journal;
    private final HostProbe probe;
    private final OnwardCredentials credentials;
    private final Optional<InetAddress> source;
    private final Clock clock;

    /**
     * Checks.
     *
     * @param source the address that onward certificates are bound to; that of the connection where none is given
     */
    public LoginChecks(
            AccessJournal journal,
            HostProbe probe,
            OnwardCredentials credentials,
            Optional<InetAddress> source,
            Clock clock) {
        this.journal = requireNonNull(journal, "journal is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.source = requireNonNull(source, "source is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Checks one login.
     *
     * @param by the administrator
     * @return why the target does not let the bastion in; empty where it does
     * @throws IOException where the ledger takes no entry, so that nothing was tried
     */
    public Optional<String> problem(Target target, String login, String by) throws IOException {
        write(new TargetCheckBegun(target.name(), login, by, clock.instant()));
        String problem = tried(target, login, by);
        write(new TargetChecked(target.name(), login, by, problem, clock.instant()));
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    private String tried(Target target, String login, String by) {
        try {
            probe.login(
                    target,
                    login,
                    from -> credentials.mint(new OnwardCredentials.Login(
                            target.principal(login), Set.of(), "check by=" + ascii(by), source.or(() -> from))));
            return "";
        } catch (SignerUnavailableException lost) {
            return "no certificate can be signed now: " + lost.getMessage();
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    /** A user of the server may be called anything; a key ID is printable ASCII without blanks here. */
    private static String ascii(String by) {
        return by.replaceAll("[^!-~]", "_");
    }

    private void write(AccessEvent event) throws IOException {
        try {
            journal.append(List.of(event)).toCompletableFuture().get(LEDGER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException closed) {
            throw new IOException("the ledger takes no entries now, so no login is tried", closed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the bastion is stopping", stopped);
        }
    }
}
