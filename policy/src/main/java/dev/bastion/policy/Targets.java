package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The targets of one policy, found by what people type. Immutable. */
final class Targets {

    /** The most that a host name can have (RFC 1035), and one trailing dot. */
    private static final int MAX_TYPED = 254;

    private final List<Target> all;
    private final Map<String, Target> byName = new HashMap<>();

    Targets(List<Target> targets) {
        this.all = List.copyOf(targets);
        all.forEach(target -> target.names().forEach(name -> byName.put(name, target)));
    }

    List<Target> all() {
        return all;
    }

    Optional<Target> typed(String typed) {
        requireNonNull(typed, "typed is null");
        if (typed.length() > MAX_TYPED || !ascii(typed)) {
            return Optional.empty();
        }
        String name = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Asked before the case is dropped: the Kelvin sign, for one, becomes a k. */
    private static boolean ascii(String typed) {
        return typed.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
