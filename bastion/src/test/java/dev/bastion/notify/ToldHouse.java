package dev.bastion.notify;

import dev.bastion.config.NoticeKind;
import dev.bastion.config.Notices;
import dev.bastion.config.Secret;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Permit;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestPolicies;
import dev.bastion.store.Claims;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** The house of the policy's tests, whose receivers are told: alice and bob have a mail address, and little patience. */
final class ToldHouse implements AutoCloseable {
    static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final Set<NoticeKind> ALL = EnumSet.allOf(NoticeKind.class);
    static final Notifications.Limits QUICK = new Notifications.Limits(
            Duration.ofMillis(700),
            Duration.ofSeconds(2),
            new Patience(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofHours(1)));

    final TestHouse house;
    final Notifications notifications;

    ToldHouse(Notices config) {
        this(config, new TestHouse(policy()));
    }

    ToldHouse(Notices config, TestHouse house) {
        this(config, house, defaultTls());
    }

    ToldHouse(Notices config, TestHouse house, SSLContext tls) {
        this(config, house, tls, Claims.ALONE);
    }

    /** One of several bastions. */
    ToldHouse(Notices config, TestHouse house, Claims claims) {
        this(config, house, defaultTls(), claims);
    }

    private ToldHouse(Notices config, TestHouse house, SSLContext tls, Claims claims) {
        this.house = house;
        this.notifications = Notifications.start(
                config,
                "bastion",
                "bastion.example-1a2b3c4d",
                house.policy::current,
                house.journal,
                new Past(claims, new Entries(house)::since),
                house.clock,
                tls,
                QUICK);
    }

    /** The ledger of a house, which is in memory. */
    private record Entries(TestHouse house) {
        <T> List<T> since(Instant time, Function<AccessEvent, Optional<T>> made) {
            return house.journal.events().stream()
                    .filter(event -> !event.at().isBefore(time))
                    .flatMap(event -> made.apply(event).stream())
                    .toList();
        }
    }

    static String policy() {
        return TestPolicies.HOUSE
                .replace("alice: {", "alice: {mail: alice@example.org, ")
                .replace("bob: {", "bob: {mail: bob@example.org, ");
    }

    static Notices webhook(String url) {
        return new Notices(
                List.of(new Notices.Webhook(URI.create(url), new Secret(KEY), ALL)), List.of(), Optional.empty());
    }

    static Notices slack(String url) {
        return new Notices(List.of(), List.of(new Notices.Slack(new Secret(url), ALL)), Optional.empty());
    }

    static Notices mail(Notices.Mail mail) {
        return new Notices(List.of(), List.of(), Optional.of(mail));
    }

    /** A request that waits, with words that the desk itself would not take. */
    void asks(String reason, String ticket) {
        house.journal
                .append(List.of(new RequestEvent.RequestMade(new AccessRequest(
                        house.state().nextRequestId(),
                        "alice",
                        List.of("prod-db-1"),
                        "postgres",
                        Set.of(Permit.SHELL),
                        Duration.ofMinutes(45),
                        reason,
                        Optional.of(ticket),
                        "prod",
                        house.clock.instant(),
                        house.clock.instant().plus(Duration.ofHours(2)),
                        OptionalLong.empty()))))
                .toCompletableFuture()
                .join();
    }

    static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until it holds, at most twenty seconds. */
    static void until(BooleanSupplier holds, String what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("in time it did not happen that " + what);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        notifications.close();
    }
}
