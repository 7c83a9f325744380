package dev.bastion.signer;

import dev.bastion.config.SignerPlace;
import dev.bastion.policy.text.HostPort;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Authorities of TLS and what they certify, as PEM files in a directory: {@code NAME.pem} and {@code NAME.key}. */
public final class TestPki {
    private final Path directory;
    private final Map<String, Pair> authorities = new ConcurrentHashMap<>();

    private record Pair(KeyPair keys, X509Certificate certificate) {}

    public TestPki(Path directory) {
        this.directory = directory;
    }

    /** An authority, made when it is first named. */
    private Pair authority(String name) {
        return authorities.computeIfAbsent(name, missing -> {
            KeyPair keys = keys();
            Pair made = new Pair(keys, certificate(name, List.of(), keys, new Pair(keys, null), Instant.now()));
            write(name + ".pem", made.certificate(), "rw-r--r--");
            return made;
        });
    }

    /** A certificate of that authority for these DNS names, good for a day. */
    public void issue(String authority, String file, String... names) {
        issue(authority, file, Instant.now(), names);
    }

    /** The same as it would have been issued then. */
    public void issue(String authority, String file, Instant when, String... names) {
        KeyPair keys = keys();
        X509Certificate certificate = certificate(file, List.of(names), keys, authority(authority), when);
        write(file + ".key", pkcs8(keys), "rw-------");
        write(file + ".pem", certificate, "rw-r--r--");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** A place with these files. */
    SignerPlace.OverTls place(HostPort address, String own, String trusted) {
        return new SignerPlace.OverTls(address, file(own + ".key"), file(own + ".pem"), file(trusted + ".pem"));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Object pkcs8(KeyPair keys) {
        try {
            return new JcaPKCS8Generator(keys.getPrivate(), null).generate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509Certificate certificate(
            String subject, List<String> names, KeyPair keys, Pair by, Instant when) {
        try {
            X500Name name = new X500Name("CN=" + subject);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    by.certificate() == null
                            ? name
                            : new X500Name(
                                    by.certificate().getSubjectX500Principal().getName()),
                    new BigInteger(64, new SecureRandom()),
                    Date.from(when.minus(Duration.ofHours(1))),
                    Date.from(when.plus(Duration.ofDays(1))),
                    name,
                    keys.getPublic());
            extend(builder, names);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(by.keys().getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, List<String> names) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names.isEmpty()));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.stream()
                            .map(name -> new GeneralName(GeneralName.dNSName, name))
                            .toArray(GeneralName[]::new)));
        }
    }

    private void write(String file, Object object, String permissions) {
        try {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(object);
            }
            Path beside = Files.writeString(directory.resolve(file + ".new"), text.toString());
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(permissions));
            Files.move(beside, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
