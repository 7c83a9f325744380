package dev.bastion;

import dev.bastion.config.BastionConfig;
import dev.bastion.config.PolicyOnDisk;
import dev.bastion.config.PolicyOnDisk.Judgement;
import dev.bastion.config.PolicySignatures;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.yaml.Problem;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * access.yaml, read again when it or a signature beside it changes. A broken one changes nothing and says why, as does one
 * that too few have signed; an accepted one is put in force and kept whole.
 */
final class PolicyFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
    private static final String SIGN_ANEW = "change it, if only a comment, and have it signed anew";
    private static final long LOOK_SECONDS = 1;

    private final BastionConfig config;
    private final Consumer<AccessPolicy> force;
    private final SqlJournal journal;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;
    private String inForce;
    private Optional<PolicyOnDisk> refused = Optional.empty();
    private Optional<String> toldUnsigned = Optional.empty();
    private volatile Judgement.Accepted unkept;

    /**
     * Looks at the file from now on.
     *
     * @param first the text that is in force already
     * @param force what puts a policy in force
     */
    PolicyFile(
            BastionConfig config, AccessPolicy first, Consumer<AccessPolicy> force, SqlJournal journal, Clock clock) {
        this.config = config;
        this.force = force;
        this.journal = journal;
        this.clock = clock;
        this.inForce = first.text();
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "policy-file");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * The file as it must be for the bastion to start. One that too few have signed stops the start, as a broken one does:
     * what a bastion serves after its start is what its file says, never an older text that nobody sees there.
     *
     * @throws IOException with sentences for whoever starts it
     */
    static Judgement.Accepted read(BastionConfig config) throws IOException {
        return switch (PolicyOnDisk.read(config).judge(config)) {
            case Judgement.Accepted accepted -> accepted;
            case Judgement.Broken broken ->
                throw new IOException(config.policy() + " is broken:\n"
                        + broken.reading().problems().stream()
                                .map(problem -> problem.text(name(config)))
                                .collect(Collectors.joining("\n")));
            case Judgement.Unsigned unsigned ->
                throw new IOException("%s bears %s\nhint: 'bastion check' says which are missing"
                        .formatted(config.policy(), unsigned.signatures().sentence()));
        };
    }

    /**
     * Makes sure that the start puts no text in force that was replaced before.
     *
     * @throws IOException with sentences for whoever starts it
     */
    static void requireNotOld(BastionConfig config, SqlJournal journal, Judgement.Accepted first) throws IOException {
        if (isOld(journal, first)) {
            throw new PolicyRefusedException(laidBack(config, first), SIGN_ANEW);
        }
    }

    /**
     * Where signatures are demanded, those of yesterday are good for the text of yesterday, which whoever can write the file
     * could lay there again. So a text that was in force once and then replaced is not taken again (THREATS T7).
     */
    private static boolean isOld(SqlJournal journal, Judgement.Accepted accepted) {
        String digest = accepted.policy().digest();
        return accepted.signatures().demanded().isPresent()
                && journal.state()
                        .policyAccepted()
                        .filter(last -> !last.digest().equals(digest))
                        .isPresent()
                && journal.reads().policyText(digest).isPresent();
    }

    private static String laidBack(BastionConfig config, Judgement.Accepted old) {
        return "%s is a text that was in force before and was replaced: %s"
                .formatted(config.policy(), old.policy().digest());
    }

    /** Puts a policy in force, and offers its text to the ledger until it is kept. */
    void accept(Judgement.Accepted accepted) {
        force.accept(accepted.policy());
        keep(accepted);
    }

    private void keep(Judgement.Accepted accepted) {
        unkept = accepted;
        journal.storePolicy(accepted.policy().text(), accepted.signatures().demanded())
                .whenComplete((digest, failure) -> {
                    if (failure == null) {
                        unkept = null;
                    } else {
                        LOG.error(
                                "the policy could not be written into the ledger and is tried again: {}",
                                failure.toString());
                    }
                });
    }

    private void look() {
        try {
            Judgement.Accepted waiting = unkept;
            if (waiting != null && journal.accepting()) {
                keep(waiting);
            }
            PolicyOnDisk disk = PolicyOnDisk.read(config);
            if (disk.text().equals(inForce)) {
                refused = Optional.empty();
            } else if (!refused.equals(Optional.of(disk))) {
                judge(disk);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be read; the policy before stays in force: {}", config.policy(), e.toString());
        }
    }

    private void judge(PolicyOnDisk disk) throws IOException {
        switch (disk.judge(config)) {
            case Judgement.Accepted accepted -> {
                if (isOld(journal, accepted)) {
                    refused = Optional.of(disk);
                    LOG.error("the policy before stays in force: {}; hint: {}", laidBack(config, accepted), SIGN_ANEW);
                    return;
                }
                // Seen once it is in force: what fails on the way, such as a full disk, is tried again.
                accept(accepted);
                inForce = disk.text();
                LOG.info("the policy is now {}", accepted.policy().digest());
            }
            case Judgement.Broken broken -> {
                refused = Optional.of(disk);
                LOG.error("{} is broken; the policy before stays in force", config.policy());
                for (Problem problem : broken.reading().problems()) {
                    LOG.error("{}", problem.text(name(config)));
                }
            }
            case Judgement.Unsigned unsigned -> {
                refused = Optional.of(disk);
                tell(unsigned);
            }
        }
    }

    /** The ledger has each text once, however its signatures come and go. */
    private void tell(Judgement.Unsigned unsigned) {
        PolicySignatures signatures = unsigned.signatures();
        LOG.error("{} bears {}; the policy before stays in force", config.policy(), signatures.sentence());
        signatures.faults().forEach(fault -> LOG.error("{}: {}", fault.file(), fault.why()));
        if (toldUnsigned.equals(Optional.of(unsigned.digest()))) {
            return;
        }
        toldUnsigned = Optional.of(unsigned.digest());
        BastionEvent event = new BastionEvent.PolicyRefused(
                unsigned.digest(),
                signatures.needed(),
                signatures.by(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        journal.append(List.of(event)).whenComplete((written, failure) -> {
            if (failure != null) {
                LOG.error("that a policy was refused could not be written into the ledger: {}", failure.toString());
            }
        });
    }

    private static String name(BastionConfig config) {
        return config.policy().getFileName().toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
