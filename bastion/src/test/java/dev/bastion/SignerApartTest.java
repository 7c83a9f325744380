package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.SigningHouse.Said;
import dev.bastion.policy.Authority;
import dev.bastion.policy.BastionEvent;
import dev.bastion.policy.SignerEvent;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The authorities' keys lie with a signer that stands apart, on the same machine. */
class SignerApartTest extends SignerContract {
    @Override
    SigningHouse started() throws Exception {
        SigningHouse started = new SigningHouse(directory, true);
        started.startSigner("signer: {socket: ../s, bastion: bastion}\n");
        started.startBastion("signer: {socket: s}\n");
        return started;
    }

    @Test
    void itsLedgerHasEachSignatureBeforeAndAfter() throws Exception {
        house.grant();
        house.certificate();
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();

        List<SignerEvent> signed = house.signersEvents().stream()
                .flatMap(event -> event instanceof SignerEvent mine ? Stream.of(mine) : Stream.empty())
                .toList();

        assertTrue(signed.stream().noneMatch(SignerEvent.SignatureRefused.class::isInstance), signed::toString);
        assertEquals(List.of(Authority.ACCESS, Authority.TARGET), given(signed, Authority.ACCESS, Authority.TARGET));
        assertEquals(
                signed.stream()
                        .filter(SignerEvent.SignatureIntended.class::isInstance)
                        .count(),
                signed.stream()
                        .filter(SignerEvent.SignatureGiven.class::isInstance)
                        .count());
    }

    private static List<Authority> given(List<SignerEvent> signed, Authority... of) {
        return signed.stream()
                .flatMap(event -> event instanceof SignerEvent.SignatureGiven given
                        ? Stream.of(given.authority())
                        : Stream.empty())
                .filter(List.of(of)::contains)
                .toList();
    }

    @Test
    void nothingNewIsSignedWithoutItAndAllOfItOnceItIsBack() throws Exception {
        house.grant();
        house.certificate();
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();
        house.stopSigner();

        assertSaysThatNothingCanBeSigned();

        house.startSigner("signer: {socket: ../s, bastion: bastion}\n");
        house.certificate();
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();
    }

    @Test
    void oneThatHangsHoldsUpNobodyElse() throws Exception {
        house.grant();
        house.certificate();
        house.onHost("alice", SigningHouse.LOGIN, "echo", "in").done();
        house.stopSigner();
        Path socket = directory.resolve("s");
        Files.deleteIfExists(socket);
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> asking = CompletableFuture.runAsync(this::assertSaysThatNothingCanBeSigned);

            int answered = 0;
            while (!asking.isDone()) {
                house.bastion("bob", "whoami").done();
                answered++;
            }
            asking.join();
            assertTrue(answered > 2, "bob waits with alice");
        }
    }

    @Test
    void itsCopyOfThePolicyIsReadAgainWhenItChanges() throws Exception {
        house.grant();
        house.certificate();

        house.signersPolicy(text -> text.replaceAll("(?m)^  alice:.*\n", ""));
        SigningHouse.until(() -> house.bastion("alice", "cert").status() == 1, "alice gets no certificate");

        house.signersPolicy(text -> text);
        SigningHouse.until(() -> house.bastion("alice", "cert").status() == 0, "alice gets one again");
        assertTrue(house.signersEvents().stream()
                        .filter(BastionEvent.PolicyAccepted.class::isInstance)
                        .count()
                > 1);
    }

    @Test
    void aBrokenCopyOfThePolicyChangesNothingAndIsTold() throws Exception {
        house.grant();
        try (LogLines log = LogLines.of(PolicyFile.class)) {
            house.signersPolicy(text -> text.replace("approvals:", "approvers:"));

            log.await("is broken; the policy before stays in force");
            log.await("there is no key 'approvers' here");
        }
        house.certificate();
    }

    private void assertSaysThatNothingCanBeSigned() {
        Said cert = house.bastion("alice", "cert");
        assertEquals(1, cert.status(), cert::toString);
        assertTrue(cert.err().contains("no certificate can be signed now"), cert::toString);
        Said host = house.onHost("alice", SigningHouse.LOGIN, "echo", "in").refused();
        assertTrue(host.err().contains("no certificate for prod-db-1 can be signed now"), host::toString);
    }
}
