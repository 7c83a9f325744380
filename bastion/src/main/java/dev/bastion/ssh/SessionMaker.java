package dev.bastion.ssh;

import dev.bastion.certs.Face;
import dev.bastion.certs.Faces;
import dev.bastion.live.LiveGrant;
import dev.bastion.policy.AccessDesk;
import dev.bastion.policy.Decision;
import dev.bastion.policy.Grant;
import dev.bastion.policy.Rule;
import dev.bastion.policy.SessionForm;
import dev.bastion.policy.Target;
import dev.bastion.recorder.StreamLimit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.sshd.common.session.helpers.AbstractSession;

/**
 * Begins live sessions, of both forms: chooses the grant for the login, makes sure that it runs, puts the session under
 * its gate, and ties front, onward connection and recording together. Thread-safe.
 */
final class SessionMaker {
    private final TunnelDesk desk;
    private final AccessDesk access;
    private final ProofDesk proofs;
    private final Faces faces;
    private final LiveServices services;
    private final AddressBook addresses;
    private final DialLimits limits;
    private final TargetClient client;

    SessionMaker(
            TunnelDesk desk,
            AccessDesk access,
            ProofDesk proofs,
            Faces faces,
            LiveServices services,
            AddressBook addresses,
            DialLimits limits,
            TargetClient client) {
        this.desk = desk;
        this.access = access;
        this.proofs = proofs;
        this.faces = faces;
        this.services = services;
        this.addresses = addresses;
        this.limits = limits;
        this.client = client;
    }

    /** The face that a tunnel's inner server shows. */
    CompletionStage<Face> face(TunnelChannel tunnel) {
        return faces.ready(targetOf(tunnel.answer()).name(), tunnel.typed());
    }

    /** What takes the codes of second factors. */
    ProofDesk proofs() {
        return proofs;
    }

    String banner(String sentence) {
        return services.lines().banner(sentence);
    }

    /** Dials the target at once where a live grant covers it; otherwise nothing. */
    OnwardDial dialEarly(TunnelChannel tunnel) {
        return tunnel.answer() instanceof TunnelDesk.Answer.Open open
                ? dial(open.target(), tunnel.outer().identity())
                : OnwardDial.none();
    }

    /** A session in a tunnel. */
    CompletionStage<Beginning> beginInside(InnerSession inner, String login) {
        TunnelChannel tunnel = inner.tunnel().channel();
        Identity identity = tunnel.outer().identity();
        return switch (tunnel.answer()) {
            case TunnelDesk.Answer.Unknown unknown -> refused(unknown.sentence());
            case TunnelDesk.Answer.NotNow notNow -> refused(notNow.sentence());
            case TunnelDesk.Answer.Open open ->
                begin(identity, open, login, SessionForm.JUMP, plan -> {
                    SessionFront front = SessionFront.inside(inner);
                    return new RelaySession(plan, front, inner.dial(), services);
                });
        };
    }

    /** A session of the direct form, {@code login@target@bastion}. */
    CompletionStage<Beginning> beginDirect(AbstractSession outer, Identity identity, String login, String typed) {
        return switch (desk.target(identity, typed)) {
            case TunnelDesk.Answer.Unknown unknown -> refused(unknown.sentence());
            case TunnelDesk.Answer.NotNow notNow -> refused(notNow.sentence());
            case TunnelDesk.Answer.Open open ->
                begin(identity, open, login, SessionForm.DIRECT, plan -> {
                    OnwardDial dial = dial(open.target(), identity);
                    outer.addCloseFutureListener(closed -> dial.close());
                    return new RelaySession(plan, SessionFront.direct(outer), dial, services);
                });
        };
    }

    private interface Opener {
        RelaySession open(SessionPlan plan);
    }

    private CompletionStage<Beginning> begin(
            Identity identity, TunnelDesk.Answer.Open open, String login, SessionForm form, Opener opener) {
        return switch (desk.choose(identity, open.target(), open.grants(), login)) {
            case TunnelDesk.Choice.None none -> refused(none.sentence());
            case TunnelDesk.Choice.Chosen chosen -> {
                Optional<Beginning> missing = proofs.missing(identity, chosen.grant(), chosen.rule());
                yield missing.isPresent()
                        ? CompletableFuture.completedFuture(missing.get())
                        : started(chosen.grant())
                                .thenApply(
                                        grant -> underGate(grant, chosen.rule(), identity, open.target(), form, opener))
                                .exceptionally(failure -> new Beginning.Refused(
                                        "no session can start: the ledger takes no entries; tell an administrator"));
            }
        };
    }

    private Beginning underGate(
            Optional<Grant> grant, Rule rule, Identity identity, Target target, SessionForm form, Opener opener) {
        Optional<LiveGrant> gate = grant.flatMap(started -> services.grants().find(started.id()));
        if (gate.isEmpty()) {
            return new Beginning.Refused("the grant for " + target.name() + " has ended");
        }
        SessionPlan plan = new SessionPlan(
                identity,
                target,
                grant.get(),
                gate.get(),
                form,
                rule.confines(),
                desk.forwards(target, grant.get(), rule),
                limitOf(rule),
                Masks.of(rule));
        RelaySession session = opener.open(plan);
        Optional<String> refusal = services.grants().admit(gate.get(), session);
        if (refusal.isPresent()) {
            return new Beginning.Refused(refusal.get());
        }
        // Under its gate first, asked second: a revocation marks first and walks the sessions second.
        if (services.revocations().cover(identity.proof())) {
            gate.get().unregister(session);
            return new Beginning.Refused("your key or certificate has been withdrawn; connect again");
        }
        session.begin();
        return new Beginning.Begun();
    }

    /** A grant that starts at first use starts now, in the ledger before anything is opened. */
    private CompletionStage<Optional<Grant>> started(Grant grant) {
        if (grant.start().isPresent()) {
            return CompletableFuture.completedFuture(Optional.of(grant));
        }
        return services.journal()
                .submit(access.startAtFirstUse(grant.id()))
                .thenApply(decision ->
                        decision instanceof Decision.GrantBegun begun ? Optional.of(begun.grant()) : Optional.empty());
    }

    private OnwardDial dial(Target target, Identity identity) {
        return OnwardDial.to(target, identity.person().name(), limits, addresses, client);
    }

    private static StreamLimit limitOf(Rule rule) {
        return new StreamLimit(
                rule.execRecording().limitBytes(),
                switch (rule.execRecording().pastLimit()) {
                    case DIGEST -> StreamLimit.PastLimit.DIGEST;
                    case END -> StreamLimit.PastLimit.END;
                });
    }

    private static Target targetOf(TunnelDesk.Answer answer) {
        return switch (answer) {
            case TunnelDesk.Answer.Open open -> open.target();
            case TunnelDesk.Answer.NotNow notNow -> notNow.target();
            case TunnelDesk.Answer.Unknown unknown ->
                throw new IllegalStateException("an unknown target has no face: " + unknown.sentence());
        };
    }

    private static CompletionStage<Beginning> refused(String sentence) {
        return CompletableFuture.completedFuture(new Beginning.Refused(sentence));
    }
}
