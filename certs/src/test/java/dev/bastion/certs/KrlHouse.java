package dev.bastion.certs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two authorities of ssh-keygen's, and keys and certificates of both that may or may not be revoked. */
final class KrlHouse {
    static final long GREATEST = -1;

    final SshKeygen keygen;
    final SshPublicKey authority;
    final SshPublicKey other;
    private final Map<String, Object> things = new TreeMap<>();

    KrlHouse(SshKeygen keygen) {
        this.keygen = keygen;
        this.authority = keygen.key("ca", "ed25519");
        this.other = keygen.key("other", "ecdsa 256");
        for (long serial : new long[] {0, 1, 2, 3, 5, 8, 63, 64, 65, 1000, 1001, 70_000, 1L << 40, GREATEST}) {
            certificate("ca", "a" + Long.toUnsignedString(serial), serial, "person=alice grant=g-" + serial);
        }
        certificate("ca", "bob", 77, "person=bob");
        certificate("other", "o5", 5, "person=bob");
        certificate("other", "o9", 9, "person=carol session=s-1");
        key("plain");
        things.put("ca.pub", authority);
        things.put("other.pub", other);
    }

    private void key(String name) {
        things.put(name + ".pub", keygen.key(name, "ed25519"));
    }

    private void certificate(String by, String name, long serial, String keyId) {
        key(name);
        things.put(
                name + "-cert.pub",
                keygen.certificate(
                        by, name, "-I", keyId, "-n", "alice", "-z", Long.toUnsignedString(serial), "-V", "-1m:+1h"));
    }

    List<String> files() {
        return new ArrayList<>(things.keySet());
    }

    SshPublicKey key(Object file) {
        return (SshPublicKey) things.get(file);
    }

    Certificate certificate(String file) {
        return (Certificate) things.get(file);
    }

    /** What we say that a list revokes. */
    Set<String> revokedBy(Krl list) {
        Set<String> revoked = new TreeSet<>();
        things.forEach((file, thing) -> {
            boolean hit = thing instanceof Certificate certificate
                    ? list.revokes(certificate)
                    : list.revokes((SshPublicKey) thing);
            if (hit) {
                revoked.add(file);
            }
        });
        return revoked;
    }

    /** What ssh-keygen says of the same bytes. */
    Set<String> revokedBySshKeygen(byte[] list) {
        keygen.write("asked.krl", list);
        return keygen.revoked("asked.krl", files());
    }
}
