package dev.bastion.ssh;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.Certificate;
import dev.bastion.certs.Onward;
import dev.bastion.certs.OnwardCredentials;
import dev.bastion.policy.Ids;
import dev.bastion.policy.OldAlgorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * How one session logs in on its target: by certificates that are made for it alone, or by what an old appliance knows; and
 * what becomes of them. Thread-safe.
 */
final class OnwardLeg {
    private final SessionPlan plan;
    private final OnwardDial dial;
    private final LiveServices services;
    private final Runnable gateClosed;
    private final AtomicReference<List<Certificate>> shown = new AtomicReference<>(List.of());

    /**
     * A leg of that session.
     *
     * @param gateClosed what is done when the grant is found to have ended meanwhile
     */
    OnwardLeg(SessionPlan plan, OnwardDial dial, LiveServices services, Runnable gateClosed) {
        this.plan = requireNonNull(plan, "plan is null");
        this.dial = requireNonNull(dial, "dial is null");
        this.services = requireNonNull(services, "services is null");
        this.gateClosed = requireNonNull(gateClosed, "gateClosed is null");
    }

    /** What the recording says of it before it has begun. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put(
                "onward_login",
                services.logins().kind(plan.target().name(), plan.grant().login()));
        if (!plan.target().oldAlgorithms().isEmpty()) {
            facts.put(
                    "old_algorithms",
                    plan.target().oldAlgorithms().stream()
                            .map(OldAlgorithm::word)
                            .collect(Collectors.joining(" ")));
        }
        return facts;
    }

    /** Logs in on a connection whose keys are exchanged. */
    CompletionStage<OnwardSession> logIn(long id, OnwardSession session) {
        return services.logins()
                .of(plan.target().name(), plan.grant().login(), () -> minted(id, session))
                .thenComposeAsync(login -> logIn(session, login), services.tasks());
    }

    /** A vault may have taken its time. */
    private CompletionStage<OnwardSession> logIn(OnwardSession session, OnwardLogin login) {
        if (!plan.gate().open()) {
            login.close();
            gateClosed.run();
            return CompletableFuture.failedFuture(new IOException("the grant has ended"));
        }
        if (login instanceof OnwardLogin.Certified certified) {
            return logIn(session, certified.credentials());
        }
        return dial.authenticate(session, plan.grant().login(), login);
    }

    private CompletionStage<OnwardSession> logIn(OnwardSession session, Onward made) {
        List<Certificate> good = made.certificates().stream()
                .filter(certificate -> !services.revocations().authorityRevoked(certificate.authority()))
                .toList();
        if (good.isEmpty()) {
            return CompletableFuture.failedFuture(new IOException("the authority that opens hosts is revoked"));
        }
        shown.set(good);
        return dial.authenticate(
                session, plan.grant().login(), new OnwardLogin.Certified(new Onward(made.key(), good)));
    }

    private CompletionStage<Onward> minted(long id, OnwardSession session) {
        String keyId = "person=" + plan.identity().person().name() + " grant="
                + Ids.grant(plan.grant().id()) + " session=" + Ids.session(id)
                + (plan.grant().isBreakGlass() ? " break-glass" : "");
        OnwardCredentials.Login login = new OnwardCredentials.Login(
                plan.target().principal(plan.grant().login()),
                OnwardCredentials.permits(plan.grant().permits()),
                keyId,
                services.onwardSource().or(() -> localAddress(session)),
                List.of(plan.grant().token()));
        return services.credentials()
                .mint(login, services.trust().order(plan.target().name()));
    }

    /** Where this connection comes from, as the target sees it where no address is translated in between. */
    private static Optional<InetAddress> localAddress(OnwardSession session) {
        return session.getIoSession().getLocalAddress() instanceof InetSocketAddress local
                ? Optional.of(local.getAddress())
                : Optional.empty();
    }

    /** The target has accepted; answers with the old algorithms that it took to get there. */
    List<String> loggedIn(OnwardSession session) {
        services.trust().learn(plan.target().name(), shown.get(), session.accepted());
        shown.updateAndGet(certificates -> acceptedFirst(certificates, session.accepted()));
        return Algorithms.oldAmong(session, plan.target().oldAlgorithms());
    }

    private static List<Certificate> acceptedFirst(List<Certificate> shown, int accepted) {
        if (accepted < 1 || accepted >= shown.size()) {
            return shown;
        }
        List<Certificate> order = new ArrayList<>(shown);
        order.addFirst(order.remove(accepted));
        return List.copyOf(order);
    }

    /** The one that the target accepted, or is shown first. */
    Optional<Certificate> certificate() {
        return shown.get().stream().findFirst();
    }

    /** What was made to open the host is in no file and nobody's hands; hosts learn all the same that it is over. */
    void withdraw() {
        shown.get()
                .forEach(certificate ->
                        services.tasks().execute(() -> services.revocations().withdraw(certificate)));
    }
}
