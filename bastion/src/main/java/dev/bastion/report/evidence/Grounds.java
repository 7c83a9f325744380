package dev.bastion.report.evidence;

import static java.util.Objects.requireNonNull;

import dev.bastion.config.BastionConfig;
import dev.bastion.policy.AccessPolicy;
import dev.bastion.policy.AccessRequest;
import dev.bastion.policy.AccessState;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Rule;
import dev.bastion.policy.SessionFacts;
import dev.bastion.recorder.ledger.Verification;
import dev.bastion.report.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What evidence is looked for in: one installation, at one moment, over one span.
 *
 * @param ledger what looking through the whole ledger came to
 * @param signer the name of the key by which its heads are signed
 * @param clockSet when the machine's clock was last known to be set by a time server; empty where nothing says so
 */
public record Grounds(
        AccessState state,
        SpanEvents events,
        AccessPolicy policy,
        BastionConfig config,
        Verification ledger,
        String signer,
        RecordingsFound recordings,
        Optional<Instant> clockSet,
        Span span,
        Instant now) {
    public Grounds {
        requireNonNull(state, "state is null");
        requireNonNull(events, "events is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(config, "config is null");
        requireNonNull(ledger, "ledger is null");
        requireNonNull(signer, "signer is null");
        requireNonNull(recordings, "recordings is null");
        requireNonNull(clockSet, "clockSet is null");
        requireNonNull(span, "span is null");
        requireNonNull(now, "now is null");
    }

    /** Those made in the span. */
    List<AccessRequest> requests() {
        return state.requests().stream()
                .filter(request -> span.holds(request.at()))
                .toList();
    }

    /** Those given in the span. */
    List<Grant> grants() {
        return state.grants().stream()
                .filter(grant -> span.holds(grant.approvedAt()))
                .toList();
    }

    /** Those opened in the span. */
    List<SessionFacts> sessions() {
        return state.sessions().stream()
                .filter(session -> span.holds(session.opened()))
                .toList();
    }

    /** The names of the rules that are so. */
    List<String> rules(Predicate<Rule> so) {
        return policy.rules().stream().filter(so).map(Rule::name).toList();
    }
}
