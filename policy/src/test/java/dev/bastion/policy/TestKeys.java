package dev.bastion.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/** Public keys of the right form that nobody has the private half of. */
public final class TestKeys {

    private TestKeys() {}

    /** The line of an Ed25519 key, the same for the same name. */
    public static String line(String name) {
        return "ssh-ed25519 " + base64(name) + " " + name;
    }

    public static String base64(String name) {
        byte[] point = new byte[32];
        new Random(name.hashCode()).nextBytes(point);
        return Base64.getEncoder().encodeToString(fields("ssh-ed25519".getBytes(StandardCharsets.US_ASCII), point));
    }

    static byte[] fields(byte[]... fields) {
        ByteBuffer blob = ByteBuffer.allocate(
                Arrays.stream(fields).mapToInt(field -> field.length + 4).sum());
        for (byte[] field : fields) {
            blob.putInt(field.length).put(field);
        }
        return blob.array();
    }
}
