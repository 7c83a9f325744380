package dev.bastion.ssh;

import java.util.List;

/** What the bastion offers in key exchanges, on every leg, best first. */
public record OfferedAlgorithms(List<String> keyExchanges, List<String> ciphers) {
    public OfferedAlgorithms {
        keyExchanges = List.copyOf(keyExchanges);
        ciphers = List.copyOf(ciphers);
    }

    /** Those of this build. */
    public static OfferedAlgorithms ofThisBastion() {
        return Algorithms.offered();
    }
}
