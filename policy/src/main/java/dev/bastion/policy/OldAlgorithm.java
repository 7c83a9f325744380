package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An algorithm that the bastion offers to nobody by itself and to a target only where the policy names it for that target,
 * best first within each kind. The words are those of RFC 4253, 4344, 4419 and 8268, and IANA's.
 */
public enum OldAlgorithm {
    DH_GROUP16_SHA512(Kind.KEY_EXCHANGE, "diffie-hellman-group16-sha512"),
    DH_GROUP14_SHA256(Kind.KEY_EXCHANGE, "diffie-hellman-group14-sha256"),
    DH_EXCHANGE_SHA256(Kind.KEY_EXCHANGE, "diffie-hellman-group-exchange-sha256"),
    DH_EXCHANGE_SHA1(Kind.KEY_EXCHANGE, "diffie-hellman-group-exchange-sha1"),
    DH_GROUP14_SHA1(Kind.KEY_EXCHANGE, "diffie-hellman-group14-sha1"),
    DH_GROUP1_SHA1(Kind.KEY_EXCHANGE, "diffie-hellman-group1-sha1"),
    /** RSA signed with SHA-1: of the host's key, and where a key logs in, of that. */
    SSH_RSA(Kind.SIGNATURE, "ssh-rsa"),
    AES128_CTR(Kind.CIPHER, "aes128-ctr"),
    AES192_CTR(Kind.CIPHER, "aes192-ctr"),
    AES256_CTR(Kind.CIPHER, "aes256-ctr"),
    AES128_CBC(Kind.CIPHER, "aes128-cbc"),
    AES192_CBC(Kind.CIPHER, "aes192-cbc"),
    AES256_CBC(Kind.CIPHER, "aes256-cbc"),
    TRIPLE_DES_CBC(Kind.CIPHER, "3des-cbc"),
    HMAC_SHA1(Kind.MAC, "hmac-sha1"),
    HMAC_SHA1_96(Kind.MAC, "hmac-sha1-96");

    /** What it is for. */
    public enum Kind {
        KEY_EXCHANGE,
        SIGNATURE,
        CIPHER,
        MAC
    }

    private final Kind kind;
    private final String word;

    OldAlgorithm(Kind kind, String word) {
        this.kind = requireNonNull(kind, "kind is null");
        this.word = requireNonNull(word, "word is null");
    }

    public Kind kind() {
        return kind;
    }

    /** Its name on the wire and in the policy. */
    public String word() {
        return word;
    }

    /** All of them by their words, in their order. */
    static Map<String, OldAlgorithm> words() {
        Map<String, OldAlgorithm> words = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(one -> words.put(one.word, one));
        return Collections.unmodifiableMap(words);
    }
}
