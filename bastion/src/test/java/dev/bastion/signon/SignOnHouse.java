package dev.bastion.signon;

import dev.bastion.config.Secret;
import dev.bastion.config.SingleSignOn;
import dev.bastion.factor.SecretSeal;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.IdentityKey;
import dev.bastion.policy.KeyLine;
import dev.bastion.policy.KeyReading;
import dev.bastion.policy.Person;
import dev.bastion.policy.PolicyHolder;
import dev.bastion.policy.SignOn;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A house whose people sign on at a provider of the test's, and a clock that the test moves. */
final class SignOnHouse implements AutoCloseable {
    static final Duration HOURS = Duration.ofHours(8);
    static final Duration REFRESH = Duration.ofMinutes(5);
    static final Duration GRACE = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    final TestHouse house = new TestHouse();
    final TestProvider provider;
    final SignOnDesk desk;
    final List<String> taken = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    private final SignedOnPeople people;
    private final Path directory;

    SignOnHouse(Path directory) throws IOException {
        this(directory, Map.of(), Set.of("RS256", "ES256", "EdDSA"));
    }

    SignOnHouse(Path directory, Map<String, String> groups, Set<String> algorithms) throws IOException {
        this.directory = directory;
        this.provider = new TestProvider(house.clock);
        this.people = SignedOnPeople.follow(house.policy, house.journal, house.clock);
        this.desk = again(groups, algorithms);
    }

    /** As after a restart. */
    SignOnDesk again() {
        return again(Map.of(), Set.of("RS256", "ES256", "EdDSA"));
    }

    private SignOnDesk again(Map<String, String> groups, Set<String> algorithms) {
        return desk(groups, algorithms, house.policy, people, directory);
    }

    /** Another bastion on the same ledger, with a policy in force and a directory of its own. */
    SignOnDesk another(PolicyHolder policy, Path itsDirectory) {
        return desk(
                Map.of(),
                Set.of("RS256", "ES256", "EdDSA"),
                policy,
                SignedOnPeople.follow(policy, house.journal, house.clock),
                itsDirectory);
    }

    private SignOnDesk desk(
            Map<String, String> groups,
            Set<String> algorithms,
            PolicyHolder policy,
            SignedOnPeople its,
            Path itsDirectory) {
        SingleSignOn terms = new SingleSignOn(
                URI.create(provider.issuer()),
                TestProvider.CLIENT,
                Optional.of(new Secret(TestProvider.SECRET)),
                List.of("openid"),
                "preferred_username",
                "groups",
                groups,
                algorithms,
                HOURS,
                REFRESH,
                GRACE,
                false);
        SecureRandom random = new SecureRandom();
        return SignOnDesk.unattended(
                terms,
                new SignOnDesk.Parts(
                        policy,
                        house.desk,
                        house.journal,
                        its,
                        itsDirectory,
                        new SecretSeal(new byte[32], "test", random),
                        (signOn, events, sentence) -> taken.add(signOn.person() + ": " + sentence)),
                LONGEST,
                house.clock,
                random);
    }

    static IdentityKey key(String name) {
        return ((KeyReading.Read) KeyLine.read(TestKeys.line(name))).key();
    }

    SignOnDesk.Start begin(String key) throws InterruptedException {
        return desk.begin(key(key), InetAddress.getLoopbackAddress());
    }

    /** From the wish to the end; time passes as fast as the flow waits. */
    SignOnDesk.Outcome signOn(String key) throws InterruptedException {
        return switch (begin(key)) {
            case SignOnDesk.Start.Refused refused -> new SignOnDesk.Outcome.Refused(refused.why());
            case SignOnDesk.Start.Begun begun -> {
                try (SignOnDesk.PendingSignOn pending = begun.pending()) {
                    yield pending.await(length -> {
                        pauses.add(length);
                        house.clock.forward(length);
                        return true;
                    });
                }
            }
        };
    }

    SignOn signedOn(String person) throws InterruptedException {
        signOn(person);
        return house.state().signOnsOf(person).getFirst();
    }

    List<AccessEvent> events() {
        return house.journal.events();
    }

    Optional<Person> person(String name) {
        return house.policy.current().person(name);
    }

    @Override
    public void close() {
        desk.close();
        provider.close();
    }
}
