package dev.bastion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bastion.policy.SignerEvent;
import dev.bastion.signer.TestPki;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The authorities' keys lie with a signer that stands apart, across a network. */
class SignerOverTlsTest extends SignerContract {
    @Override
    SigningHouse started() throws Exception {
        SigningHouse started = new SigningHouse(directory, true);
        TestPki pki = new TestPki(directory);
        pki.issue("site", "signer-tls", "localhost");
        pki.issue("site", "bastion-tls", "bastion.example");
        int port = SigningHouse.freePort();
        started.startSigner("""
                signer:
                  address: "localhost:%d"
                  tls-key: ../signer-tls.key
                  tls-certificate: ../signer-tls.pem
                  tls-trusted: ../site.pem
                  bastion: bastion
                  client: bastion.example
                """.formatted(port));
        started.startBastion("""
                signer:
                  address: "localhost:%d"
                  tls-key: bastion-tls.key
                  tls-certificate: bastion-tls.pem
                  tls-trusted: site.pem
                """.formatted(port));
        return started;
    }

    @Test
    void itsLedgerSaysWhoAsked() throws Exception {
        house.grant();
        house.certificate();

        Set<Optional<String>> clients = house.signersEvents().stream()
                .flatMap(event -> event instanceof SignerEvent.SignatureIntended intended
                        ? Stream.of(intended.client())
                        : Stream.empty())
                .collect(Collectors.toSet());

        assertEquals(Set.of(Optional.of("bastion.example")), clients);
    }
}
