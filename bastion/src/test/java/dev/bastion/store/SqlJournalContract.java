package dev.bastion.store;

import static dev.bastion.store.Ledgers.append;
import static dev.bastion.store.Ledgers.await;
import static dev.bastion.store.Ledgers.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.AccessJournalContract;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantState;
import dev.bastion.policy.MovedClock;
import dev.bastion.policy.Proofs;
import dev.bastion.policy.RequestEvent;
import dev.bastion.policy.RequestState;
import dev.bastion.policy.SessionEvent;
import dev.bastion.policy.SessionState;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.Verdict;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.store.LedgerReads.SessionQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal promises, whichever database keeps it, besides what every journal does. */
abstract class SqlJournalContract extends AccessJournalContract {

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Story.MORNING);
    private final List<SqlJournal> opened = new ArrayList<>();
    private StoreSettings settings;

    /** An empty database. */
    abstract DatabaseSettings database() throws Exception;

    /** With room for all who ask at one time. */
    @Override
    protected AccessJournal journal() {
        clock.forward(Duration.between(clock.instant(), NOON));
        return open(
                new StoreSettings(settings.database(), settings.treeHead(), settings.headCopy(), settings.directory()));
    }

    @BeforeEach
    final void chooseDatabase() throws Exception {
        settings = Ledgers.settings(database(), directory);
    }

    @AfterEach
    final void closeJournals() {
        opened.forEach(SqlJournal::close);
    }

    @Test
    void keepsWhatHappenedOverARestart() {
        try (var journal = open()) {
            append(journal, Story.granted(1));
            append(journal, Story.certified(77));
            append(journal, List.of(Story.opened(1, 1), Story.ended(1), Story.opened(2, 1)));
        }
        var state = open().state();
        assertEquals("token-1", state.grant(1).orElseThrow().token());
        assertInstanceOf(RequestState.Approved.class, state.requestState(1).orElseThrow());
        assertEquals(Optional.of("QUJD"), state.certificate(77).orElseThrow().base64());
        assertEquals(1, state.openSessions().size());
        assertEquals(3, state.nextSessionId());
    }

    @Test
    void aDecisionSeesThoseBeforeItInTheSameCommit() {
        var journal = open();
        var hold = holdWriter(journal);
        var ids = IntStream.range(0, 10)
                .mapToObj(i -> journal.submit(state -> {
                    long id = state.nextRequestId();
                    return new Decided<>(List.of(Story.requestMade(id)), id);
                }))
                .toList();
        hold.countDown();
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L),
                ids.stream().map(Ledgers::await).toList());
        assertEquals(2, heads(), "one head for the policy of nothing, one for all ten");
    }

    @Test
    void aDecisionThatFailsFailsAlone() {
        var journal = open();
        var hold = holdWriter(journal);
        var before = journal.append(Story.granted(1));
        CompletionStage<Void> broken = journal.submit(state -> {
            throw new IllegalArgumentException("my own fault");
        });
        var impossible = journal.append(List.of(Story.requestMade(2), Story.opened(1, 99), Story.requestMade(2)));
        var tooLong = journal.append(List.of(new BastionEvent.BastionStarted("x".repeat(70_000), Story.MORNING)));
        var noUnicode = journal.append(List.of(new BastionEvent.BastionStarted("\ud800", Story.MORNING)));
        var after = journal.append(List.of(Story.requestMade(2)));
        hold.countDown();
        await(before);
        await(after);
        assertEquals(
                "my own fault", failure(broken, IllegalArgumentException.class).getMessage());
        failure(impossible, IllegalStateException.class);
        failure(tooLong, IllegalArgumentException.class);
        failure(noUnicode, IllegalArgumentException.class);
        assertTrue(journal.accepting());
        assertSound();
    }

    @Test
    void aFullQueueFailsAtOnceAndNobodyWaits() {
        var journal = open();
        var hold = holdWriter(journal);
        var waiting = IntStream.range(0, settings.queue())
                .mapToObj(i -> journal.append(List.of(started())))
                .toList();
        var tooMany = journal.append(List.of(started()));
        assertTrue(tooMany.toCompletableFuture().isCompletedExceptionally());
        hold.countDown();
        waiting.forEach(Ledgers::await);
        failure(tooMany, LedgerUnavailableException.class);
    }

    @Test
    void listenersHearOfEachCommitInOrderBeforeItsAnswer() {
        var journal = open();
        var heard = Collections.synchronizedList(new ArrayList<AccessEvent>());
        journal.onCommitted(events -> {
            throw new IllegalStateException("a listener with a fault");
        });
        journal.onCommitted(heard::addAll);
        var first = Story.granted(1);
        append(journal, first);
        assertEquals(first, heard);
        append(journal, List.of(Story.opened(1, 1)));
        assertEquals(Story.opened(1, 1), heard.getLast());
    }

    @Test
    void keepsAPolicyWholeAndSaysOnceThatItCameIntoForce() {
        var text = "version: 1\n# Grüße\n";
        var journal = open();
        var digest = await(journal.storePolicy(text, Optional.empty()));
        assertEquals(Optional.of(digest), journal.state().policyDigest());
        assertEquals(Optional.of(text), journal.reads().policyText(digest));
        long size = size();
        assertEquals(digest, await(journal.storePolicy(text, Optional.empty())));
        assertEquals(size, size());
        assertEquals(Optional.empty(), journal.reads().policyText("none"));
        assertSound();
    }

    @Test
    void writesAnEndOnceHoweverOftenItIsRecorded() {
        var journal = open();
        append(journal, Story.granted(1));
        await(journal.recordEnd(Story.revoked(1)));
        assertInstanceOf(GrantState.Ended.class, journal.state().grantState(1).orElseThrow());
        long size = size();
        await(journal.recordEnd(Story.revoked(1)));
        await(journal.recordEnd(Story.revoked(99)));
        await(journal.recordEnd(Story.ended(99)));
        assertEquals(size, size());
        assertEquals(0, journal.endsWaiting());
        assertTrue(journal.accepting());
    }

    @Test
    void takesNothingForAnEndThatGivesAccess() {
        var journal = open();
        assertThrows(IllegalArgumentException.class, () -> journal.recordEnd(Story.opened(1, 1)));
        assertEquals(0, journal.endsWaiting());
    }

    @Test
    void anEndIsWrittenBeforeADecisionThatCameAfterIt() {
        var journal = open();
        append(journal, Story.granted(1));
        var hold = holdWriter(journal);
        journal.recordEnd(Story.revoked(1));
        CompletionStage<Boolean> live = journal.submit(
                state -> Decided.nothing(state.openGrants().stream().anyMatch(grant -> grant.id() == 1)));
        hold.countDown();
        assertFalse(await(live));
    }

    @Test
    void anEndWaitsForALedgerThatIsAwayAndIsWrittenLate() {
        var journal = open();
        append(journal, Story.granted(1));
        breakLedger();
        failure(journal.append(List.of(started())), LedgerUnavailableException.class);
        var end = journal.recordEnd(Story.revoked(1));
        until(() -> journal.endsWaiting() == 1 && !journal.accepting());
        assertTrue(journal.refusal().orElseThrow().startsWith("the ledger cannot take events"));
        assertFalse(end.toCompletableFuture().isDone());
        assertEquals(1, journal.state().openGrants().size(), "what is not durable is not in the state");
        mendLedger();
        await(end);
        until(journal::accepting);
        assertEquals(0, journal.state().openGrants().size());
        assertTrue(lastLeaf().contains("\"late\":true"), lastLeaf());
        assertSound();
    }

    @Test
    void anEndThatTheLedgerNeverTookOutlivesARestart() {
        try (var journal = open()) {
            append(journal, Story.granted(1));
            breakLedger();
            var end = journal.recordEnd(Story.revoked(1));
            until(() -> !journal.accepting());
            journal.close();
            failure(end, LedgerUnavailableException.class);
        }
        mendLedger();
        var journal = open();
        assertInstanceOf(GrantState.Ended.class, journal.state().grantState(1).orElseThrow());
        assertTrue(journal.accepting());
        assertSound();
    }

    @Test
    void aFailedCommitChangesNothing() {
        var journal = open();
        append(journal, Story.granted(1));
        breakLedger();
        failure(journal.append(Story.granted(2)), LedgerUnavailableException.class);
        assertEquals(2, journal.state().nextGrantId());
        mendLedger();
        until(journal::accepting);
        append(journal, Story.granted(2));
        assertEquals(3, journal.state().nextGrantId());
        assertSound();
    }

    @Test
    void aClockBehindTheLedgerStartsNothingNew() {
        var journal = open();
        append(journal, Story.granted(1));
        clock.back(Duration.ofSeconds(5));
        assertTrue(journal.accepting());
        clock.back(Duration.ofMillis(1));
        assertFalse(journal.accepting());
        assertTrue(journal.refusal().orElseThrow().contains("clock"));
        await(journal.recordEnd(Story.revoked(1)));
        journal.close();
        assertFalse(open().accepting(), "also after a restart");
        clock.forward(Duration.ofSeconds(6));
        assertTrue(opened.getLast().accepting());
    }

    @Test
    void twoBastionsShareOneLedger() {
        var one = open();
        var other = open(Ledgers.settings(settings.database(), directory.resolve("other")));
        var stages = new ArrayList<CompletionStage<Long>>();
        for (int i = 0; i < 10; i++) {
            for (var journal : List.of(one, other)) {
                stages.add(journal.submit(state -> {
                    long id = state.nextRequestId();
                    return new Decided<>(List.of(Story.requestMade(id)), id);
                }));
            }
        }
        var ids = stages.stream().map(Ledgers::await).sorted().toList();
        assertEquals(IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList(), ids);
        until(() ->
                one.state().requests().size() == 20 && other.state().requests().size() == 20);
        assertTrue(one.accepting() && other.accepting());
        assertSound();
    }

    /** Both hear the last approval at the same moment, many times over: of each request there is one grant. */
    @Test
    void twoBastionsMakeOneGrantOfOneRequest() {
        var house = new TestHouse();
        house.clock.back(Duration.between(Story.MORNING, TestHouse.NOON));
        var one = open();
        var other = open(Ledgers.settings(settings.database(), directory.resolve("other")));
        var wish = TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(45));
        IntStream.range(0, 15).forEach(i -> await(one.submit(house.desk.request("alice", wish, Proofs.NONE))));
        until(() -> other.state().requests().size() == 15);
        var answers = new ArrayList<CompletionStage<Decision>>();
        for (long request = 1; request <= 15; request++) {
            answers.add(one.submit(house.desk.approve("bob", request)));
            answers.add(other.submit(house.desk.approve("dave", request)));
        }
        var decisions = answers.stream().map(Ledgers::await).toList();
        assertEquals(
                15,
                decisions.stream().filter(Decision.GrantGiven.class::isInstance).count());
        assertEquals(
                15,
                decisions.stream()
                        .filter(Decision.Refused.class::isInstance)
                        .filter(refused -> ((Decision.Refused) refused).code() == Decision.Reason.NOT_PENDING)
                        .count());
        until(() -> one.state().grants().size() == 15 && other.state().grants().size() == 15);
        one.state().grants().forEach(grant -> assertEquals(1, grant.approvers().size(), grant::toString));
        assertEquals(
                15, one.state().grants().stream().map(Grant::request).distinct().count());
        assertSound();
    }

    /** Both write at the same moment what fell due, and both sign it: it is owed once, signed once, and one incident. */
    @Test
    void twoBastionsSignOneReviewOnce() {
        var house = new TestHouse();
        house.clock.back(Duration.between(Story.MORNING, TestHouse.NOON));
        var one = open();
        var other = open(Ledgers.settings(settings.database(), directory.resolve("other")));
        var wish = TestHouse.wish("prod-db-1", "postgres", Duration.ofMinutes(45));
        for (long id = 1; id <= 10; id++) {
            await(one.submit(house.desk.request("alice", wish, Proofs.NONE)));
            await(one.submit(house.desk.approve("bob", id)));
            await(one.submit(house.desk.release("alice", id)));
        }
        until(() -> other.state().unsettledGrants().size() == 10);
        var now = house.clock.instant();
        var due = List.of(
                one.submit(house.desk.afterwards().fallDue(now)),
                other.submit(house.desk.afterwards().fallDue(now)));
        assertEquals(10, due.stream().mapToInt(events -> await(events).size()).sum());
        until(() -> one.state().openReviews().size() == 10
                && other.state().openReviews().size() == 10);
        var answers = new ArrayList<CompletionStage<Decision>>();
        for (long grant = 1; grant <= 10; grant++) {
            answers.add(one.submit(house.desk.afterwards().review("bob", grant, Verdict.DEVIATION, "odd")));
            answers.add(other.submit(house.desk.afterwards().review("dave", grant, Verdict.DEVIATION, "odd")));
        }
        var decisions = answers.stream().map(Ledgers::await).toList();
        assertEquals(
                10,
                decisions.stream()
                        .filter(Decision.GrantSignedOff.class::isInstance)
                        .count());
        assertEquals(
                10,
                decisions.stream()
                        .filter(Decision.Refused.class::isInstance)
                        .filter(refused -> ((Decision.Refused) refused).code() == Decision.Reason.ALREADY_REVIEWED)
                        .count());
        until(() -> one.state().incidents().size() == 10
                && other.state().incidents().size() == 10);
        assertEquals(List.of(), one.state().openReviews());
        assertSound();
    }

    @Test
    void hearsOfWhatAnotherBastionCommitted() {
        var one = open();
        var other = open(Ledgers.settings(settings.database(), directory.resolve("other")));
        append(one, Story.granted(1));
        until(() -> other.state().grant(1).isPresent());
        var heard = new CountDownLatch(1);
        other.onCommitted(events -> {
            if (events.contains(Story.revoked(1))) {
                heard.countDown();
            }
        });
        await(one.recordEnd(Story.revoked(1)));
        until(() -> heard.getCount() == 0);
        assertEquals(List.of(), other.state().openGrants());
    }

    /** A decision that writes nothing collides with nobody, so it has to be told otherwise. */
    @Test
    void refusesNothingForNotHavingReadWhatAnotherBastionWrote() {
        var one = open();
        var other = open(Ledgers.settings(settings.database(), directory.resolve("other")));
        for (int grant = 1; grant <= 20; grant++) {
            int number = grant;
            append(one, Story.granted(number));
            boolean known = await(other.submit(state ->
                    new AccessJournal.Decided<>(List.of(), state.grant(number).isPresent())));
            assertTrue(known, () -> "grant " + number);
        }
    }

    @Test
    void listsSessionsByPersonTargetAndTime() {
        var journal = open();
        append(journal, Story.granted(1));
        append(journal, List.of(Story.opened(1, 1), Story.opened(2, 1), Story.opened(3, 1)));
        append(
                journal,
                List.of(Story.ended(1), new SessionEvent.SessionBroken(2, "the bastion crashed", Story.MORNING)));
        var all = journal.reads().sessions(query(Optional.empty(), Optional.empty(), Optional.empty(), 10));
        assertEquals(List.of(3L, 2L, 1L), all.stream().map(s -> s.session()).toList());
        assertEquals(journal.state().sessions().reversed(), all);
        assertInstanceOf(SessionState.Ended.class, all.getLast().state());
        assertEquals(2, sessions(journal, query(Optional.of("alice"), Optional.of("prod-db-1"), Optional.empty(), 2)));
        assertEquals(0, sessions(journal, query(Optional.of("bob"), Optional.empty(), Optional.empty(), 2)));
        assertEquals(0, sessions(journal, query(Optional.empty(), Optional.of("x"), Optional.empty(), 2)));
        assertEquals(
                0,
                sessions(
                        journal,
                        query(Optional.empty(), Optional.empty(), Optional.of(Story.MORNING.plusNanos(1000)), 2)));
        assertEquals(3, sessions(journal, query(Optional.empty(), Optional.empty(), Optional.of(Story.MORNING), 5)));
    }

    @Test
    void listsWhoReadARecording() {
        var journal = open();
        append(
                journal,
                List.of(
                        new SessionEvent.RecordingRead(1, "bob", "replay", Story.MORNING),
                        new SessionEvent.RecordingRead(1, "carol", "export", Story.MORNING),
                        new SessionEvent.RecordingRead(2, "bob", "replay", Story.MORNING)));
        assertEquals(
                List.of("carol", "bob"),
                journal.reads().readings(1, 10).stream().map(r -> r.person()).toList());
    }

    @Test
    void theCopyOfTheNewestHeadIsInPlaceWhenAnAnswerComes() throws IOException {
        var journal = open();
        append(journal, Story.granted(1));
        var copies = new HeadCopy(settings.headCopy().orElseThrow()).read();
        assertTrue(copies.contains(journal.reads().newestHead().orElseThrow()), copies.toString());
    }

    @Test
    void anEntryMayHoldWhatADatabaseDoesNotLike() {
        var event = new RequestEvent.RequestDenied(1, "bob", "nul \0 quote ' bell \u0007 \uD83D\uDE00", Story.MORNING);
        try (var journal = open()) {
            append(journal, List.of(Story.requestMade(1), event));
        }
        assertEquals(
                new RequestState.Denied("bob", event.reason(), Story.MORNING),
                open().state().requestState(1).orElseThrow());
    }

    @Test
    void refusesEverythingOnceClosed() {
        var journal = open();
        journal.close();
        assertFalse(journal.accepting());
        failure(journal.append(List.of(started())), LedgerUnavailableException.class);
    }

    // ---- helpers

    private SqlJournal open() {
        return open(settings);
    }

    private SqlJournal open(StoreSettings with) {
        var journal = Ledgers.open(with, clock);
        opened.add(journal);
        return journal;
    }

    /** Keeps the writer busy until the latch is counted down, with a first event of its own. */
    private static CountDownLatch holdWriter(SqlJournal journal) {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        journal.submit(state -> {
            held.countDown();
            awaitUninterruptibly(release);
            return new Decided<>(List.of(started()), null);
        });
        awaitUninterruptibly(held);
        return release;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        until(() -> latch.getCount() == 0);
    }

    private static AccessEvent started() {
        return new BastionEvent.BastionStarted("1.0", Story.MORNING);
    }

    private static SessionQuery query(
            Optional<String> person, Optional<String> target, Optional<Instant> since, int limit) {
        return new SessionQuery(person, target, since, limit);
    }

    private static int sessions(SqlJournal journal, SessionQuery query) {
        return journal.reads().sessions(query).size();
    }

    private static <X extends Throwable> X failure(CompletionStage<?> stage, Class<X> type) {
        return assertInstanceOf(
                type,
                assertThrows(CompletionException.class, () -> await(stage)).getCause());
    }

    private void assertSound() {
        var verification = new StoreVerifier(settings.database(), Ledgers.SIGNER.verifier()).verify();
        assertInstanceOf(Verification.Sound.class, verification, verification::toString);
    }

    /** From now on no commit succeeds: one of its tables is not there. */
    private void breakLedger() {
        sql("ALTER TABLE tree_head RENAME TO gone");
    }

    private void mendLedger() {
        sql("ALTER TABLE gone RENAME TO tree_head");
    }

    private void sql(String statement) {
        withHandle(handle -> handle.execute(statement));
    }

    private long heads() {
        return count("SELECT count(*) FROM tree_head");
    }

    private long size() {
        return count("SELECT count(*) FROM ledger_leaf");
    }

    private long count(String query) {
        return withHandle(handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    private String lastLeaf() {
        return withHandle(handle -> handle.createQuery("SELECT content FROM ledger_leaf ORDER BY seq DESC LIMIT 1")
                .map((row, context) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                .one());
    }

    private <T> T withHandle(Ledgers.Work<T> work) {
        return Ledgers.withHandle(settings.database(), work);
    }
}
