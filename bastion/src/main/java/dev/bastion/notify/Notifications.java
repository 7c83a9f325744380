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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever is configured of what the journal commits. A commit never waits for a receiver, and no receiver for another:
 * each has a queue and a thread of its own. What was on its way when a bastion stopped or died is told after the start, under
 * the same id: the ledger has what happened, and the claims what of it was told. Thread-safe.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final long LOOK_SECONDS = 60;
    /** How far back is looked at the start, for what was not told and is now too old; within what the claims remember. */
    private static final Duration LOOK_BACK = Claims.KEPT.minusDays(1);

    private static final Duration LONGEST_POST = Duration.ofSeconds(10);
    private static final Duration LONGEST_MAIL = Duration.ofSeconds(30);

    private final NoticeMaker notices;
    private final HttpPost http;
    private final List<Route> routes = new ArrayList<>();
    private final AccessJournal journal;
    private final Clock clock;
    private final Claims claims;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> lossesWritten = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean starting = true;

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
            Thread thread = new Thread(work, "notify books");
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
     * Begins to tell, first of what was not told before.
     *
     * @param bastion what people type after {@code ssh}
     * @param installation the name that no other installation has
     */
    public static Notifications start(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Past past,
            Clock clock) {
        return start(config, bastion, installation, policies, journal, past, clock, trust(), Limits.USUAL);
    }

    static Notifications start(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Past past,
            Clock clock,
            SSLContext tls,
            Limits limits) {
        Notifications started =
                new Notifications(config, bastion, installation, policies, journal, past.claims(), clock, tls, limits);
        if (!started.routes.isEmpty()) {
            journal.onCommitted(started::committed);
            started.catchUp(past.ledger());
            started.timer.scheduleWithFixedDelay(started::writeLosses, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
        return started;
    }

    /** How many notices each receiver was not told of since the start, in the order of the configuration. */
    public List<Long> dropped() {
        return routes.stream().map(route -> route.outbox().count().dropped()).toList();
    }

    private void committed(List<AccessEvent> events) {
        events.forEach(event -> notices.of(event)
                .ifPresent(notice -> routes.forEach(route -> tell(route, notice, Duration.ZERO, this::notBegun))));
    }

    /** What one bastion or another did not tell before it stopped, and what waits for those who were not there yet. */
    private void catchUp(Past.Ledger ledger) {
        Set<String> settled = claims.settled();
        Map<Route, Instant> known = new LinkedHashMap<>();
        for (Route route : routes) {
            claims.knownSince(route.receiver().place())
                    .ifPresentOrElse(since -> known.put(route, since), () -> welcome(route));
        }
        for (Notice notice : ledger.since(clock.instant().minus(LOOK_BACK), notices::of)) {
            known.forEach((route, since) -> {
                if (!notice.at().isBefore(since)) {
                    tell(route, notice, age(notice), what -> !settled.contains(what) && notBegun(what));
                }
            });
        }
        starting = false;
    }

    private void welcome(Route route) {
        notices.waiting(clock.instant()).forEach(notice -> tell(route, notice, Duration.ZERO, this::notBegun));
    }

    private Duration age(Notice notice) {
        Duration age = Duration.between(notice.at(), clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** While it starts, an event may come from the ledger and from its listener. */
    private boolean notBegun(String what) {
        return starting ? begun.add(what) : !begun.contains(what);
    }

    private void tell(Route route, Notice notice, Duration age, Predicate<String> due) {
        if (!route.receiver().events().contains(notice.kind())) {
            return;
        }
        for (Delivery delivery : route.receiver().deliveries(notice)) {
            String what = "%s %s %s".formatted(route.receiver().place(), delivery.id(), notice.at());
            if (due.test(what)) {
                route.outbox().add(once(what, delivery), age);
            }
        }
    }

    /** Of all the bastions that learn of it one brings it there; where they cannot agree, better twice than never. */
    private Delivery once(String what, Delivery delivery) {
        return new Delivery(
                delivery.id(),
                delivery.bytes(),
                () -> {
                    switch (claim(what)) {
                        case OURS -> {
                            delivery.attempt().run();
                            done(what);
                        }
                        case THEIRS -> throw new IOException("another bastion is at it");
                        case DONE -> LOG.debug("{} was told by another bastion", what);
                    }
                },
                () -> timer.execute(() -> done(what)));
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
            long before = lossesWritten.getOrDefault(route.receiver().place(), 0L);
            if (all > before) {
                lossesWritten.put(route.receiver().place(), all);
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
        routes.parallelStream().forEach(route -> route.outbox().close());
        timer.close();
        writeLosses();
        http.close();
    }
}
