package dev.bastion.control;

import static java.util.Objects.requireNonNull;

import dev.bastion.policy.Decision;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs an act that may need a second factor: a code that was typed along is shown first; where one is missing, a person at
 * a terminal is asked for it. Without a terminal nobody is asked: a script would hang. For one run of one command.
 */
final class FactorPrompt {
    private static final int TRIES = 3;

    private final Call call;
    private final Optional<String> code;

    FactorPrompt(Call call, Optional<String> code) {
        this.call = requireNonNull(call, "call is null");
        this.code = requireNonNull(code, "code is null");
    }

    /** What the act came to, or why the code that was shown for it is none. */
    Decision through(Supplier<Decision> act) {
        Optional<Decision.Refused> wrong = code.flatMap(this::wrong);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Decision decision = act.get();
        return wanted(decision) && code.isEmpty() && asked() ? act.get() : decision;
    }

    /** The same for an act that only tells what is missing. */
    Optional<Decision.Refused> missing(Supplier<Optional<Decision.Refused>> act) {
        Optional<Decision.Refused> wrong = code.flatMap(this::wrong);
        if (wrong.isPresent()) {
            return wrong;
        }
        Optional<Decision.Refused> missing = act.get();
        return missing.filter(FactorPrompt::wanted).isPresent() && code.isEmpty() && asked() ? act.get() : missing;
    }

    private static boolean wanted(Decision decision) {
        return decision instanceof Decision.Refused refused && refused.code() == Decision.Reason.FACTOR_NEEDED;
    }

    /** Asks until a code is right. */
    private boolean asked() {
        if (call.channel().terminal().isEmpty() || call.json()) {
            return false;
        }
        for (int i = 0; i < TRIES; i++) {
            call.printer().say("the rule asks for a second factor; type a code");
            Optional<String> typed = TypedLine.read(call.channel().in());
            if (typed.isEmpty()) {
                return false;
            }
            Optional<Decision.Refused> wrong = wrong(typed.get());
            if (wrong.isEmpty()) {
                return true;
            }
            call.printer().say(wrong.get().sentence());
        }
        return false;
    }

    private Optional<Decision.Refused> wrong(String typed) {
        Decision decision = call.decide(call.context()
                .factors()
                .proof(call.name(), call.caller().proofs().source(), typed));
        return decision instanceof Decision.Refused refused ? Optional.of(refused) : Optional.empty();
    }
}
