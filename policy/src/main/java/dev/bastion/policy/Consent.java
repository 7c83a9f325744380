package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an approval agrees to, where that is less than what is asked, and what its giver says to it.
 *
 * @param length the most that it agrees to; all that is asked for when empty
 * @param targets names of targets; all that are asked for when empty
 * @param note a comment, one line; empty when none is given
 */
public record Consent(Optional<Duration> length, Set<String> targets, String note) {

    /** Agrees to all of it, without a word. */
    public static final Consent WHOLE = new Consent(Optional.empty(), Set.of(), "");

    public Consent {
        requireNonNull(length, "length is null");
        length.ifPresent(most -> Checks.positive(most, "length"));
        targets = Checks.names(targets, "targets");
        requireNonNull(note, "note is null");
    }

    /** Whether it agrees to less than all that is asked. */
    public boolean partial() {
        return length.isPresent() || !targets.isEmpty();
    }

    /** What is left of the request where this holds; nothing when none of its targets is. */
    Optional<AccessRequest> of(AccessRequest request) {
        Duration shorter =
                length.filter(most -> most.compareTo(request.length()) < 0).orElse(request.length());
        List<String> common = targets.isEmpty()
                ? request.targets()
                : request.targets().stream().filter(targets::contains).toList();
        return common.isEmpty() ? Optional.empty() : Optional.of(request.narrowed(common, shorter));
    }

    /** The same, without what does not narrow that request. */
    Consent against(AccessRequest request) {
        return new Consent(
                length.filter(most -> most.compareTo(request.length()) < 0),
                targets.equals(new TreeSet<>(request.targets())) ? Set.of() : targets,
                note);
    }
}
