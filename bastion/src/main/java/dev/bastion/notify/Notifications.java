package dev.bastion.notify;

import dev.bastion.config.Notices;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessPolicy;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Tells whoever is configured of what the journal commits. A commit never waits for a receiver, and no receiver for another:
 * each has a queue and a thread of its own. What waits for approvals is told again at each start, under the same id; other
 * notices that were on their way when the bastion stopped are lost, and the ledger has what they would have said. Thread-safe.
 */
public final class Notifications implements AutoCloseable {
    private static final Duration LONGEST_POST = Duration.ofSeconds(10);
    private static final Duration LONGEST_MAIL = Duration.ofSeconds(30);

    private final NoticeMaker notices;
    private final HttpPost http;
    private final List<Route> routes = new ArrayList<>();

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
            Clock clock,
            SSLContext tls,
            Limits limits) {
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
     */
    public static Notifications start(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Clock clock) {
        return start(config, bastion, installation, policies, journal, clock, trust(), Limits.USUAL);
    }

    static Notifications start(
            Notices config,
            String bastion,
            String installation,
            Supplier<AccessPolicy> policies,
            AccessJournal journal,
            Clock clock,
            SSLContext tls,
            Limits limits) {
        Notifications started = new Notifications(config, bastion, installation, policies, journal, clock, tls, limits);
        if (!started.routes.isEmpty()) {
            journal.onCommitted(started::committed);
            started.notices.waiting(clock.instant()).forEach(started::tell);
        }
        return started;
    }

    /** How many notices each receiver was not told of since the start, in the order of the configuration. */
    public List<Long> dropped() {
        return routes.stream().map(route -> route.outbox().count().dropped()).toList();
    }

    private void committed(List<AccessEvent> events) {
        events.forEach(event -> notices.of(event).ifPresent(this::tell));
    }

    private void tell(Notice notice) {
        for (Route route : routes) {
            if (route.receiver().events().contains(notice.kind())) {
                route.outbox().add(route.receiver().deliveries(notice));
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

    /** Gives what is on its way some seconds. */
    @Override
    public void close() {
        routes.parallelStream().forEach(route -> route.outbox().close());
        http.close();
    }
}
