package dev.bastion.control;

import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Ids;
import dev.bastion.policy.RequestState;
import java.time.Duration;
import java.util.Optional;

/**
 * Stays with a request until it is decided. It is woken by what happens, and ends too when the person or the key of this
 * connection is taken away, when the request lapses and when the client leaves.
 */
final class Waiting {
    private final Call call;

    Waiting(Call call) {
        this.call = call;
    }

    /** The certificate once the request is approved, or what became of it instead. */
    Outcome certificate(Decision decision, Outcome asked) {
        return switch (decision) {
            case Decision.RequestPending pending -> {
                tell(asked);
                yield after(pending.request());
            }
            case Decision.GrantGiven ignored -> {
                tell(asked);
                yield CertCommand.issue(call);
            }
            default -> asked;
        };
    }

    /** While it waits, standard output stays clean for the certificate. */
    private void tell(Outcome asked) {
        if (!call.json() && asked instanceof Outcome.Answered answer) {
            answer.page().render(Integer.MAX_VALUE, false).forEach(call.printer()::say);
            answer.notes().forEach(call.printer()::say);
            call.printer().say("waiting until it is decided; leave with Ctrl-C and it stays asked for");
        }
    }

    private Outcome after(AccessRequest request) {
        try (RequestWatch.Bell bell = call.watch().bell(request.id())) {
            call.channel().onClose(bell::ring);
            while (true) {
                Optional<Outcome> end = ended(request);
                if (end.isPresent()) {
                    return end.get();
                }
                bell.await(Duration.between(call.now(), request.lapsesAt()));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return lapsed("the bastion is stopping; %s stays asked for".formatted(Ids.request(request.id())));
        }
    }

    private Optional<Outcome> ended(AccessRequest request) {
        Optional<Outcome> lost = Standing.lost(call);
        if (lost.isPresent()) {
            return lost;
        }
        if (!call.channel().open()) {
            return Optional.of(new Outcome.Streamed(Exit.LAPSED));
        }
        return switch (call.state().requestState(request.id()).orElseThrow()) {
            case RequestState.Pending ignored ->
                call.now().isBefore(request.lapsesAt()) ? Optional.empty() : Optional.of(unanswered(request));
            case RequestState.Approved ignored -> Optional.of(CertCommand.issue(call));
            case RequestState.Denied denied ->
                Optional.of(Outcome.refused(
                        "denied",
                        "%s was denied by %s: %s".formatted(Ids.request(request.id()), denied.by(), denied.reason()),
                        "ask again with what was missing"));
            case RequestState.Withdrawn ignored ->
                Optional.of(Outcome.refused(
                        "withdrawn",
                        "%s was withdrawn".formatted(Ids.request(request.id())),
                        "ask again if you still need it"));
            case RequestState.Lapsed ignored -> Optional.of(unanswered(request));
        };
    }

    private static Outcome unanswered(AccessRequest request) {
        return lapsed("%s lapsed: nobody answered in time".formatted(Ids.request(request.id())));
    }

    private static Outcome lapsed(String sentence) {
        return new Outcome.Failed(Exit.LAPSED, "lapsed", sentence, Optional.of("ask again, and tell an approver"));
    }
}
