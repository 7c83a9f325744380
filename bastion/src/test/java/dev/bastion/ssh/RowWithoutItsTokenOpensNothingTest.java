package dev.bastion.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.bastion.certs.Certificate;
import dev.bastion.policy.AccessEvent;
import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Grant;
import dev.bastion.policy.GrantEvent.GrantMade;
import dev.bastion.policy.GrantToken;
import dev.bastion.policy.GrantTokenSigner;
import dev.bastion.policy.Permit;
import dev.bastion.policy.TestHouse;
import dev.bastion.policy.TokenReading;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever writes a grant into the database, or changes one there, has not the key that signs its token. */
class RowWithoutItsTokenOpensNothingTest {
    private final Door door = new Door();

    @BeforeEach
    void certify() {
        Certificate certificate = door.sign(7, "alice", "alice");
        door.issued(certificate, "alice");
    }

    @Test
    void opensAsItWasSigned() {
        Grant grant = granted(row -> row);
        assertEquals(
                grant,
                assertInstanceOf(TunnelDesk.Choice.Chosen.class, choice(grant)).grant());
    }

    @Test
    void opensNothingUnderATokenOfAnotherKey() {
        GrantTokenSigner mallorys =
                new GrantTokenSigner(TestHouse.ed25519().getPrivate(), TestHouse.ISSUER, door.house.clock);
        assertOpensNothing(row -> {
            TokenReading.Valid valid =
                    assertInstanceOf(TokenReading.Valid.class, door.house.verifier.verify(row.token()));
            return with(row, row.id(), row.login(), row.permits(), row.length(), mallorys.sign(valid.token()));
        });
    }

    @Test
    void opensNothingUnderWhatIsNoToken() {
        assertOpensNothing(row -> with(row, row.id(), row.login(), row.permits(), row.length(), "none"));
    }

    @Test
    void opensNothingUnderTheTokenOfAnotherGrant() {
        assertOpensNothing(row -> with(row, 99, row.login(), row.permits(), row.length(), row.token()));
    }

    @Test
    void opensNothingForALoginThatTheTokenDoesNotName() {
        assertOpensNothing(row -> with(row, row.id(), "deploy", row.permits(), row.length(), row.token()));
    }

    @Test
    void opensNothingWithAPermitThatTheTokenDoesNotName() {
        Set<Permit> all = EnumSet.allOf(Permit.class);
        assertOpensNothing(row -> with(row, row.id(), row.login(), all, row.length(), row.token()));
    }

    @Test
    void opensNothingForLongerThanTheTokenSays() {
        GrantTokenSigner ours =
                new GrantTokenSigner(door.house.tokenKey.getPrivate(), TestHouse.ISSUER, door.house.clock);
        assertOpensNothing(row -> {
            TokenReading.Valid valid =
                    assertInstanceOf(TokenReading.Valid.class, door.house.verifier.verify(row.token()));
            String shorter = ours.sign(endingSooner(valid.token()));
            return with(row, row.id(), row.login(), row.permits(), row.length(), shorter);
        });
    }

    /** A row that lost the mark, or got one, is not what was signed. */
    @Test
    void opensNothingWithAMarkThatTheTokenDoesNotBear() {
        assertOpensNothing(row -> marked(row, Optional.of(Duration.ofHours(4))));
    }

    private static GrantToken endingSooner(GrantToken token) {
        return new GrantToken(
                token.jti(),
                token.person(),
                token.grant(),
                token.request(),
                token.targets(),
                token.login(),
                token.permits(),
                token.approvers(),
                token.policyDigest(),
                token.issuedAt(),
                token.notBefore(),
                token.expires().minusSeconds(60),
                token.breakGlass());
    }

    private void assertOpensNothing(UnaryOperator<Grant> change) {
        assertInstanceOf(TunnelDesk.Choice.None.class, choice(granted(change)));
    }

    private TunnelDesk.Choice choice(Grant grant) {
        Identity alice = door.identity(OptionalLong.of(7));
        TunnelDesk.Answer.Open open =
                assertInstanceOf(TunnelDesk.Answer.Open.class, door.desk.target(alice, "prod-db-1", 22));
        assertEquals(List.of(grant), open.grants());
        return door.desk.choose(alice, open.target(), open.grants(), grant.login());
    }

    /** Bob approves what alice asked for, and the row of the grant is changed on its way into the ledger. */
    private Grant granted(UnaryOperator<Grant> change) {
        long request = door.house.asked().id();
        return door.house.decide(state -> {
            List<AccessEvent> honest =
                    door.house.desk.approve("bob", request).decide(state).events();
            Grant changed = change.apply(honest.stream()
                    .filter(GrantMade.class::isInstance)
                    .map(event -> ((GrantMade) event).grant())
                    .findFirst()
                    .orElseThrow());
            return new Decided<>(
                    honest.stream()
                            .map(event -> event instanceof GrantMade ? new GrantMade(changed) : event)
                            .toList(),
                    changed);
        });
    }

    private static Grant with(Grant row, long id, String login, Set<Permit> permits, Duration length, String token) {
        return with(row, id, login, permits, length, token, row.breakGlass());
    }

    private static Grant marked(Grant row, Optional<Duration> breakGlass) {
        return with(row, row.id(), row.login(), row.permits(), row.length(), row.token(), breakGlass);
    }

    private static Grant with(
            Grant row,
            long id,
            String login,
            Set<Permit> permits,
            Duration length,
            String token,
            Optional<Duration> breakGlass) {
        return new Grant(
                id,
                row.request(),
                row.person(),
                row.targets(),
                login,
                permits,
                row.rule(),
                row.approvers(),
                row.approvedAt(),
                row.start(),
                row.latestStart(),
                length,
                row.policyDigest(),
                token,
                row.extensions(),
                row.review(),
                breakGlass,
                Optional.empty());
    }
}
