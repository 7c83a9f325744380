package dev.bastion.signer;

import dev.bastion.policy.text.Plain;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why two ends did not come to terms over TLS, in a sentence: the JDK says it as a type, or in words of its own. */
final class TlsFault {
    private static final String ALERT = "Received fatal alert: ";

    private TlsFault() {}

    static String sentence(IOException fault) {
        if (fault instanceof UnknownHostException unknown) {
            // Its message is the name, behind which some systems put more.
            return "there is no host '%s'"
                    .formatted(Plain.shown(String.valueOf(unknown.getMessage()).split(":", 2)[0]));
        }
        if (!(fault instanceof SSLException)) {
            return String.valueOf(fault.getMessage());
        }
        Optional<String> certificate =
                causes(fault).flatMap(cause -> ofCertificate(cause).stream()).findFirst();
        return certificate.orElseGet(() -> inWords(String.valueOf(fault.getMessage())));
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }

    private static Optional<String> ofCertificate(Throwable cause) {
        if (cause instanceof CertificateExpiredException || isExpiry(cause)) {
            return Optional.of("the other's certificate has run out");
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of("the other's certificate is not good yet");
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return Optional.of("the other's certificate is by nobody in tls-trusted");
        }
        // What the JDK says where none of the names is the one that was asked for.
        return cause instanceof CertificateException
                        && String.valueOf(cause.getMessage()).startsWith("No ")
                ? Optional.of("the other's certificate is for another name")
                : Optional.empty();
    }

    private static boolean isExpiry(Throwable cause) {
        return cause instanceof CertPathValidatorException invalid
                && invalid.getReason() == CertPathValidatorException.BasicReason.EXPIRED;
    }

    private static String inWords(String said) {
        // Newer JDKs put the alert's name before it.
        String message = said.replaceFirst("^\\([a-z_]+\\) ", "");
        if (message.startsWith(ALERT)) {
            return "the other refuses this side's certificate or TLS: "
                    + Plain.shown(message.substring(ALERT.length()));
        }
        if (message.startsWith("Empty ")) {
            return "the other shows no certificate";
        }
        if (message.startsWith("Unsupported or unrecognized SSL message")) {
            return "the other does not speak TLS";
        }
        if (message.contains("protocol version")) {
            return "the other does not speak TLS 1.3";
        }
        if (message.startsWith("Remote host terminated the handshake")) {
            return "the connection ended before both knew each other";
        }
        return Plain.shown(message);
    }
}
