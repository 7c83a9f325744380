package dev.bastion.certs;

/** The numbers of PROTOCOL.krl. */
final class KrlSection {
    /** {@code SSHKRL\n\0}. */
    static final long MAGIC = 0x5353484b524c0a00L;

    static final long FORMAT = 1;

    static final int CERTIFICATES = 1;
    static final int EXPLICIT_KEY = 2;
    static final int FINGERPRINT_SHA1 = 3;
    static final int SIGNATURE = 4;
    static final int FINGERPRINT_SHA256 = 5;
    static final int EXTENSION = 255;

    static final int CERT_SERIAL_LIST = 0x20;
    static final int CERT_SERIAL_RANGE = 0x21;
    static final int CERT_SERIAL_BITMAP = 0x22;
    static final int CERT_KEY_ID = 0x23;
    static final int CERT_EXTENSION = 0x39;

    /** Bits of a bitmap: OpenSSH reads numbers of at most 16384 (SSHBUF_MAX_BIGNUM). */
    static final int BITMAP_LIMIT = 16384;

    private KrlSection() {}
}
