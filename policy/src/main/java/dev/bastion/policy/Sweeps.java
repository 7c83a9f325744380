package dev.bastion.policy;

import dev.bastion.policy.GrantEvent.GrantEnded;
import dev.bastion.policy.RequestEvent.RequestLapsed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What time alone brings about. Dated to the moment it took effect, however late it is noticed. */
final class Sweeps {

    private final Scene scene;

    Sweeps(Scene scene) {
        this.scene = scene;
    }

    List<AccessEvent> expired() {
        return scene.state().openGrants().stream()
                .filter(grant -> !grant.inTime(scene.now()))
                .map(this::expiry)
                .toList();
    }

    private AccessEvent expiry(Grant grant) {
        Instant at = grant.end().or(grant::latestStart).orElseThrow();
        GrantEnd how = grant.start().isPresent() ? GrantEnd.EXPIRED : GrantEnd.LAPSED_UNUSED;
        return new GrantEnded(grant.id(), how, Optional.empty(), "", at, scene.late(at));
    }

    List<AccessEvent> lapsed() {
        return scene.state().pendingRequests().stream()
                .filter(request -> !request.lapsesAt().isAfter(scene.now()))
                .<AccessEvent>map(request -> new RequestLapsed(request.id(), request.lapsesAt()))
                .toList();
    }
}
