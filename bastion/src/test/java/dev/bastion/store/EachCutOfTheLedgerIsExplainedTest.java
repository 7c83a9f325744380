package dev.bastion.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.CertificateEvent;
import dev.bastion.policy.FactorEvent;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEnd;
import dev.bastion.policy.GrantEvent;
import dev.bastion.policy.KeyLine;
import dev.bastion.policy.KeyReading;
import dev.bastion.policy.PersonEvent;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.ReviewEvent;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SignOnEnd;
import dev.bastion.policy.SignOnEvent;
import dev.bastion.policy.TestKeys;
import dev.bastion.recorder.ledger.Verification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A story with an event of every kind, each committed by itself, as if the bastion had died right behind it: whatever was to
 * come next, the ledger that is left verifies, and the tables that it had at that moment are those that a rebuild makes.
 */
class EachCutOfTheLedgerIsExplainedTest {
    private static final Instant MORNING = Story.MORNING;
    private static final Duration HOUR = Story.HOUR;
    /** After every event there is: a clock behind the ledger starts nothing. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void behindEveryEvent() throws MalformedLeafException {
        StoreSettings settings = settings(directory);
        List<AccessEvent> story = story();
        try (SqlJournal journal = Ledgers.open(settings, CLOCK)) {
            Ledgers.await(journal.storePolicy("version: 1\n", Optional.of(Set.of("bob", "carol"))));
            for (int told = 0; told < story.size(); told++) {
                Ledgers.append(journal, List.of(story.get(told)));
                explained(settings, told, story.get(told));
            }
        }
    }

    /** On a copy of that moment, which no bastion holds. */
    private void explained(StoreSettings settings, int told, AccessEvent last) {
        Path cut = directory.resolve("cut-" + told);
        DatabaseSettings copy = DatabaseSettings.sqlite(directory.resolve("cut-" + told + ".db"));
        String file = directory.resolve("cut-" + told + ".db").toString();
        Ledgers.withHandle(settings.database(), handle -> handle.execute("VACUUM INTO ?", file));
        Verification found = new StoreVerifier(copy, Ledgers.SIGNER.verifier()).verify();
        Verification.Sound sound = assertInstanceOf(Verification.Sound.class, found, () -> last + ": " + found);
        assertEquals(told + 2, sound.size());
        StoreRebuild.Rebuilt rebuilt = new StoreRebuild(copy, Ledgers.SIGNER.verifier(), cut).run();
        assertEquals(List.of(), rebuilt.differed(), last::toString);
        try (SqlJournal next = Ledgers.open(settings(copy, cut), CLOCK)) {
            assertTrue(next.accepting(), last::toString);
            Ledgers.append(next, List.of(new BastionEvent.BastionStarted("after the crash", MORNING.plus(HOUR))));
        }
    }

    private static StoreSettings settings(Path directory) {
        return settings(DatabaseSettings.sqlite(directory.resolve("ledger.db")), directory.resolve("whole"));
    }

    private static StoreSettings settings(DatabaseSettings database, Path directory) {
        return new StoreSettings(
                database, Ledgers.SIGNER, Optional.empty(), directory, 64 * 1024, 16, Duration.ofMillis(1));
    }

    // ---- the story

    private static List<AccessEvent> story() throws MalformedLeafException {
        List<AccessEvent> story = new ArrayList<>();
        story.add(new BastionEvent.BastionStarted("1.0", MORNING));
        story.add(new BastionEvent.PolicyRefused("11".repeat(32), 2, Set.of("bob"), MORNING));
        story.add(new PersonEvent.PeopleAppeared(Set.of("alice", "bob", "carol"), MORNING));
        story.add(new PersonEvent.PersonUsed("alice", MORNING));
        factors(story);
        requests(story);
        story.addAll(Story.granted(5));
        sessions(story, 5);
        extension(story, 5);
        story.add(new PersonEvent.AccessRecurring("alice", "prod-db-1", "engineers-to-prod", 5, MORNING));
        story.addAll(Story.reviewed(5, 1));
        firstUse(story, 7);
        signOns(story);
        story.add(new PersonEvent.PersonDisabled("mallory", Optional.of("carol"), "has left", MORNING, false));
        story.add(new PersonEvent.PersonEnabled("mallory", "carol", "is back", MORNING));
        story.add(new BastionEvent.LoginsRefused("192.0.2.7", 9, MORNING, MORNING));
        story.add(new BastionEvent.LedgerRestored("", "root", MORNING));
        whateverElseThereIs(story);
        story.add(new BastionEvent.BastionStopped(MORNING));
        return story;
    }

    /** The kinds that follow on nothing and are told nowhere else; one that does not stand alone belongs into the story. */
    private static void whateverElseThereIs(List<AccessEvent> story) throws MalformedLeafException {
        Set<Class<?>> told =
                new HashSet<>(Set.of(BastionEvent.PolicyAccepted.class, BastionEvent.BastionStopped.class));
        story.forEach(event -> told.add(event.getClass()));
        for (String line : EventCodecWritesOneWayTest.fixtures()) {
            AccessEvent event = EventCodec.decode(0, line.getBytes(StandardCharsets.UTF_8));
            if (told.add(event.getClass())) {
                story.add(event);
            }
        }
    }

    private static void factors(List<AccessEvent> story) {
        story.add(new FactorEvent.FactorEnrolled("alice", "sealed", Set.of("ab", "cd"), MORNING));
        story.add(new FactorEvent.FactorFailed("alice", "192.0.2.1", MORNING));
        story.add(new FactorEvent.FactorProved("alice", "192.0.2.1", OptionalLong.of(7), Optional.empty(), MORNING));
        story.add(new FactorEvent.FactorProved("alice", "192.0.2.1", OptionalLong.empty(), Optional.of("ab"), MORNING));
        story.add(new FactorEvent.FactorRemoved("alice", "carol", "a new phone", MORNING));
    }

    private static void requests(List<AccessEvent> story) {
        story.add(Story.requestMade(1));
        story.add(new RequestEvent.RequestDenied(1, "bob", "not today", MORNING));
        story.add(Story.requestMade(2));
        story.add(new RequestEvent.RequestWithdrawn(2, MORNING));
        story.add(Story.requestMade(3));
        story.add(new RequestEvent.RequestLapsed(3, MORNING.plus(HOUR)));
        story.add(Story.requestMade(4));
    }

    private static void sessions(List<AccessEvent> story, long grant) {
        story.addAll(Story.certified(7));
        story.add(Story.opened(1, grant));
        story.add(new SessionEvent.SessionKilled(1, "carol", "look", MORNING));
        story.add(Story.ended(1));
        story.add(Story.opened(2, grant));
        story.add(new SessionEvent.SessionBroken(2, "the bastion ended", MORNING));
        story.add(new SessionEvent.RecordingRead(1, "bob", "replay", MORNING));
        story.add(new CertificateEvent.CertificateRevoked(7, "carol", "lost", MORNING));
    }

    private static void extension(List<AccessEvent> story, long grant) {
        AccessRequest first = Story.request(6);
        story.add(new RequestEvent.RequestMade(new AccessRequest(
                6,
                first.person(),
                first.targets(),
                first.login(),
                first.permits(),
                HOUR,
                "it takes longer",
                first.ticket(),
                first.rule(),
                MORNING,
                MORNING.plus(HOUR),
                OptionalLong.of(grant))));
        story.add(new RequestEvent.RequestApproved(6, "bob", MORNING));
        story.add(new GrantEvent.GrantExtended(
                grant, 6, HOUR.multipliedBy(2), Set.of("bob"), Story.DIGEST, "token-5-longer", MORNING));
    }

    /** A grant that starts at first use, runs out and owes no review. */
    private static void firstUse(List<AccessEvent> story, long id) {
        AccessRequest asked = Story.request(id);
        story.add(Story.requestMade(id));
        story.add(new RequestEvent.RequestApproved(id, "bob", MORNING));
        story.add(new GrantEvent.GrantMade(new Grant(
                id,
                id,
                asked.person(),
                asked.targets(),
                asked.login(),
                asked.permits(),
                asked.rule(),
                Set.of("bob"),
                MORNING,
                Optional.empty(),
                Optional.of(MORNING.plus(HOUR)),
                HOUR,
                Story.DIGEST,
                "token-first",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
        story.add(new GrantEvent.GrantStarted(id, "token-started", MORNING));
        story.add(new GrantEvent.GrantEnded(id, GrantEnd.EXPIRED, Optional.empty(), "", MORNING.plus(HOUR), true));
        story.add(new ReviewEvent.ReviewNotOwed(id, MORNING.plus(HOUR)));
    }

    private static void signOns(List<AccessEvent> story) {
        String line = TestKeys.line("zoe");
        String fingerprint = assertInstanceOf(KeyReading.Read.class, KeyLine.read(line))
                .key()
                .fingerprint();
        story.add(new SignOnEvent.SignedOn(
                "zoe",
                line,
                fingerprint,
                "https://login.example.org",
                "248289761001",
                Set.of("engineers"),
                MORNING.plus(HOUR),
                MORNING));
        story.add(new SignOnEvent.SignOnGroupsChanged("zoe", Set.of("reviewers"), MORNING));
        story.add(new SignOnEvent.SignOnsConfirmed(Set.of(fingerprint), MORNING));
        story.add(new SignOnEvent.SignOnEnded(
                "zoe", fingerprint, SignOnEnd.PROVIDER_REFUSED, "no longer let in", MORNING, false));
        story.add(new SignOnEvent.SignOnNameFreed("zoe", "carol", "another has it", MORNING));
    }
}
