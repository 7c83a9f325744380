package dev.bastion.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bastion.certs.Ed25519Key;
import dev.bastion.certs.Ed25519Pair;
import dev.bastion.certs.SkEd25519Key;
import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.ParseContext;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Signatures made here, so that their flags and their keys are any. */
class PolicySignaturesCountSignersTest {
    private static final byte[] TEXT = "version: 1\n".getBytes(StandardCharsets.UTF_8);
    private static final String PURPOSE = PolicySignatures.NAMESPACE;

    private final SecureRandom random = new SecureRandom();
    private final Ed25519Pair bob = Ed25519Pair.generate(random);
    private final Ed25519Pair bobsOther = Ed25519Pair.generate(random);
    private final Ed25519Pair inToken = Ed25519Pair.generate(random);
    private final SkEd25519Key carol = new SkEd25519Key((Ed25519Key) inToken.sshKey(), "ssh:");
    private final PolicyControl control = new PolicyControl(
            Optional.empty(),
            2,
            new TreeMap<>(
                    Map.of("bob", Set.of(bob.sshKey(), bobsOther.sshKey()), "carol", Set.<SshPublicKey>of(carol))),
            ParseContext.YEAR);

    @Test
    void aSignerWithTwoKeysCountsOnce() throws Exception {
        PolicySignatures signatures = of(signed(bob, PURPOSE), signed(bobsOther, PURPOSE));
        assertEquals(Set.of("bob"), signatures.by());
        assertEquals(Set.of("carol"), signatures.missing());
        assertFalse(signatures.enough());
        assertEquals("1 of 2 signatures, by bob", signatures.sentence());
    }

    @Test
    void aSecurityKeyMustBeTouched() throws Exception {
        PolicySignatures touched = of(signed(bob, PURPOSE), inToken(1));
        assertTrue(touched.enough());
        assertEquals("2 of 2 signatures, by bob, carol", touched.sentence());
        PolicySignatures untouched = of(signed(bob, PURPOSE), inToken(0));
        assertFalse(untouched.enough());
        assertEquals(
                List.of(new PolicySignatures.Fault("2.sig", "the security key was not touched")), untouched.faults());
    }

    @Test
    void whatCountsForNobodySaysWhy() throws Exception {
        Ed25519Pair mallory = Ed25519Pair.generate(random);
        PolicySignatures signatures =
                of(signed(bob, "file"), signed(mallory, PURPOSE), Optional.of("hello"), Optional.empty());
        assertEquals(Set.of(), signatures.by());
        assertEquals(
                List.of(
                        "the signature is for another namespace",
                        "the key " + mallory.sshKey().fingerprint() + " is of no signer",
                        "the text is not base64 between '-----BEGIN SSH SIGNATURE-----' and"
                                + " '-----END SSH SIGNATURE-----'",
                        "the file cannot be read"),
                signatures.faults().stream().map(PolicySignatures.Fault::why).toList());
    }

    @SafeVarargs
    private PolicySignatures of(Optional<String>... texts) {
        List<PolicyOnDisk.Beside> files = new ArrayList<>();
        for (Optional<String> text : texts) {
            files.add(new PolicyOnDisk.Beside((files.size() + 1) + ".sig", text));
        }
        return PolicySignatures.of(TEXT, files, control);
    }

    private static Optional<String> signed(Ed25519Pair pair, String namespace) throws Exception {
        return armoured(pair.sshKey(), namespace, pair.sshSignature(toSign(namespace)));
    }

    /** OpenSSH: PROTOCOL.u2f. */
    private Optional<String> inToken(int flags) throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(seen);
        out.write(sha256("ssh:".getBytes(StandardCharsets.UTF_8)));
        out.writeByte(flags);
        out.writeInt(7);
        out.write(sha256(toSign(PURPOSE)));
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        DataOutputStream signature = new DataOutputStream(blob);
        string(signature, carol.type().getBytes(StandardCharsets.UTF_8));
        string(signature, inToken.sign(seen.toByteArray()));
        signature.writeByte(flags);
        signature.writeInt(7);
        return armoured(carol, PURPOSE, blob.toByteArray());
    }

    /** OpenSSH: PROTOCOL.sshsig. */
    private static Optional<String> armoured(SshPublicKey key, String namespace, byte[] signature) throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(blob);
        out.writeBytes("SSHSIG");
        out.writeInt(1);
        string(out, key.blob());
        rest(out, namespace);
        string(out, signature);
        return Optional.of("-----BEGIN SSH SIGNATURE-----\n"
                + Base64.getEncoder().encodeToString(blob.toByteArray())
                + "\n-----END SSH SIGNATURE-----\n");
    }

    private static byte[] toSign(String namespace) throws Exception {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(data);
        out.writeBytes("SSHSIG");
        rest(out, namespace);
        string(out, sha256(TEXT));
        return data.toByteArray();
    }

    private static void rest(DataOutputStream out, String namespace) throws IOException {
        string(out, namespace.getBytes(StandardCharsets.UTF_8));
        string(out, new byte[0]);
        string(out, "sha256".getBytes(StandardCharsets.UTF_8));
    }

    private static void string(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
