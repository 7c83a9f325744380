package dev.bastion.policy;

import dev.bastion.policy.RequestEvent.RequestApproved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The requests, as the events say. One thread writes. */
final class RequestBook {

    private record Row(AccessRequest request, RequestState state) {}

    private final Table<Long, Row> rows;
    private final Table<Long, AccessRequest> pending;

    RequestBook() {
        this(Table.base(), Table.base());
    }

    private RequestBook(Table<Long, Row> rows, Table<Long, AccessRequest> pending) {
        this.rows = rows;
        this.pending = pending;
    }

    RequestBook overlay() {
        return new RequestBook(rows.overlay(), pending.overlay());
    }

    Optional<AccessRequest> request(long id) {
        return rows.row(id).map(Row::request);
    }

    Optional<RequestState> state(long id) {
        return rows.row(id).map(Row::state);
    }

    List<AccessRequest> all() {
        return rows.rows().stream().map(Row::request).toList();
    }

    List<AccessRequest> pending() {
        return pending.rows();
    }

    void made(AccessRequest request) {
        if (rows.row(request.id()).isPresent()) {
            throw new IllegalStateException("request " + Ids.request(request.id()) + " was made twice");
        }
        rows.put(request.id(), new Row(request, new RequestState.Pending(List.of())));
        pending.put(request.id(), request);
    }

    void approved(RequestApproved event) {
        AccessRequest request = pendingRequest(event.request());
        if (event.by().equals(request.person())) {
            throw new IllegalStateException("request " + Ids.request(event.request()) + " was approved by its asker");
        }
        List<Approval> approvals = new ArrayList<>(approvals(event.request()));
        if (approvals.stream().anyMatch(approval -> approval.by().equals(event.by()))) {
            throw new IllegalStateException("request " + Ids.request(event.request()) + " was approved twice by one");
        }
        approvals.add(new Approval(event.by(), event.consent().orElse(Consent.WHOLE), event.proof(), event.at()));
        rows.put(request.id(), new Row(request, new RequestState.Pending(approvals)));
    }

    /** Ends the waiting, in whichever way but by becoming a grant. */
    void closed(long id, RequestState state) {
        AccessRequest request = pendingRequest(id);
        rows.put(id, new Row(request, state));
        pending.remove(id);
    }

    /**
     * Ends the waiting by becoming or lengthening a grant, whose new approvers must all have approved, and of what they
     * agreed to no more than that may be given.
     */
    void granted(long id, long grant, Set<String> newApprovers, List<String> targets, Duration length, Instant at) {
        AccessRequest request = pendingRequest(id);
        List<Approval> all = approvals(id);
        List<Approval> named = all.stream()
                .filter(approval -> newApprovers.contains(approval.by()))
                .toList();
        if (named.size() < newApprovers.size()) {
            throw new IllegalStateException("request " + Ids.request(id) + " has not the approvals its grant names");
        }
        boolean within = Approval.agreed(request, named)
                .filter(agreed -> agreed.targets().containsAll(targets))
                .filter(agreed -> length.compareTo(agreed.length()) <= 0)
                .isPresent();
        if (!within) {
            throw new IllegalStateException("request " + Ids.request(id) + " became more than was agreed to");
        }
        closed(id, new RequestState.Approved(grant, all, at));
    }

    private AccessRequest pendingRequest(long id) {
        return pending.row(id)
                .orElseThrow(() -> new IllegalStateException("request " + Ids.request(id) + " is not pending"));
    }

    private List<Approval> approvals(long id) {
        return state(id).map(RequestState::approvals).orElse(List.of());
    }
}
