package dev.bastion.signer;

import dev.bastion.policy.text.Plain;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** For whom an X.509 certificate is: its DNS names (RFC 5280, section 4.2.1.6), and no other field of it. Stateless. */
final class CertificateNames {
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }

    /** In words, whatever somebody had written into it. */
    static String shown(X509Certificate certificate) {
        List<String> names = of(certificate);
        return names.isEmpty() ? "no DNS name" : Plain.shown(String.join(", ", names));
    }
}
