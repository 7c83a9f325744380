package dev.bastion.factor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes by time as every authenticator app makes them: RFC 6238 with HMAC-SHA1, six digits and 30 seconds.
 * Thread-safe.
 */
final class TimeCodes {
    static final Duration STEP = Duration.ofSeconds(30);
    static final int DIGITS = 6;
    /** As long as the digest (RFC 4226, section 4). */
    static final int SECRET_BYTES = 20;

    /** A phone's clock may be one step off, either way (RFC 6238, section 5.2). */
    private static final int STEPS_AROUND = 1;

    private static final Pattern FORM = Pattern.compile("[0-9]{" + DIGITS + "}");

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(STEP, DIGITS);

    static boolean isCode(String typed) {
        return FORM.matcher(typed).matches();
    }

    /** The time step whose code that is, the newest of those that count now; nothing when it is none of theirs. */
    OptionalLong step(byte[] secret, String typed, Instant now) {
        long current = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong matching = OptionalLong.empty();
        for (long step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step++) {
            byte[] right = code(secret, step).getBytes(US_ASCII);
            if (MessageDigest.isEqual(right, typed.getBytes(US_ASCII))) {
                matching = OptionalLong.of(step);
            }
        }
        return matching;
    }

    /** The code of a time step. */
    String code(byte[] secret, long step) {
        try {
            Instant within = Instant.ofEpochSecond(step * STEP.toSeconds());
            return generator.generateOneTimePasswordString(new SecretKeySpec(secret, "RAW"), within);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key of HMAC", e);
        }
    }
}
