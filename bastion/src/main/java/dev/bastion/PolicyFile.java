package dev.bastion;

import dev.bastion.certs.Faces;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.OwnPlace;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.PolicyReading;
import dev.bastion.policy.Target;
import dev.bastion.store.SqlJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * access.yaml, read again when it changes. A broken one changes nothing and says why; an accepted one is kept whole, and
 * rights that it no longer gives end at once.
 */
final class PolicyFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
    private static final long LOOK_SECONDS = 1;
    private static final long LARGEST = 64L << 20;

    private final BastionConfig config;
    private final PolicyHolder holder;
    private final SqlJournal journal;
    private final AccessDesk desk;
    private final Faces faces;
    private final ScheduledThreadPoolExecutor timer;
    private String lastSeen;
    private volatile String unkept;

    PolicyFile(BastionConfig config, PolicyHolder holder, SqlJournal journal, AccessDesk desk, Faces faces) {
        this.config = config;
        this.holder = holder;
        this.journal = journal;
        this.desk = desk;
        this.faces = faces;
        this.lastSeen = holder.current().text();
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "policy-file");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** The file as it must be for the bastion to start. */
    static AccessPolicy read(BastionConfig config) throws IOException {
        return switch (AccessPolicy.parse(text(config), OwnPlace.of(config))) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Broken broken ->
                throw new IOException(config.policy() + " is broken:\n"
                        + broken.problems().stream()
                                .map(problem -> problem.text(name(config)))
                                .collect(Collectors.joining("\n")));
        };
    }

    /**
     * Puts a policy in force. What it takes away waits for nothing, neither for a face on a full disk nor for the ledger;
     * what it gives needs the ledger for each decision anyway, and its text is offered to the ledger until it is kept.
     */
    void accept(AccessPolicy policy) {
        try {
            faces.warm(policy.targets().stream().map(Target::name).collect(Collectors.toSet()));
        } catch (IOException e) {
            LOG.error("a target's face cannot be kept; nobody can be shown it: {}", e.getMessage());
        }
        holder.replace(policy);
        journal.submit(desk.endRightsLost());
        keep(policy.text());
    }

    private void keep(String text) {
        unkept = text;
        journal.storePolicy(text).whenComplete((digest, failure) -> {
            if (failure == null) {
                unkept = null;
            } else {
                LOG.error("the policy could not be written into the ledger and is tried again: {}", failure.toString());
            }
        });
    }

    private void look() {
        try {
            String waiting = unkept;
            if (waiting != null && journal.accepting()) {
                keep(waiting);
            }
            String text = text(config);
            if (text.equals(lastSeen)) {
                return;
            }
            switch (AccessPolicy.parse(text, OwnPlace.of(config))) {
                case PolicyReading.Accepted accepted -> {
                    // Seen once it is in force: what fails on the way, such as a full disk, is tried again.
                    accept(accepted.policy());
                    lastSeen = text;
                    LOG.info("the policy is now {}", accepted.policy().digest());
                }
                case PolicyReading.Broken broken -> {
                    lastSeen = text;
                    LOG.error("{} is broken; the policy before stays in force", config.policy());
                    broken.problems().forEach(problem -> LOG.error("{}", problem.text(name(config))));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be read; the policy before stays in force: {}", config.policy(), e.toString());
        }
    }

    private static String name(BastionConfig config) {
        return config.policy().getFileName().toString();
    }

    private static String text(BastionConfig config) throws IOException {
        if (Files.size(config.policy()) > LARGEST) {
            throw new IOException(config.policy() + " is larger than any policy");
        }
        return Files.readString(config.policy());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
