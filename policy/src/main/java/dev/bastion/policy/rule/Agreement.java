package dev.bastion.policy.rule;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who must agree.
 *
 * @param quorums each of them must be there, and nobody counts for two; empty only where the rule approves by itself
 * @param byItself when the rule approves by itself, without anybody; never when empty
 * @param forExtension how many of the same people are enough for an extension; as for the request when empty
 * @param signed whether each of them must sign the request with a key of their own, so that others than this bastion can
 *     tell that they agreed
 */
public record Agreement(List<Quorum> quorums, Optional<Condition> byItself, OptionalInt forExtension, boolean signed) {

    public Agreement {
        requireNonNull(quorums, "quorums is null");
        quorums = List.copyOf(quorums);
        requireNonNull(byItself, "byItself is null");
        Checks.check(!quorums.isEmpty() || byItself.isPresent(), "nobody agrees");
        requireNonNull(forExtension, "forExtension is null");
        Checks.check(forExtension.isEmpty() || forExtension.getAsInt() > 0, "forExtension is not positive");
    }

    /** Nobody has to sign. */
    public Agreement(List<Quorum> quorums, Optional<Condition> byItself, OptionalInt forExtension) {
        this(quorums, byItself, forExtension, false);
    }

    /** How many people a request needs that the rule does not approve by itself. */
    public int needed() {
        return quorums.stream().mapToInt(Quorum::count).sum();
    }

    /** Whether people of that group may agree. */
    public boolean asks(String group) {
        return quorums.stream().anyMatch(quorum -> quorum.from().equals(group));
    }

    /** How many of the places these people fill, each of them at most one; {@link #needed()} when all agree who must. */
    public int filled(Map<String, Set<String>> groupsByPerson) {
        return new Places(quorums, groupsByPerson).filled();
    }

    /** Whether nobody at all could agree: nothing is granted under the rule but what it approves by itself. */
    public boolean needsNobody() {
        return quorums.isEmpty();
    }
}
