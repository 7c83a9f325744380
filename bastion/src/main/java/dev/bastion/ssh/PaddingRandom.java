package dev.bastion.ssh;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.random.AbstractRandom;
import org.apache.sshd.common.random.Random;

/**
 * The randomness that a session asks for: secret bytes for key exchange cookies, and padding for each packet.
 *
 * <p>MINA's default is one generator for the process behind one lock, taken by every outgoing packet. Here each session
 * has its own. A request shorter than the 16-byte cookie is padding (RFC 4253 section 6), which is encrypted and needs no
 * secrecy of its own: it comes from the thread's fast generator. Everything else is {@link SecureRandom}. Used by one session under that session's lock.
 */
final class PaddingRandom extends AbstractRandom {
    /** Makes one for each session. */
    static final Factory<Random> FACTORY = PaddingRandom::new;

    private static final int COOKIE = 16;
    private static final SecureRandom SECURE = new SecureRandom();

    @Override
    public String getName() {
        return "bastion";
    }

    @Override
    public int random(int n) {
        return SECURE.nextInt(n);
    }

    @Override
    public void fill(byte[] bytes, int start, int len) {
        if (len < COOKIE) {
            for (int i = 0; i < len; i++) {
                bytes[start + i] = (byte) ThreadLocalRandom.current().nextInt();
            }
        } else {
            byte[] secret = new byte[len];
            SECURE.nextBytes(secret);
            System.arraycopy(secret, 0, bytes, start, len);
        }
    }
}
