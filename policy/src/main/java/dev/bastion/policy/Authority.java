package dev.bastion.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The three authorities, each for one use. */
public enum Authority {
    /** Certifies people, who open the bastion with it and nothing else. */
    ACCESS,
    /** Certifies the bastion's own logins on targets. */
    TARGET,
    /** Certifies the faces with which the bastion answers as its targets. */
    HOST;

    /** As people type it: {@code access}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Authority> of(String word) {
        return Stream.of(values())
                .filter(authority -> authority.word().equals(word))
                .findFirst();
    }
}
