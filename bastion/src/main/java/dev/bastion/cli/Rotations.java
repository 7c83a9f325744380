package dev.bastion.cli;

import dev.bastion.authority.Following;
import dev.bastion.authority.Rotation;
import dev.bastion.authority.SaidFollowing;
import dev.bastion.config.BastionConfig;
import dev.bastion.config.SignerTerms;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.signer.FollowedFile;
import java.io.IOException;
import java.time.Clock;

/** How keys take each other's place by a configuration: a bastion's, or a signer's that stands apart. Stateless. */
final class Rotations {
    private Rotations() {}

    static Rotation of(BastionConfig config, AccessPolicy policy, Clock clock) throws IOException {
        Following following = config.signer().filter(SignerTerms::isSigners).isPresent()
                ? new SaidFollowing(new FollowedFile(config.data()).read(), clock.instant())
                : Following.byLedger(() -> policy);
        return new Rotation(following, clock);
    }
}
