package dev.bastion.policy;

import dev.bastion.policy.AccessJournal.Decided;
import dev.bastion.policy.Decision.FactorAccepted;
import dev.bastion.policy.Decision.FactorChanged;
import dev.bastion.policy.Decision.Reason;
import dev.bastion.policy.Decision.Refused;
import dev.bastion.policy.FactorEvent.FactorEnrolled;
import dev.bastion.policy.FactorEvent.FactorFailed;
import dev.bastion.policy.FactorEvent.FactorProved;
import dev.bastion.policy.FactorEvent.FactorRemoved;
import dev.bastion.policy.rule.SecondFactor;
import dev.bastion.policy.text.Times;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Decides over second factors: what enrols one, what proves it, and what acts it is needed for. */
final class Factors {

    /** So long after a proof somebody may change what proves them. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Scene scene;

    Factors(Scene scene) {
        this.scene = scene;
    }

    /**
     * A new secret. Where one is in force, a fresh proof of it must stand: a stolen key alone changes nothing.
     */
    Decided<Decision> enrol(String person, String sealedSecret, Set<String> recovery, Proofs proofs) {
        if (scene.policy().person(person).isEmpty()) {
            return Decided.nothing(Refusals.unknownPerson(person));
        }
        Optional<FactorState> inForce = scene.state().factor(person).filter(FactorState::confirmed);
        boolean fresh = inForce.filter(state -> state.provedFrom(proofs.source(), FRESH, scene.now()))
                .isPresent();
        if (inForce.isPresent() && !fresh) {
            return Decided.nothing(new Refused(
                    Reason.FACTOR_NEEDED,
                    "you have a second factor already, and changing it needs a code of it",
                    "if it is lost, use a recovery code, or ask an administrator: ssh bastion mfa reset " + person));
        }
        return new Decided<>(
                List.of(new FactorEnrolled(person, sealedSecret, recovery, scene.now())),
                new FactorChanged("a second factor waits for its first code"));
    }

    Decided<Decision> prove(String person, String source, FactorAttempt attempt) {
        Optional<FactorState> known = scene.state().factor(person);
        if (scene.policy().person(person).isEmpty() || known.isEmpty()) {
            return Decided.nothing(notEnrolled());
        }
        FactorState state = known.get();
        if (state.lockedUntil(scene.now()).isPresent()) {
            return Decided.nothing(locked(state));
        }
        boolean right = attempt.enrolment().equals(state.enrolment()) && isRight(attempt, state);
        return right ? proved(person, source, attempt) : failed(person, source, state);
    }

    /** A code that was shown before is as wrong as any other. */
    private static boolean isRight(FactorAttempt attempt, FactorState state) {
        return switch (attempt) {
            case FactorAttempt.Code code -> code.step() > state.lastStep();
            case FactorAttempt.Recovery recovery ->
                state.confirmed() && state.recovery().contains(recovery.digest());
            case FactorAttempt.Wrong wrong -> false;
        };
    }

    private Decided<Decision> proved(String person, String source, FactorAttempt attempt) {
        OptionalLong step =
                attempt instanceof FactorAttempt.Code code ? OptionalLong.of(code.step()) : OptionalLong.empty();
        Optional<String> recovery =
                attempt instanceof FactorAttempt.Recovery used ? Optional.of(used.digest()) : Optional.empty();
        return new Decided<>(
                List.of(new FactorProved(person, source, step, recovery, scene.now())),
                new FactorAccepted("the second factor is proved"));
    }

    private Decided<Decision> failed(String person, String source, FactorState state) {
        int left = FactorState.MOST_FAILURES - 1 - state.failures() % FactorState.MOST_FAILURES;
        return new Decided<>(
                List.of(new FactorFailed(person, source, scene.now())),
                new Refused(
                        Reason.FACTOR_WRONG,
                        "this code is wrong or was used before",
                        left > 0
                                ? "wait for the next one; " + left + " more tries before it is locked for half an hour"
                                : "it is locked for half an hour now"));
    }

    /** An administrator takes away a factor that is lost; nobody their own, which would be a way around it. */
    Decided<Decision> reset(String administrator, String person, String reason) {
        boolean administers = scene.policy()
                .person(administrator)
                .filter(scene.policy()::mayAdminister)
                .isPresent();
        if (!administers || administrator.equals(person)) {
            return Decided.nothing(Refusals.notAllowed(
                    "only an administrator takes away a second factor, and never their own",
                    "with a code or a recovery code you can enrol another: ssh bastion mfa enrol"));
        }
        Optional<Refused> unfit = Words.missingOrFault(reason);
        if (unfit.isPresent()) {
            return Decided.nothing(unfit.get());
        }
        if (scene.state().factor(person).isEmpty()) {
            return Decided.nothing(new Refused(Reason.NOT_FOUND, "there is no second factor of that person", ""));
        }
        return new Decided<>(
                List.of(new FactorRemoved(person, administrator, reason.strip(), scene.now())),
                new FactorChanged("the second factor of " + person + " is taken away"));
    }

    /** What is missing for an act under a rule; nothing when it may go on. A FIDO2 key with its PIN is two factors. */
    Optional<Refused> missing(SecondFactor wanted, SecondFactor.Act act, String person, Proofs proofs) {
        boolean keyDoes = switch (wanted.key()) {
            case ANY -> true;
            case TOUCH -> proofs.touch();
            case VERIFY -> proofs.touch() && proofs.pin();
        };
        if (!keyDoes) {
            return Optional.of(weakKey(wanted.key()));
        }
        if (!wanted.wantedFor(act) || (proofs.touch() && proofs.pin())) {
            return Optional.empty();
        }
        Optional<FactorState> state = scene.state().factor(person).filter(FactorState::confirmed);
        if (state.isEmpty()) {
            return Optional.of(notEnrolled());
        }
        if (state.get().provedFrom(proofs.source(), wanted.window(), scene.now())) {
            return Optional.empty();
        }
        return Optional.of(state.get().lockedUntil(scene.now()).isPresent() ? locked(state.get()) : needed());
    }

    private static Refused weakKey(SecondFactor.KeyProof wanted) {
        boolean touch = wanted == SecondFactor.KeyProof.TOUCH;
        return new Refused(
                Reason.KEY_TOO_WEAK,
                touch
                        ? "the rule asks for a FIDO2 key that is touched, and this connection's key was not"
                        : "the rule asks for a FIDO2 key with its PIN, and this connection's key asked for none",
                touch ? "make one: ssh-keygen -t ed25519-sk" : "make one: ssh-keygen -t ed25519-sk -O verify-required");
    }

    private static Refused needed() {
        return new Refused(
                Reason.FACTOR_NEEDED, "the rule asks for a second factor", "show a code: ssh bastion mfa 123456");
    }

    private static Refused notEnrolled() {
        return new Refused(
                Reason.FACTOR_MISSING,
                "this needs a second factor, and you have enrolled none",
                "enrol one: ssh -t bastion mfa enrol");
    }

    private Refused locked(FactorState state) {
        return new Refused(
                Reason.FACTOR_LOCKED,
                "your second factor is locked after too many wrong codes until "
                        + Times.left(state.lockedUntil(scene.now()).orElse(scene.now()), scene.now()),
                "if that was not you, tell an administrator at once");
    }
}
