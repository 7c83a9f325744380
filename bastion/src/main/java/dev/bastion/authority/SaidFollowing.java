package dev.bastion.authority;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.AccessState;
import dev.bastion.policy.AuthorityKey;
import dev.bastion.policy.text.Plain;
import dev.bastion.signer.FollowedFile.Said;
import dev.bastion.signer.KeyFollowed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** As of a signer that stands apart: by what its bastion said lately; nobody has followed where that said nothing. */
public final class SaidFollowing implements Following {
    private static final Duration LATELY = Duration.ofMinutes(5);
    private static final Followed NO_WORD =
            new Followed(List.of("no bastion has said so lately"), List.of(), List.of());

    private final Optional<Said> said;

    /**
     * By that word.
     *
     * @param now from when it is looked at; what was said long before counts for nothing
     */
    public SaidFollowing(Optional<Said> said, Instant now) {
        this.said =
                requireNonNull(said, "said is null").filter(word -> word.at().isAfter(now.minus(LATELY)));
    }

    @Override
    public Followed missing(AccessState state, AuthorityKey key) {
        return of(key).map(
                        known -> new Followed(shown(known.bastions()), shown(known.people()), shown(known.targets())))
                .orElse(NO_WORD);
    }

    @Override
    public Optional<Instant> end(AccessState state, AuthorityKey key, Instant now) {
        return switch (key.standing()) {
            case INTRODUCED, TRUSTED, RETIRED -> Optional.of(key.since());
            case SIGNER -> Optional.empty();
            // Not yet, where nobody has said it: the bastion may not know yet that another signs.
            case RETIRING -> Optional.of(of(key).flatMap(KeyFollowed::end).orElse(now.plus(LATELY)));
        };
    }

    private Optional<KeyFollowed> of(AuthorityKey key) {
        return said.stream()
                .flatMap(word -> word.keys().stream())
                .filter(known -> known.fingerprint().equals(key.fingerprint()))
                .findFirst();
    }

    private static List<String> shown(List<String> names) {
        return names.stream().map(Plain::shown).toList();
    }
}
