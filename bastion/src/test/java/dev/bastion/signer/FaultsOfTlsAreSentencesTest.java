package dev.bastion.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What the JDK says of a connection that comes to nothing, in words for whoever runs one of the two ends. */
class FaultsOfTlsAreSentencesTest {
    private static IOException because(String message, Exception cause) {
        IOException fault = new SSLHandshakeException(message);
        fault.initCause(cause);
        return fault;
    }

    @Test
    void aNameThatNobodyKnows() {
        assertEquals(
                "there is no host 'signer.example'",
                TlsFault.sentence(new UnknownHostException("signer.example: Name or service not known")));
        assertEquals(
                "there is no host 'signer.example'", TlsFault.sentence(new UnknownHostException("signer.example")));
    }

    @Test
    void aCertificate() {
        assertEquals(
                "the other's certificate has run out",
                TlsFault.sentence(because("PKIX path validation failed", new CertificateExpiredException("NotAfter"))));
        assertEquals(
                "the other's certificate is for another name",
                TlsFault.sentence(because("No name", new CertificateException("No name matching localhost found"))));
    }

    @Test
    void whatTheJdkSaysInItsOwnWords() {
        assertEquals(
                "the other refuses this side's certificate or TLS: bad_certificate",
                TlsFault.sentence(because("(bad_certificate) Received fatal alert: bad_certificate", null)));
        assertEquals("something \\u0007else", TlsFault.sentence(because("something \u0007else", null)));
    }
}
