package dev.bastion.notify;

import dev.bastion.config.NoticeKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Somewhere that notices go. Thread-safe. */
interface Receiver {
    int DIGEST_BYTES = 8;

    /** How the log calls it; names no secret. */
    String label();

    /** What tells it from every other, also after a restart; names no secret. */
    String place();

    /** What it wants to be told of. */
    Set<NoticeKind> events();

    /** What is to be sent for that notice; nothing when it concerns nobody there. Blocks on nothing. */
    List<Delivery> deliveries(Notice notice);

    /** An address in as many letters as tell it from others and say nothing about it. */
    static String digest(URI address) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(address.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
