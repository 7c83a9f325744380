package dev.bastion.certs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An open login to a token, by a provider of its own that is never registered. For one thread, and until the first failure.
 */
final class Pkcs11Session {
    /** What every key made here is: in the token, never to be read, never to be taken out. */
    private static final String ATTRIBUTES = """
            attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
              CKA_TOKEN = true
              CKA_PRIVATE = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
            }
            """;

    private static final Duration AGES = Duration.ofDays(36_500);

    private final Pkcs11Token.Place place;
    private final Provider provider;
    private final KeyStore keys;

    private Pkcs11Session(Pkcs11Token.Place place, Provider provider, KeyStore keys) {
        this.place = requireNonNull(place, "place is null");
        this.provider = requireNonNull(provider, "provider is null");
        this.keys = requireNonNull(keys, "keys is null");
    }

    static Pkcs11Session open(Pkcs11Token.Place place, char[] pin) {
        Provider sun = Security.getProvider("SunPKCS11");
        if (sun == null) {
            throw new SignerUnavailableException(
                    "this Java has no SunPKCS11", "use a JDK with the module jdk.crypto.cryptoki");
        }
        try {
            Provider provider = sun.configure(configuration(place));
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, pin);
            return new Pkcs11Session(place, provider, keys);
        } catch (GeneralSecurityException | IOException e) {
            throw new ProviderException(e);
        }
    }

    private static String configuration(Pkcs11Token.Place place) {
        String slot = place.slot().isPresent() ? "slot = " + place.slot().getAsLong() : "slotListIndex = 0";
        return "--name = bastion\nlibrary = " + place.library() + "\n" + slot + "\n" + ATTRIBUTES;
    }

    List<String> labels() {
        try {
            return Collections.list(keys.aliases()).stream().sorted().toList();
        } catch (GeneralSecurityException e) {
            throw new ProviderException(e);
        }
    }

    SshPublicKey create(String label, EcdsaCurve curve, Instant now) {
        try {
            if (keys.containsAlias(label)) {
                throw new SignerUnavailableException(
                        "the " + place + " has a key \"" + label + "\" already", "a key is never overwritten");
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(curve.jcaName()));
            KeyPair pair = generator.generateKeyPair();
            keys.setKeyEntry(label, pair.getPrivate(), null, new Certificate[] {selfSigned(label, pair, now)});
            return publicKey(label);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new ProviderException(e);
        }
    }

    /** What makes SunPKCS11 see the key; nobody ever verifies it. */
    private Certificate selfSigned(String label, KeyPair pair, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=" + label);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now),
                Date.from(now.plus(AGES)),
                name,
                pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(provider)
                        .build(pair.getPrivate())));
    }

    SshPublicKey publicKey(String label) {
        try {
            Certificate beside = keys.getCertificate(label);
            if (beside == null || !keys.isKeyEntry(label)) {
                throw new SignerUnavailableException(
                        "the " + place + " has no key \"" + label + "\" with a certificate beside it",
                        "make one with: bastion ca init --token");
            }
            return sshKey(label, beside.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new ProviderException(e);
        }
    }

    private SshPublicKey sshKey(String label, PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return EcdsaCurve.of(ec.getParams())
                    .map(curve -> new EcdsaKey(
                            curve, ec.getW().getAffineX(), ec.getW().getAffineY()))
                    .orElseThrow(() -> notOurs(label));
        }
        throw notOurs(label);
    }

    private SignerUnavailableException notOurs(String label) {
        return new SignerUnavailableException(
                "the key \"" + label + "\" of the " + place + " is not ECDSA on P-256, P-384 or P-521",
                "make one with: bastion ca init --token");
    }

    /** The plain {@code r || s}. */
    byte[] sign(String label, EcdsaCurve curve, byte[] message) {
        try {
            if (!(keys.getKey(label, null) instanceof PrivateKey key)) {
                // A token that was pulled out shows no keys at all: what there was is lost, and searched for anew.
                throw new ProviderException("CKR_KEY_HANDLE_INVALID");
            }
            Signature signature = Signature.getInstance(curve.signature(), provider);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new ProviderException(e);
        }
    }
}
