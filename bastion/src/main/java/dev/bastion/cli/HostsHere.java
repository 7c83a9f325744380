package dev.bastion.cli;

import dev.bastion.authority.Authorities;
import dev.bastion.authority.KeyCabinet;
import dev.bastion.certs.CertificateAuthority;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.certs.SerialSource;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.certs.SshSigner;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.HostFacts;
import dev.bastion.config.KeyFile;
import dev.bastion.config.Ledgers;
import dev.bastion.config.OwnPlace;
import dev.bastion.enrol.HostProbe;
import dev.bastion.enrol.Joining;
import dev.bastion.enrol.LoginChecks;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Authority;
import dev.bastion.policy.AuthorityEvent.AuthorityKeyAccepted;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.ForbiddenAddresses;
import dev.bastion.policy.Target;
import dev.bastion.ssh.OnwardProbe;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The hosts of this bastion, as the commands on its server reach them: by themselves, whether or not a bastion runs. */
final class HostsHere {
    private final Surroundings around;
    private final BastionConfig config;
    private final AccessPolicy policy;

    HostsHere(Surroundings around, BastionConfig config) throws IOException {
        this.around = around;
        this.config = config;
        this.policy = ConfigOption.policy(config);
    }

    /** By name or alias. */
    Optional<Target> find(String typed) {
        return policy.target(typed);
    }

    Target named(String typed) {
        return find(typed)
                .orElseThrow(() -> new Complaint(
                        "there is no target '%s'".formatted(typed),
                        "bastion target scan HOST prints the lines for access.yaml"));
    }

    String bastion() {
        return config.names().getFirst();
    }

    Joining joining() throws IOException {
        return new Joining(bastion(), config.onward().sourceAddress(), facts(), probe());
    }

    /**
     * Whether the target lets the bastion into these logins; says of each which it is.
     *
     * @param by who has it checked, for the ledger
     */
    boolean lettingIn(Target target, List<String> logins, String by) throws IOException {
        try (SqlJournal journal = SqlJournal.openBeside(Ledgers.settings(config), around.clock());
                KeyCabinet cabinet = new KeyCabinet(config.keys(), around.clock())) {
            Authorities.adopt(cabinet, journal, by + " on the server", around.clock());
            SshSigner signer = cabinet.signer(journal.state(), Authority.TARGET);
            LoginChecks checks = checks(journal, signer);
            boolean all = true;
            for (String login : logins) {
                Optional<String> problem = checks.problem(target, login, by + " on the server");
                around.out().println("%s: %s".formatted(login, problem.orElse("lets the bastion in")));
                all &= problem.isEmpty();
            }
            return all;
        }
    }

    /**
     * Logs in on every target by a certificate of one key of the target authority, and says of each whether it takes that;
     * those that do are known to have followed from then on. Logins that something else opens tell nothing.
     *
     * @param by who has it asked, for the ledger
     */
    void askEach(AuthorityKey key, String by) throws IOException {
        try (SqlJournal journal = SqlJournal.openBeside(Ledgers.settings(config), around.clock());
                KeyCabinet cabinet = new KeyCabinet(config.keys(), around.clock())) {
            LoginChecks checks = checks(journal, cabinet.open(key));
            for (Target target : policy.targets()) {
                Optional<String> login = certified(target);
                String told = login.isEmpty() ? "is opened without a certificate" : "accepts it";
                if (login.isPresent()) {
                    Optional<String> problem = checks.problem(target, login.get(), by);
                    told = problem.orElse(told);
                    if (problem.isEmpty()) {
                        accepted(journal, target, key);
                    }
                }
                around.out().println("  %s: %s".formatted(target.name(), told));
            }
        }
    }

    private Optional<String> certified(Target target) {
        return target.logins().stream()
                .filter(login -> config.credentials().stream()
                        .noneMatch(kept -> kept.target().equals(target.name())
                                && kept.login().equals(login)))
                .findFirst();
    }

    private void accepted(SqlJournal journal, Target target, AuthorityKey key) {
        if (key.standing().trusted()
                && journal.state().acceptedBy(target.name(), key.fingerprint()).isEmpty()) {
            journal.append(List.of(new AuthorityKeyAccepted(
                            target.name(), key.fingerprint(), around.clock().instant())))
                    .toCompletableFuture()
                    .join();
        }
    }

    private LoginChecks checks(SqlJournal journal, SshSigner signer) throws IOException {
        return new LoginChecks(
                journal, probe(), credentials(signer), config.onward().sourceAddress(), around.clock());
    }

    /** Before anybody has served there is the one key that was made with the others. */
    private HostFacts facts() throws IOException {
        Optional<AccessState> ledger =
                LedgerLook.at(config).filter(state -> !state.authorityKeys().isEmpty());
        List<SshPublicKey> keys = ledger.isPresent()
                ? Authorities.shown(ledger.get(), Authority.TARGET)
                : List.of(KeyFile.TARGET_CA.in(config.keys()).load().sshKey());
        return new HostFacts(config, () -> keys);
    }

    private OnwardCredentials credentials(SshSigner signer) {
        return new OnwardCredentials(
                new CertificateAuthority("target", signer, around.random()),
                new SerialSource(around.clock(), around.random(), 0),
                around.clock(),
                around.random());
    }

    private HostProbe probe() throws IOException {
        return new OnwardProbe(
                new ForbiddenAddresses(config.demo(), OwnPlace.of(config).ownAddresses()), config.credentials());
    }
}
