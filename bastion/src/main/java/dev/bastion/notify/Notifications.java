package dev.bastion.notify;

import dev.bastion.config.Notices;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.BastionEvent;
import dev.bastion.store.Claims;
import dev.bastion.store.LedgerUnavailableException;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever is configured of what the journal commits. A commit never waits for a receiver, and no receiver for another:
 * each has a queue and a thread of its own. What waits for approvals is told again at each start, under the same id; other
 * notices that were on their way when the bastion stopped are lost, and the ledger has what they would have said. Thread-safe.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final long LOOK_SECONDS = 60;
    private static final Duration LONGEST_POST = Duration.ofSeconds(10);
    private static final Duration LONGEST_MAIL = Duration.ofSeconds(30);

    private final NoticeMaker notices;
    private final HttpPost http;
    private final List<Route> routes = new ArrayList<>();
    private final AccessJournal journal;
    private final Clock clock;
    private final Claims claims;
    private final Map<String, Long> lossesWritten = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    /** A receiver, and what is on its way there. */
    private record Route(Receiver receiver, Outbox outbox) {}

    /** How long anything may take. */
    record Limits(Duration post, Duration mail, Patience patience) {
        static final Limits USUAL = new Limits(LONGEST_POST, LONGEST_MAIL, Patience.USUAL);
    }

    private Notifications(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Claims claims,
            Clock clock,
            SSLContext tls,
            Limits limits) {
        this.journal = journal;
        this.clock = clock;
        this.claims = claims;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "notify losses");
            thread.setDaemon(true);
            return thread;
        });
        this.notices = new NoticeMaker(journal.state(), policies);
        this.http = new HttpPost(tls, limits.post());
        Sender sender = new Sender(bastion, installation);
        List<Receiver> receivers = new ArrayList<>();
        config.webhooks().forEach(webhook -> receivers.add(new WebhookReceiver(webhook, sender, http, clock)));
        config.slack().forEach(slack -> receivers.add(new SlackReceiver(slack, sender, http)));
        config.mail()
                .ifPresent(mail -> receivers.add(new MailReceiver(
                        mail, sender, policies, journal.state(), new MailServer(mail, tls, limits.mail()), clock)));
        receivers.forEach(receiver -> routes.add(
                new Route(receiver, new Outbox(receiver.label(), limits.patience(), new Random(), System::nanoTime))));
    }

    /**
     * Begins to tell, first of what waits for approvals now.
     *
     * @param bastion what people type after {@code ssh}
     * @param installation the name that no other installation has
     * @param claims by which several bastions agree on who tells
     */
    public static Notifications start(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Claims claims,
            Clock clock) {
        return start(config, bastion, installation, policies, journal, claims, clock, trust(), Limits.USUAL);
    }

    static Notifications start(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Claims claims,
            Clock clock,
            SSLContext tls,
            Limits limits) {
        Notifications started =
                new Notifications(config, bastion, installation, policies, journal, claims, clock, tls, limits);
        if (!started.routes.isEmpty()) {
            journal.onCommitted(started::committed);
            started.notices.waiting(clock.instant()).forEach(notice -> started.tell(notice, started::anew));
            started.timer.scheduleWithFixedDelay(started::writeLosses, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
        return started;
    }

    /** How many notices each receiver was not told of since the start, in the order of the configuration. */
    public List<Long> dropped() {
        return routes.stream().map(route -> route.outbox().count().dropped()).toList();
    }

    private void committed(List<AccessEvent> events) {
        events.forEach(event -> notices.of(event).ifPresent(notice -> tell(notice, this::once)));
    }

    /** What becomes of a delivery on its way into the queue. */
    private interface Manner {
        Delivery of(Receiver receiver, Notice notice, Delivery delivery);
    }

    private void tell(Notice notice, Manner manner) {
        for (Route route : routes) {
            if (route.receiver().events().contains(notice.kind())) {
                route.outbox()
                        .add(route.receiver().deliveries(notice).stream()
                                .map(delivery -> manner.of(route.receiver(), notice, delivery))
                                .toList());
            }
        }
    }

    /** Whoever starts tells what waits, though another may have told it before. */
    private Delivery anew(Receiver receiver, Notice notice, Delivery delivery) {
        return delivery;
    }

    /** Of all the bastions that learn of it one brings it there; where they cannot agree, better twice than never. */
    private Delivery once(Receiver receiver, Notice notice, Delivery delivery) {
        String what = "%s %s %s".formatted(receiver.label(), delivery.id(), notice.at());
        return new Delivery(delivery.id(), delivery.bytes(), () -> {
            switch (claim(what)) {
                case OURS -> {
                    delivery.attempt().run();
                    done(what);
                }
                case THEIRS -> throw new IOException("another bastion is at it");
                case DONE -> LOG.debug("{} was told by another bastion", what);
            }
        });
    }

    private Claims.Claim claim(String what) {
        try {
            return claims.take(what);
        } catch (LedgerUnavailableException e) {
            LOG.warn("told although another bastion may tell it too: {}", e.getMessage());
            return Claims.Claim.OURS;
        }
    }

    private void done(String what) {
        try {
            claims.done(what);
        } catch (LedgerUnavailableException e) {
            LOG.warn("told, and another bastion may tell it too: {}", e.getMessage());
        }
    }

    /** So that somebody learns of it who can do something: administrators are shown it, and auditors. */
    private synchronized void writeLosses() {
        for (Route route : routes) {
            String receiver = route.receiver().label();
            long all = route.outbox().count().dropped();
            long before = lossesWritten.getOrDefault(receiver, 0L);
            if (all > before) {
                lossesWritten.put(receiver, all);
                journal.append(List.of(new BastionEvent.NoticesLost(receiver, all - before, clock.instant())))
                        .whenComplete((done, failure) -> {
                            if (failure != null) {
                                LOG.error(
                                        "{} notices for {} are lost, and that is not written", all - before, receiver);
                            }
                        });
            }
        }
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java speaks TLS", e);
        }
    }

    /** Gives what is on its way some seconds, and writes what is lost. */
    @Override
    public void close() {
        timer.shutdownNow();
        routes.parallelStream().forEach(route -> route.outbox().close());
        writeLosses();
        http.close();
    }
}
