package dev.bastion.policy;

import java.util.Locale;

/** By what something is revoked that no serial names alone. */
public enum RevocationKind {
    /** A key, by its fingerprint: as a plain key, and every certificate that was or will be made for it. */
    KEY,
    /** The certificates with a key ID. */
    KEY_ID,
    /** The certificates that a person has at that moment; not the person, who may have new ones. */
    PERSON,
    /** An authority, by the fingerprint of its key: everything that it has signed or will sign. */
    AUTHORITY;

    /** {@code key-id} and so on. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
