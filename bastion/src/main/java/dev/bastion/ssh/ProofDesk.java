package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.factor.SecondFactors;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.AccessJournal;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Rule;
import dev.bastion.policy.rule.SecondFactor.Act;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Holds what a connection proved against the rule of the grant that it is about to use (THREATS T2), and takes the codes
 * that people show. Thread-safe.
 */
final class ProofDesk {
    private final AccessDesk access;
    private final AccessJournal journal;
    private final SecondFactors factors;

    ProofDesk(AccessDesk access, AccessJournal journal, SecondFactors factors) {
        this.access = requireNonNull(access, "access is null");
        this.journal = requireNonNull(journal, "journal is null");
        this.factors = requireNonNull(factors, "factors is null");
    }

    /** Why the connection may not use the grant yet, or at all; nothing when it may. */
    Optional<Beginning> missing(Identity identity, Grant grant, Rule rule) {
        AccessState state = journal.state();
        return access.people()
                .missingProof(state, rule, Act.CONNECTION, identity.person().name(), identity.proofs())
                .map(ProofDesk::answer)
                .or(() -> fetchedWithout(state, identity, grant, rule));
    }

    /** Nothing when the code is right; otherwise the sentence for the person. */
    CompletionStage<Optional<String>> show(Identity identity, String typed) {
        return factors.prove(identity.person().name(), identity.proofs().source(), typed)
                .thenApply(decision -> decision instanceof Decision.Refused refused
                        ? Optional.of(refused.sentence())
                        : Optional.<String>empty())
                .exceptionallyCompose(failure -> CompletableFuture.completedFuture(
                        Optional.of("the ledger takes no entries; tell an administrator")));
    }

    private static Beginning answer(Decision.Refused refused) {
        String sentence = refused.sentence() + "\nhint: " + refused.hint();
        return refused.code() == Decision.Reason.FACTOR_NEEDED
                ? new Beginning.Unproved(sentence)
                : new Beginning.Refused(sentence);
    }

    /** A certificate that was fetched before this grant was given was fetched without the proof that its rule asks for. */
    private static Optional<Beginning> fetchedWithout(AccessState state, Identity identity, Grant grant, Rule rule) {
        boolean proved = identity.touch() && identity.pin();
        if (!rule.secondFactor().wantedFor(Act.CERTIFICATE) || proved) {
            return Optional.empty();
        }
        boolean with = identity.certificate().isPresent()
                && state.certificate(identity.serial().getAsLong())
                        .filter(issued -> issued.grants().contains(grant.id()))
                        .isPresent();
        return with
                ? Optional.empty()
                : Optional.of(
                        new Beginning.Refused("this needs a certificate that was fetched since the grant was given"
                                + "\nhint: " + identity.howToFetch()));
    }
}
