package dev.bastion.policy;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.text.Checks;
import java.util.Optional;

/**
 * A group of people and the duties that come with it.
 *
 * @param administers whether its people administer
 * @param reviews the targets whose sessions its people review; empty when they review none
 */
record Group(String name, boolean administers, Optional<TargetScope> reviews) {

    Group {
        Checks.filled(name, "name");
        requireNonNull(reviews, "reviews is null");
    }
}
