package dev.bastion.control;

import dev.bastion.certs.SshPublicKey;
import dev.bastion.policy.Disabling;
import dev.bastion.policy.RevocationKind;
import dev.bastion.policy.Sentences;
import java.util.Optional;

/** Whether the person behind a connection is still who they were at login (THREATS T3). */
final class Standing {
    private Standing() {}

    /** The refusal when the person, or the key they came with, has been taken out of the policy since. */
    static Optional<Outcome> lost(Call call) {
        Optional<Outcome> disabled = call.state().disabling(call.name()).map(disabling -> disabled(call, disabling));
        if (disabled.isPresent()) {
            return disabled;
        }
        if (call.policy().person(call.name()).isPresent()) {
            return keyLost(call);
        }
        return Optional.of(
                call.state().signOnSubject(call.name()).isPresent()
                        ? Outcome.refused(
                                "not_signed_on",
                                "your single sign-on is over",
                                "ssh %s login"
                                        .formatted(call.context().profile().name()))
                        : Outcome.refused(
                                "unknown_person",
                                "'%s' is no longer in the access policy".formatted(call.name()),
                                "ask an administrator"));
    }

    private static Outcome disabled(Call call, Disabling disabling) {
        return Outcome.refused("disabled", Sentences.disabled(disabling, call.now()), "ask an administrator");
    }

    private static Optional<Outcome> keyLost(Call call) {
        return call.caller().provenKey().flatMap(key -> keyLost(call, key));
    }

    private static Optional<Outcome> keyLost(Call call, SshPublicKey key) {
        if (call.state().revocation(RevocationKind.KEY, key.fingerprint()).isPresent()) {
            return Optional.of(Outcome.refused(
                    "revoked", "the key %s was revoked".formatted(key.fingerprint()), "connect with another of yours"));
        }
        boolean theirs = call.policy()
                .personByKey(key.blob())
                .filter(person -> person.name().equals(call.name()))
                .isPresent();
        return theirs
                ? Optional.empty()
                : Optional.of(Outcome.refused(
                        "unknown_key",
                        "the key %s is no longer one of yours in the access policy".formatted(key.fingerprint()),
                        "connect with a key that is"));
    }
}
